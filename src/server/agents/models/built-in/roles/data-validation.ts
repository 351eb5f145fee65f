import type { Turn } from '../answer-stream.ts';
import { countOf, resultOf } from './task.ts';
import type { Task } from './task.ts';

type Validation = { collections: { name: string; samplesChecked: number; recordsChecked: number; problems: string[] }[] };

export function dataValidation(task: Task): Turn {
  const checked = resultOf<Validation>(task, 'validate_records');
  if (!checked) return { calls: [{ tool: 'validate_records', input: {} }] };
  if (!checked.ok || !checked.output) return { text: `The records could not be checked: ${checked.text.slice(0, 200)}` };
  const { collections } = checked.output;
  const samples = collections.reduce((sum, one) => sum + one.samplesChecked, 0);
  const records = collections.reduce((sum, one) => sum + one.recordsChecked, 0);
  const problems = collections.flatMap((one) => one.problems.map((problem) => `${one.name}: ${problem}`));
  const text = `${countOf(samples, 'sample')} and ${countOf(records, 'stored record')} checked, ${problems.length ? `${countOf(problems.length, 'problem')}: ${problems[0]}` : 'all fit their schemas.'}`;
  if (resultOf(task, 'report_finding') || !task.tools.has('report_finding')) return { text };
  const items = collections.flatMap((one) => (one.problems.length
    ? one.problems.slice(0, 10).map((problem) => ({ text: `${one.name}: ${problem}`.slice(0, 500), ok: false }))
    : [{ text: `${one.name}: ${countOf(one.samplesChecked, 'sample')} and ${countOf(one.recordsChecked, 'record')} fit the schema`, ok: true }])).slice(0, 60);
  // Old records that a change of the schema left behind are still readable: worth a look, no reason to stop.
  return { calls: [{ tool: 'report_finding', input: { title: `Data check of ${task.next?.title ?? 'the app'}`.slice(0, 160), summary: text.slice(0, 2000), verdict: problems.length ? 'warn' : 'pass', items: items.length ? items : [{ text: 'No collections to check', ok: true }] } }] };
}
