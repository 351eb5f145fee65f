import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { cancelRun, replayRun, startRun } from '#server/agents/index.ts';
import { setPrices } from '#server/billing/index.ts';
import { startCrew, type Chatting } from '#tests/support/crew.ts';
import { loanScript } from '#tests/support/loan-script.ts';
import { scriptedModels, type Script } from '#tests/support/scripted-model.ts';

let script: Script = loanScript;
const crew = await startCrew(scriptedModels((context, round) => script(context, round), { pauseMs: 1 }));
beforeEach(() => { script = loanScript; });
setPrices((model) => (model === 'scripted model' ? { inputPerMillion: 3, cachedPerMillion: 0.3, outputPerMillion: 15 } : null));

const hello = (usage: { input?: number; cached?: number; output?: number; reasoning?: number }): Script => () => ({ text: 'Hello.', usage });
const workspaceOf = async (chat: Chatting) => (await crew.sql<{ id: string }>('select workspace_id as id from projects where id = $1', [chat.projectId]))[0]!.id;
const subscription = async (chat: Chatting) => (await crew.sql<{ used: number; base: number; forgiven: number }>(
  `select period_tokens_used::int as used, base_token_limit::int as base, period_tokens_forgiven::int as forgiven from workspace_subscriptions where workspace_id = $1`, [await workspaceOf(chat)]))[0]!;
const allow = async (chat: Chatting, base: number) => crew.sql('update workspace_subscriptions set base_token_limit = $1 where workspace_id = $2', [base, await workspaceOf(chat)]);
const held = async (chat: Chatting) => (await crew.sql('select 1 from token_reservations where project_id = $1', [chat.projectId])).length;

test('every model call of a run is charged to the asker with agent, parts, model and cost', async () => {
  const chat = await crew.newChat();
  script = (context, round) => ({ ...loanScript(context, round), usage: { input: 1000, cached: 400, output: 200, reasoning: 50 } });
  const id = await crew.run(chat, 'Build a loan tracker');
  expect(await crew.ended(id)).toMatchObject({ status: 'succeeded' });
  const used = await crew.sql<Record<string, unknown>>('select agent_type, model, tokens_used, input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_microdollars, charged, created_by, usage_type from token_usage where run_id = $1', [id]);
  expect(new Set(used.map((row) => row.agent_type))).toEqual(new Set(['orchestrator', 'requirements', 'architect', 'designer', 'coder', 'scanning', 'data-validation', 'quality']));
  for (const row of used) {
    expect(row).toMatchObject({ model: 'scripted model', tokens_used: '1200', input_tokens: '1000', cached_tokens: '400', output_tokens: '200', reasoning_tokens: '50', charged: true, created_by: chat.userId });
    expect(row.cost_microdollars).toBe(String(600 * 3 + 400 * 0.3 + 200 * 15));
  }
  expect(await subscription(chat)).toMatchObject({ used: 1200 * used.length });
  expect(await held(chat)).toBe(0);
  const events = (await crew.events(id)).filter((event) => event.type === 'run.usage');
  expect(events.at(-1)).toMatchObject({ tokens: 1200 * used.length, costMicrodollars: 4920 * used.length });
  const tools = await crew.sql<{ name: string; ok: boolean; attempts: number }>(`select name, ok, attempts from run_calls where run_id = $1 and kind = 'tool' order by step_index nulls first, started_at`, [id]);
  expect(tools.map(({ name }) => name)).toEqual(['plan_work', 'write_requirements', 'write_architecture', 'define_collections', 'write_ui_design', 'write_file', 'write_file', 'edit_file', 'list_files',
    'publish_version', 'scan_files', 'report_finding', 'validate_records', 'report_finding', 'build_app', 'report_finding']);
  expect(tools.every(({ ok, attempts }) => ok && attempts === 1)).toBe(true);
});

test('usage that a provider does not tell is reckoned from the characters, and marked', async () => {
  script = hello({});
  const id = await crew.run(await crew.newChat(), 'hello');
  const [call] = await crew.sql<{ input: number; output: number; is_estimated: boolean }>('select input_tokens::int as input, output_tokens::int as output, is_estimated from run_calls where run_id = $1', [id]);
  expect(call!.is_estimated).toBe(true);
  expect(call!.input).toBeGreaterThan(100);
  expect(call!.output).toBeGreaterThan(5);
});

test('fifty runs at once against a nearly empty allowance use it up, never more than one call beyond', async () => {
  const first = await crew.newChat();
  await allow(first, 30_000);
  script = hello({ input: 3000, output: 1000 });
  const runs = await Promise.all(Array.from({ length: 50 }, async () => {
    const [row] = await crew.sql<{ id: string }>(`insert into chat_sessions (project_id, title, created_by) values ($1, 'C', $2) returning id`, [first.projectId, first.userId]);
    return crew.post({ ...first, chatId: row!.id }, 'hello');
  }));
  await Promise.all(runs.map((id) => startRun(id)));
  const ended = await Promise.all(runs.map((id) => crew.ended(id, 60_000)));
  const answered = ended.filter(({ status }) => status === 'succeeded').length;
  const { used } = await subscription(first);
  expect(used).toBe(4000 * answered);
  expect(used).toBeLessThanOrEqual(30_000 + 4000);
  expect(answered).toBeGreaterThanOrEqual(5);
  for (const run of ended.filter(({ status }) => status !== 'succeeded')) {
    expect(run).toMatchObject({ status: 'needs_attention', error: { code: 'allowance_used_up', detail: 'The workspace has no tokens left for this.', hint: expect.stringContaining('Buy additional tokens') } });
  }
  expect(await held(first)).toBe(0);
}, 90_000);

test('a cap of the project ends a run in the middle, in words that say who can raise it, and what was made stays', async () => {
  const chat = await crew.newChat();
  await crew.sql('insert into token_caps (workspace_id, project_id, per_run) values ($1, $2, 12000)', [await workspaceOf(chat), chat.projectId]);
  script = (context, round) => ({ ...loanScript(context, round), usage: { input: 2000, output: 500 } });
  const id = await crew.run(chat, 'Build a loan tracker');
  expect(await crew.ended(id)).toMatchObject({ status: 'needs_attention', error: {
    code: 'allowance_used_up', detail: 'Not enough is left of the 12,000 tokens that one run of this project may use.',
    hint: 'An owner or manager of the project can raise this cap under Usage, then send the message again.',
  } });
  expect(await crew.sql('select title from project_requirements where project_id = $1', [chat.projectId])).toHaveLength(1);
  const { used } = await subscription(chat);
  expect(used).toBeGreaterThan(0);
  expect(used).toBeLessThanOrEqual(12_000 + 2500);
});

test.each([
  ['whose provider fails', 'failed', 'internal', (): never => { throw new Error('broken'); }],
  ['that goes in circles', 'needs_attention', 'loop_detected', () => ({ calls: [{ tool: 'list_files', input: {} }] })],
] as const)('a run %s is recorded, and given back', async (_, status, code, coder) => {
  const chat = await crew.newChat();
  script = (context, round) => (context.agent === 'coder' ? coder() : loanScript(context, round));
  const id = await crew.run(chat, 'Build a loan tracker');
  expect(await crew.ended(id)).toMatchObject({ status, error: { code } });
  expect(await subscription(chat)).toMatchObject({ used: 0 });
  const [sums] = await crew.sql<{ recorded: number; net: number; reason: string }>(`select coalesce(sum(tokens_used) filter (where corrects is null), 0)::int as recorded, sum(tokens_used)::int as net, max(reason) as reason
    from token_usage where run_id = $1`, [id]);
  expect(sums).toMatchObject({ net: 0, reason: 'The run failed through no fault of the person who asked.' });
  expect(sums!.recorded).toBeGreaterThan(600);
  expect(await crew.sql('select 1 from run_calls where run_id = $1 and charged', [id])).toEqual([]);
  expect(await held(chat)).toBe(0);
});

test('a run that a person stops is charged as far as it had come', async () => {
  const chat = await crew.newChat();
  script = (context, round) => (context.agent === 'architect' ? { text: 'word '.repeat(4000) } : loanScript(context, round));
  const id = await crew.post(chat, 'Build a loan tracker');
  await startRun(id);
  await until(async () => (await crew.events(id)).some((event) => event.type === 'text.delta' && event.stepIndex === 1));
  await cancelRun(id);
  await until(async () => await held(chat) === 0);
  const [call] = await crew.sql<Record<string, unknown>>(`select ok, charged, is_estimated, output_tokens > 0 as heard from run_calls where run_id = $1 and agent_type = 'architect'`, [id]);
  expect(call).toEqual({ ok: false, charged: true, is_estimated: true, heard: true });
  expect((await subscription(chat)).used).toBeGreaterThan(360);
});

test('recorded answers give the files that were published, in a build and in a follow-up, and a changed answer does not', async () => {
  const chat = await crew.newChat();
  const build = await crew.run(chat, 'Build a loan tracker');
  script = (context, round) => {
    if (context.agent === 'orchestrator' && context.phase === 'plan') return round === 0 ? { calls: [{ tool: 'plan_work', input: { title: 'Loans', kind: 'change', message: 'On it.', steps: [{ agent: 'coder', intent: 'Change' }] } }] } : {};
    if (context.agent !== 'coder') return loanScript(context, round);
    return [
      { calls: [{ tool: 'edit_file', input: { path: 'app.tsx', find: 'not there', replace: 'x' } }, { tool: 'edit_file', input: { path: 'app.tsx', find: '>Loans<', replace: '>All loans<' } }] },
      { calls: [{ tool: 'write_file', input: { path: 'notes.ts', content: 'export const a = 1;\n' } }, { tool: 'delete_file', input: { path: 'notes.ts' } }] },
      { calls: [{ tool: 'publish_version', input: { title: 'Loan tracker', summary: 'A title.', changes: [] } }] },
      { calls: [{ tool: 'write_file', input: { path: 'more.ts', content: 'export const b = 2;\n' } }, { tool: 'publish_version', input: { title: 'Loan tracker', summary: 'More.', changes: [] } }] },
    ][round] ?? { text: 'Changed.' };
  };
  const follow = await crew.run(chat, 'Change the title');
  script = hello({});
  const talk = await crew.run(chat, 'hello');
  expect(await replayRun(build)).toMatchObject({ versions: [{ number: 1, isSame: true, differing: [] }] });
  expect(await replayRun(follow)).toMatchObject({ versions: [{ number: 2, isSame: true }, { number: 3, isSame: true }] });
  expect(await replayRun(talk)).toEqual({ answers: 1, versions: [] });
  expect(await crew.sql('select 1 from artifact_versions where run_id = any ($1)', [[build, follow]])).toHaveLength(3);

  await crew.sql(`update run_calls set answer = replace(answer::text, 'All loans', 'No loans')::json where run_id = $1 and kind = 'model'`, [follow]);
  expect(await replayRun(follow)).toMatchObject({ versions: [{ number: 2, isSame: false, differing: ['app.tsx', 'more.ts'] }, { number: 3, isSame: false, differing: ['app.tsx'] }] });
  await expect(replayRun(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
});

async function until(met: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !await met();) {
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise((wake) => setTimeout(wake, 20));
  }
}
