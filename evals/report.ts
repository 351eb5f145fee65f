import type { Check } from './task.ts';

/** `ms`: from the first message to the end of the last run. Tokens and cost are null where no ledger says them. */
export type TaskResult = {
  id: string; status: string; ms: number; repairs: number; tokens: number | null; costUsd: number | null;
  passed: number; checks: Check[];
};
export type Report = { model: string; date: string; results: TaskResult[] };

/** The report as a table in Markdown. */
export function tableOf({ model, date, results }: Report): string {
  const sum = (of: (result: TaskResult) => number | null) => results.reduce((total, result) => total + (of(result) ?? 0), 0);
  const known = (value: number | null, text: (value: number) => string) => (value === null ? '–' : text(value));
  const rows = results.map((r) => `| ${r.id} | ${r.passed}/${r.checks.length} | ${(r.ms / 1000).toFixed(1)} s | ${r.repairs} | ${known(r.tokens, String)} | ${known(r.costUsd, (usd) => `$${usd.toFixed(3)}`)} | ${r.checks.filter(({ ok }) => !ok).map(({ text }) => text).slice(0, 3).join(' ')} |`);
  const whole = results.filter((r) => r.passed === r.checks.length).length;
  return [
    `${model}, ${date}: ${whole} of ${results.length} tasks without a flaw, ${sum((r) => r.passed)} of ${sum((r) => r.checks.length)} checks.`, '',
    '| Task | Checks | Time | Repairs | Tokens | Cost | What was not so |', '|---|---|---|---|---|---|---|', ...rows, '',
  ].join('\n');
}
