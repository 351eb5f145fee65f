import { z } from 'zod';
import type { DocumentOutput } from './document-output.ts';
import { defineTool } from '../tool.ts';
import { documentReport, noteDocument, saveDocument } from '../save-document.ts';
import type { DocumentBlock } from '#contract/documents.ts';

const line = z.string().trim().min(1).max(500);

export const writeRequirementsInput = z.object({
  title: line.describe('The name of the app.'),
  summary: z.string().trim().min(1).max(2000).describe('What the app is for, two or three sentences.'),
  stories: z.array(z.object({
    role: line.describe('Who, e.g. "team lead".'),
    goal: line.describe('What they do, e.g. "record a loan".'),
    benefit: line.describe('What for.'),
    criteria: z.array(line).min(1).max(12).describe('Acceptance criteria that a person can check in the app.'),
  })).min(1).max(30),
  assumptions: z.array(line).max(20).describe('What you decided because the request did not say it.'),
});
export type WriteRequirementsInput = z.infer<typeof writeRequirementsInput>;
export type WriteRequirementsOutput = DocumentOutput;

/** Stores the requirements of the app as a document of the project. */
export const writeRequirements = defineTool<WriteRequirementsInput, WriteRequirementsOutput>({
  name: 'write_requirements',
  description: 'Store what the app must do: stories with acceptance criteria, and what you assumed. Give the whole document every time; it becomes a new version when something changed.',
  input: writeRequirementsInput,
  title: ({ stories }) => `Write the requirements: ${stories.length} ${stories.length === 1 ? 'story' : 'stories'}`,
  execute: (input, call) => saveDocument(call, { kind: 'requirements', appTitle: input.title, blocks: blocksOf(input), source: input }),
  apply: (state, input, output) => noteDocument(state, { kind: 'requirements', appTitle: input.title, blocks: blocksOf(input) }, output),
  report: (output, { title }) => documentReport(output, 'requirements', title),
});

function blocksOf(d: WriteRequirementsInput): DocumentBlock[] {
  const blocks: DocumentBlock[] = [{ type: 'paragraph', text: d.summary }, { type: 'heading', text: 'Stories' }];
  for (const s of d.stories) {
    blocks.push({ type: 'paragraph', text: `As a ${s.role}, I want to ${s.goal}, so that ${s.benefit}.` });
    blocks.push({ type: 'checklist', items: s.criteria.map((text) => ({ text, done: false })) });
  }
  if (d.assumptions.length > 0) blocks.push({ type: 'heading', text: 'Assumptions' }, { type: 'list', items: d.assumptions });
  return blocks;
}
