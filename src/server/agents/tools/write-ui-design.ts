import { z } from 'zod';
import type { DocumentOutput } from './document-output.ts';
import { defineTool } from '../tool.ts';
import { documentReport, noteDocument, saveDocument } from '../save-document.ts';
import type { DocumentBlock } from '#contract/documents.ts';

const line = z.string().trim().min(1).max(500);

export const writeUiDesignInput = z.object({
  title: line.describe('The name of the app.'),
  summary: z.string().trim().min(1).max(2000),
  palette: z.array(z.object({ name: line, value: line.describe('A CSS colour, e.g. #12b886.') })).min(1).max(20),
  framework: line.describe('e.g. "Mantine 9".'),
  layout: z.array(line).min(1).max(30).describe('What is where, top to bottom.'),
  components: z.array(z.object({ name: line, purpose: line })).min(1).max(40),
  states: z.array(z.object({ name: line, description: line })).max(20).describe('Empty, loading, error and what else the person can meet.'),
});
export type WriteUiDesignInput = z.infer<typeof writeUiDesignInput>;
export type WriteUiDesignOutput = DocumentOutput;

/** Stores the UI design of the app as a document of the project. */
export const writeUiDesign = defineTool<WriteUiDesignInput, WriteUiDesignOutput>({
  name: 'write_ui_design',
  description: 'Store how the app looks: palette, layout, components and the states a person can meet. Give the whole document every time.',
  input: writeUiDesignInput,
  title: ({ components }) => `Write the UI design: ${components.length} components`,
  execute: (input, call) => saveDocument(call, {
    kind: 'ui-design', appTitle: input.title, blocks: blocksOf(input), source: input,
    columns: { color_palette: input.palette, ui_framework: input.framework.slice(0, 200), components: input.components },
  }),
  apply: (state, input, output) => noteDocument(state, { kind: 'ui-design', appTitle: input.title, blocks: blocksOf(input) }, output),
  report: (output, { title }) => documentReport(output, 'ui-design', title),
});

function blocksOf(d: WriteUiDesignInput): DocumentBlock[] {
  return [
    { type: 'paragraph', text: d.summary },
    { type: 'heading', text: 'Palette' },
    { type: 'palette', colors: d.palette },
    { type: 'heading', text: 'Layout' },
    { type: 'list', items: d.layout },
    { type: 'heading', text: `Components (${d.framework})` },
    { type: 'table', columns: ['Component', 'Purpose'], rows: d.components.map((c) => [c.name, c.purpose]) },
    ...(d.states.length > 0
      ? [{ type: 'heading' as const, text: 'States' }, { type: 'table' as const, columns: ['State', 'What is shown'], rows: d.states.map((s) => [s.name, s.description]) }]
      : []),
  ];
}
