import { z } from 'zod';
import type { DocumentOutput } from './document-output.ts';
import { defineTool } from '../tool.ts';
import { documentReport, noteDocument, saveDocument } from '../save-document.ts';
import type { DocumentBlock } from '#contract/documents.ts';

const line = z.string().trim().min(1).max(500);

export const writeArchitectureInput = z.object({
  title: line.describe('The name of the app.'),
  summary: z.string().trim().min(1).max(2000),
  entities: z.array(z.object({
    name: line,
    fields: z.array(z.object({
      name: line,
      type: line.describe('In plain words, e.g. "date" or "one of: low, medium, high".'),
      required: z.boolean(),
      note: z.string().trim().max(500),
    })).min(1).max(60),
  })).min(1).max(30),
  relations: z.array(z.object({ from: line, to: line, label: line })).max(60),
  apisUsed: z.array(line).max(30).describe('Connections to outside systems; empty when there are none.'),
  securityRequirements: z.array(line).max(30),
});
export type WriteArchitectureInput = z.infer<typeof writeArchitectureInput>;
export type WriteArchitectureOutput = DocumentOutput;

/** Stores the architecture of the app as a document of the project. */
export const writeArchitecture = defineTool<WriteArchitectureInput, WriteArchitectureOutput>({
  name: 'write_architecture',
  description: 'Store the data model of the app, the outside systems it uses and its security requirements. Give the whole document every time.',
  input: writeArchitectureInput,
  title: ({ entities }) => `Write the architecture: ${entities.map((e) => e.name).join(', ')}`,
  execute: (input, call) => saveDocument(call, {
    kind: 'architecture', appTitle: input.title, blocks: blocksOf(input), source: input,
    columns: { apis_used: input.apisUsed, data_schemas: input.entities, security_requirements: input.securityRequirements },
  }),
  apply: (state, input, output) => noteDocument(state, { kind: 'architecture', appTitle: input.title, blocks: blocksOf(input) }, output),
  report: (output, { title }) => documentReport(output, 'architecture', title),
});

function blocksOf(d: WriteArchitectureInput): DocumentBlock[] {
  const blocks: DocumentBlock[] = [
    { type: 'paragraph', text: d.summary },
    { type: 'heading', text: 'Data' },
    { type: 'diagram', entities: d.entities.map((e) => ({ name: e.name, fields: e.fields.map((f) => f.name) })), relations: d.relations },
  ];
  for (const e of d.entities) {
    blocks.push({ type: 'heading', text: e.name });
    blocks.push({ type: 'table', columns: ['Field', 'Type', 'Required', 'Note'], rows: e.fields.map((f) => [f.name, f.type, f.required ? 'yes' : 'no', f.note]) });
  }
  blocks.push({ type: 'heading', text: 'Outside systems' });
  blocks.push(d.apisUsed.length > 0 ? { type: 'list', items: d.apisUsed } : { type: 'paragraph', text: 'None.' });
  if (d.securityRequirements.length > 0) blocks.push({ type: 'heading', text: 'Security' }, { type: 'list', items: d.securityRequirements });
  return blocks;
}
