import { z } from 'zod';
import { filePath } from './file-path.ts';

export const readFileInput = z.object({ path: filePath });
export type ReadFileInput = z.infer<typeof readFileInput>;
export type ReadFileOutput = { ok: true; path: string; content: string } | { ok: false; error: string };
