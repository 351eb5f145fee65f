import { z } from 'zod';
import { filePath, maxFileBytes } from './file-path.ts';
import { defineTool } from '../tool.ts';
import { checkRoom } from './file-room.ts';

export const writeFileInput = z.object({
  path: filePath,
  content: z.string().max(maxFileBytes).describe('The whole file.'),
  isMainFile: z.boolean().optional().describe('true for the one file whose default export is the component `App`.'),
});
export type WriteFileInput = z.infer<typeof writeFileInput>;
export type FileChangeOutput = { ok: true; path: string; size: number } | { ok: false; error: string };
export type WriteFileOutput = FileChangeOutput;

/** Writes a whole file. */
export const writeFile = defineTool<WriteFileInput, WriteFileOutput>({
  name: 'write_file',
  description: 'Create a file or replace it whole. For a small change of a long file, edit_file is better. Nothing is stored for people before publish_version.',
  input: writeFileInput,
  title: ({ path }) => `Write ${path}`,
  execute: async ({ path, content }, { state }) => checkRoom(state.draft, path, content),
  apply: async (state, { path, content, isMainFile }, output) => { if (output.ok) await state.draft.write(path, content, isMainFile); },
  report: fileReport,
});

/** What the person sees of a change to a file. */
export function fileReport(output: FileChangeOutput) {
  return output.ok ? { ok: true, summary: `${output.size.toLocaleString('en')} bytes` } : { ok: false, summary: output.error };
}
