import { z } from 'zod';
import { defineTool } from '../tool.ts';

export const listFilesInput = z.object({});
export type ListFilesInput = z.infer<typeof listFilesInput>;
export type ListFilesOutput = { files: { path: string; size: number; isMainFile: boolean }[] };

/** Names the app's files as they are now. */
export const listFiles = defineTool<ListFilesInput, ListFilesOutput>({
  name: 'list_files',
  description: 'List the files of the app with their size in bytes, your changes of this run included.',
  input: listFilesInput,
  title: () => 'List the files',
  execute: async (_input, { state }) => ({ files: state.draft.list() }),
  report: ({ files }) => ({ ok: true, summary: `${files.length} ${files.length === 1 ? 'file' : 'files'}` }),
});
