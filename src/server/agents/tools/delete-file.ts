import { z } from 'zod';
import { filePath } from './file-path.ts';

export const deleteFileInput = z.object({ path: filePath });
export type DeleteFileInput = z.infer<typeof deleteFileInput>;
export type DeleteFileOutput = { ok: true; path: string } | { ok: false; error: string };
