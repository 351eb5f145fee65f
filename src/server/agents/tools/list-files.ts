import { z } from 'zod';

export const listFilesInput = z.object({});
export type ListFilesInput = z.infer<typeof listFilesInput>;
export type ListFilesOutput = { files: { path: string; size: number; isMainFile: boolean }[] };
