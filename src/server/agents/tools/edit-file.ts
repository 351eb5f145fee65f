import { z } from 'zod';
import { filePath, maxFileBytes } from './file-path.ts';
import type { FileChangeOutput } from './write-file.ts';

export const editFileInput = z.object({
  path: filePath,
  find: z.string().min(1).max(maxFileBytes).describe('Text that occurs exactly once in the file, white space included.'),
  replace: z.string().max(maxFileBytes),
});
export type EditFileInput = z.infer<typeof editFileInput>;
export type EditFileOutput = FileChangeOutput;
