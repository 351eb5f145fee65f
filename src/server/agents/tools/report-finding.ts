import { z } from 'zod';
import { criterionOutcome } from '#contract/exercise.ts';
import { saveFinding } from '../save-finding.ts';
import { defineTool } from '../tool.ts';

export const reportFindingInput = z.object({
  title: z.string().trim().min(1).max(160),
  summary: z.string().trim().min(1).max(2000),
  verdict: z.enum(['pass', 'warn', 'fail']).describe('fail: the app must not be used like this; warn: works, but look at it; pass: all is well.'),
  items: z.array(z.object({
    text: z.string().trim().min(1).max(500), ok: z.boolean(),
    outcome: criterionOutcome.optional().describe('For an acceptance criterion (its words as `text`): met, not met, or unchecked when you could not see it.'),
    evidence: z.string().max(1000).optional().describe('What you saw, or why it could not be checked.'),
    criterion: z.string().trim().min(1).max(500).optional().describe('The acceptance criterion this checks: its id in the requirements, e.g. "C3", or as it reads there.'),
  })).max(100)
    .describe('One line per check, ok or not.'),
});
export type ReportFindingInput = z.infer<typeof reportFindingInput>;
export type ReportFindingOutput = { saved: true; documentId: string } | { saved: false; reason: string };

/** Records what an agent checked or found. The verdict counts for the run even when the document is not stored. */
export const reportFinding = defineTool<ReportFindingInput, ReportFindingOutput>({
  name: 'report_finding',
  description: 'Report what you checked and what came of it. Call it once, at the end of your work. Report what is, not what was wished: a failed check makes the run ask for attention.',
  input: reportFindingInput,
  title: ({ title }) => title,
  execute: (input, call) => saveFinding(call, input),
  apply: (state, { title, summary, verdict, items }, _output, agent) => {
    const criteria = items.flatMap(({ text, outcome, evidence }) => (outcome ? [{ criterion: text, outcome, evidence: evidence ?? '' }] : []));
    // What could not be checked is no failure.
    const failed = items.filter((item) => !item.ok && item.outcome !== 'unchecked').map((item) => (item.evidence ? `${item.text} ${item.evidence}` : item.text));
    state.findings.push({ agent, verdict, title, summary, failed, ...(criteria.length > 0 ? { criteria } : {}) });
  },
  report: (output, { title, summary, verdict }) => ({
    ok: verdict !== 'fail',
    summary: summary.slice(0, 300),
    ...(output.saved ? {
      parts: [{ type: 'data-document', data: { documentId: output.documentId, kind: 'finding', title, version: 1 } }],
      events: [{ type: 'document.written', documentId: output.documentId, kind: 'finding', title, version: 1 }],
    } : {}),
  }),
});
