import { sql } from 'kysely';
import { chooseModels } from '#server/agents/index.ts';
import { asSystem } from '#server/platform/database/index.ts';
import { scriptedModels, type Turn } from '#tests/support/scripted-model.ts';

// The real server whose crew follows a script: what is asked for decides what it does.
const title = 'Equipment loans of the technical department with an unusually long and winding name';
const criteria = ['Saving without a borrower shows a message at the field.', 'A saved loan is in the list at once.', 'An overdue loan is shown in red.'];
const app = (heading: string) => `export function App() { return <h1>${heading}</h1>; }\n`;
const write = (all: string[]): Turn => ({ calls: [{ tool: 'write_requirements', input: {
  title, summary: 'Who has what, and until when.', assumptions: ['One item per loan'],
  stories: [{ role: 'team lead', goal: 'record a loan', benefit: 'nothing gets lost', criteria: all }],
} }] });
const publish = (heading: string): Turn => ({ calls: [
  { tool: 'write_file', input: { path: 'app.tsx', content: app(heading), isMainFile: true } },
  { tool: 'write_file', input: { path: 'rules/loans.ts', content: 'export const isOverdue = true;\n' } },
  { tool: 'publish_version', input: { title, summary: heading, changes: [heading], traces: [{ criterion: 'C1', files: ['app.tsx'] }, { criterion: 'C2', files: ['app.tsx'] }, { criterion: 'C3', files: ['rules/loans.ts'] }] } },
] });
const report: Turn = { calls: [{ tool: 'report_finding', input: { title: 'Quality check', summary: 'Tried the form.', verdict: 'warn', items: [
  { text: 'An empty form is refused and says why', ok: true, criterion: 'C1' }, { text: 'The badge of an overdue loan is red', ok: false, criterion: 'C3' },
] } }] };

const scripts: Record<string, Record<string, () => Promise<Turn[]> | Turn[]>> = {
  'Build the loans': { requirements: () => [write(criteria)], coder: () => [publish('Loans')], quality: () => [{ calls: [{ tool: 'build_app', input: {} }] }, report] },
  'Repaint it': { coder: () => [publish('Loans, repainted')] },
  'Repaint it again': { coder: () => [publish('Loans, repainted again')] },
  'Settle the comments': { requirements: async () => [
    { calls: [{ tool: 'list_comments', input: {} }] },
    { calls: [...write([...criteria, 'An e-mail is sent the day before a loan is due.']).calls!, { tool: 'resolve_comment', input: { commentId: await openComment(), resolution: 'Added a criterion on e-mails.' } }] },
  ] },
};

async function openComment(): Promise<string> {
  const { rows } = await asSystem('run events', (tx) => sql<{ id: string }>`select id from document_comments where resolved_at is null and thread_id is null limit 1`.execute(tx));
  return rows[0]?.id ?? '00000000-0000-4000-8000-000000000000';
}

chooseModels(scriptedModels(async ({ agent, phase, request }, round) => {
  const script = scripts[request] ?? {};
  if (phase === 'plan') return round > 0 ? { text: 'The crew is at work.' } : { calls: [{ tool: 'plan_work', input: { title, kind: 'build', message: 'At work.', steps: Object.keys(script).map((name) => ({ agent: name, intent: `Work as ${name}` })) } }] };
  if (phase === 'summary') return { text: 'Done.' };
  return (await script[agent]?.())?.[round] ?? { text: 'Done.' };
}));
await import('../../../src/server/start/serve.ts');
