import { z } from 'zod';

export const reportFindingInput = z.object({
  title: z.string().trim().min(1).max(160),
  summary: z.string().trim().min(1).max(2000),
  verdict: z.enum(['pass', 'warn', 'fail']).describe('fail: the app must not be used like this; warn: works, but look at it; pass: all is well.'),
  items: z.array(z.object({ text: z.string().trim().min(1).max(500), ok: z.boolean() })).max(60)
    .describe('One line per check, ok or not.'),
});
export type ReportFindingInput = z.infer<typeof reportFindingInput>;
export type ReportFindingOutput = { saved: true; documentId: string } | { saved: false; reason: string };
