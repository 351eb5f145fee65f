import { z } from 'zod';
import { filePath } from './file-path.ts';
import { defineTool } from '../tool.ts';

export const readFileInput = z.object({ path: filePath });
export type ReadFileInput = z.infer<typeof readFileInput>;
export type ReadFileOutput = { ok: true; path: string; content: string } | { ok: false; error: string };

/** Reads a file of the app as it is now. */
export const readFile = defineTool<ReadFileInput, ReadFileOutput>({
  name: 'read_file',
  description: 'Read a file of the app. Read a file before you edit it.',
  input: readFileInput,
  title: ({ path }) => `Read ${path}`,
  execute: async ({ path }, { state }) => {
    const content = await state.draft.read(path);
    return content === null ? { ok: false, error: `There is no file ${path}. list_files names them.` } : { ok: true, path, content };
  },
  report: (output) => (output.ok ? { ok: true } : { ok: false, summary: output.error }),
});
