import type { Turn } from '../answer-stream.ts';
import { countOf, resultOf } from './task.ts';
import type { Task } from './task.ts';

type Scan = { issues: { severity: 'high' | 'medium' | 'low'; rule: string; path: string; line: number; message: string }[]; filesScanned?: number };

export function scanning(task: Task): Turn {
  const scanned = resultOf<Scan>(task, 'scan_files');
  if (!scanned) return { calls: [{ tool: 'scan_files', input: {} }] };
  if (!scanned.ok || !scanned.output) return { text: `The scan did not work: ${scanned.text.slice(0, 200)}` };
  const { issues, filesScanned } = scanned.output;
  const high = issues.filter((issue) => issue.severity === 'high').length;
  const where = filesScanned === undefined ? 'the files' : countOf(filesScanned, 'file');
  const text = issues.length === 0 ? `No secrets and no unsafe code in ${where}.` : `${countOf(issues.length, 'issue')} in ${where}${high ? `, ${high} of them serious` : ''}: ${issues[0]!.message}`;
  if (resultOf(task, 'report_finding') || !task.tools.has('report_finding')) return { text };
  const items = issues.length
    ? issues.slice(0, 40).map((issue) => ({ text: `${issue.path}:${issue.line} ${issue.message}`.slice(0, 500), ok: false }))
    : [{ text: `No secrets in ${where}`, ok: true }, { text: 'No code that leaves the preview', ok: true }, { text: 'No text run as code or set as HTML', ok: true }];
  return { calls: [{ tool: 'report_finding', input: { title: `Scan of ${task.next?.title ?? 'the app'}`.slice(0, 160), summary: text, verdict: high ? 'fail' : issues.length ? 'warn' : 'pass', items } }] };
}
