import { z } from 'zod';

export const scanFilesInput = z.object({});
export type ScanFilesInput = z.infer<typeof scanFilesInput>;
export type ScanIssue = { severity: 'high' | 'medium' | 'low'; rule: string; path: string; line: number; message: string };
export type ScanFilesOutput = { issues: ScanIssue[]; filesScanned: number };
