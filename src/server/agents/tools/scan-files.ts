import { z } from 'zod';
import { scanContent } from '../scan/index.ts';
import { defineTool } from '../tool.ts';

export const scanFilesInput = z.object({});
export type ScanFilesInput = z.infer<typeof scanFilesInput>;
export type ScanIssue = { severity: 'high' | 'medium' | 'low'; rule: string; path: string; line: number; message: string };
export type ScanFilesOutput = { issues: ScanIssue[]; filesScanned: number };

/** Looks through the app's files for secrets and unsafe code. */
export const scanFiles = defineTool<ScanFilesInput, ScanFilesOutput>({
  name: 'scan_files',
  description: 'Scan all files of the app for secrets, code that leaves the preview, and unsafe ways to make HTML or run text as code. Every issue names its line.',
  input: scanFilesInput,
  title: () => 'Scan the files',
  execute: async (_input, { state }) => {
    const files = await state.draft.files();
    return { issues: files.flatMap((file) => scanContent(file.path, file.content)).slice(0, 200), filesScanned: files.length };
  },
  report: ({ issues, filesScanned }) => ({
    ok: !issues.some((issue) => issue.severity === 'high'),
    summary: issues.length === 0 ? `${filesScanned} files, nothing found` : `${issues.length} found in ${filesScanned} files`,
  }),
});
