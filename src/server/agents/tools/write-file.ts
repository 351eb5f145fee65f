import { z } from 'zod';
import { filePath, maxFileBytes } from './file-path.ts';

export const writeFileInput = z.object({
  path: filePath,
  content: z.string().max(maxFileBytes).describe('The whole file.'),
  isMainFile: z.boolean().optional().describe('true for the one file whose default export is the component `App`.'),
});
export type WriteFileInput = z.infer<typeof writeFileInput>;
export type FileChangeOutput = { ok: true; path: string; size: number } | { ok: false; error: string };
export type WriteFileOutput = FileChangeOutput;
