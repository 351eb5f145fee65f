import { z } from 'zod';
import { filePath } from './file-path.ts';
import { defineTool } from '../tool.ts';

export const deleteFileInput = z.object({ path: filePath });
export type DeleteFileInput = z.infer<typeof deleteFileInput>;
export type DeleteFileOutput = { ok: true; path: string } | { ok: false; error: string };

/** Removes a file. */
export const deleteFile = defineTool<DeleteFileInput, DeleteFileOutput>({
  name: 'delete_file',
  description: 'Remove a file of the app. Earlier versions keep it.',
  input: deleteFileInput,
  title: ({ path }) => `Delete ${path}`,
  execute: async ({ path }, { state }) => (state.draft.list().some((file) => file.path === path)
    ? { ok: true, path }
    : { ok: false, error: `There is no file ${path}. list_files names them.` }),
  apply: (state, { path }, output) => { if (output.ok) state.draft.remove(path); },
  report: (output) => (output.ok ? { ok: true } : { ok: false, summary: output.error }),
});
