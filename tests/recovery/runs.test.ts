import { expect, test } from 'vitest';
import { cancelRun, startRun } from '#server/agents/index.ts';
import { deleteOldWorkflows } from '#server/platform/jobs/index.ts';
import { startCrew } from '#tests/support/crew.ts';
import { loanScript } from '#tests/support/loan-script.ts';
import { scriptedModels, type Script } from '#tests/support/scripted-model.ts';

let script: Script = loanScript;
const crew = await startCrew(scriptedModels((context, round) => script(context, round), { pauseMs: 2 }));

const plan = (steps: { agent: string; intent: string }[]): Script => (context, round) => {
  if (context.agent === 'orchestrator' && context.phase === 'plan') {
    return round === 0 ? { calls: [{ tool: 'plan_work', input: { title: 'Loans', kind: 'build', message: 'On it.', steps } }] } : {};
  }
  return { text: `${context.agent} is done.` };
};

test('a person who greets gets an answer with suggestions, and no app', async () => {
  script = (_context, round) => (round === 0
    ? { text: 'Hello. ', calls: [{ tool: 'suggest_prompts', input: { prompts: ['Build a loan tracker'] } }] }
    : { text: 'What should I build?' });
  const chat = await crew.newChat();
  const id = await crew.run(chat, 'hello');
  expect(await crew.ended(id)).toMatchObject({ status: 'succeeded', progress: 100, steps: [], error: null });
  const messages = await crew.sql<{ content: unknown }>(`select content from chat_messages where chat_id = $1 and message_type = 'ai'`, [chat.chatId]);
  expect(messages).toEqual([{ content: { parts: [{ type: 'text', text: 'Hello. What should I build?' }, { type: 'data-suggestions', data: { prompts: ['Build a loan tracker'] } }] } }]);
  expect(await crew.sql('select 1 from artifacts where chat_id = $1', [chat.chatId])).toEqual([]);
  const types = (await crew.events(id)).map((event) => event.type);
  expect(types.slice(0, 2)).toEqual(['message.created', 'run.started']);
  expect(types.at(-1)).toBe('run.finished');
});

test('a follow-up makes version 2 of the same app and keeps its records', async () => {
  script = loanScript;
  const chat = await crew.newChat();
  await crew.run(chat, 'Build a loan tracker');
  const [app] = await crew.sql<{ id: string }>('select id from artifacts where chat_id = $1', [chat.chatId]);
  await crew.sql(`insert into app_records (artifact_id, project_id, collection, data) values ($1, $2, 'loans', '{"borrower": "Sales", "item": "Camera"}')`, [app!.id, chat.projectId]);
  let seen: unknown;
  script = (context, round) => {
    if (context.agent === 'coder' && round === 0) seen = context.app;
    if (context.agent === 'coder') {
      return [
        { calls: [{ tool: 'edit_file', input: { path: 'app.tsx', find: '>Loans<', replace: '>All loans<' } }] },
        { calls: [{ tool: 'publish_version', input: { title: 'Loan tracker', summary: 'A better title.', changes: ['The title says all'] } }] },
        { text: 'The title is changed.' },
      ][round] ?? {};
    }
    return plan([{ agent: 'coder', intent: 'Change the title' }])(context, round);
  };
  const id = await crew.run(chat, 'Change the title');
  expect(await crew.ended(id)).toMatchObject({ status: 'succeeded', steps: [{ agent: 'coder', status: 'succeeded' }, { agent: 'quality', status: 'succeeded' }] });
  expect(seen).toMatchObject({ artifactId: app!.id, version: 1, blueprint: { entities: 1 }, collections: [{ name: 'loans' }] });
  const versions = await crew.sql('select number, summary, blueprint from artifact_versions where artifact_id = $1 order by number', [app!.id]);
  expect(versions).toEqual([
    { number: 1, summary: 'The first version.', blueprint: { entities: 1 } },
    { number: 2, summary: 'A better title.', blueprint: { entities: 1 } },
  ]);
  expect(await crew.sql('select data from app_records where artifact_id = $1', [app!.id])).toEqual([{ data: { borrower: 'Sales', item: 'Camera' } }]);
});

test('a run whose app does not build publishes nothing, is repaired in vain, and asks for attention with the errors', async () => {
  script = (context, round) => (context.agent === 'coder'
    ? [
      { calls: [{ tool: 'write_file', input: { path: 'app.tsx', content: 'export function App() { return <div>', isMainFile: true } }] },
      { calls: [{ tool: 'publish_version', input: { title: 'Loans', summary: 'First.', changes: [] } }] },
    ][round] ?? { text: 'It does not build.' }
    : plan([{ agent: 'coder', intent: 'Write it' }])(context, round));
  const chat = await crew.newChat();
  const row = await crew.ended(await crew.run(chat, 'Build a loan tracker'));
  expect(row).toMatchObject({ status: 'needs_attention', error: { code: 'not_published' }, steps: [{ agent: 'coder', status: 'failed' }, { agent: 'quality', status: 'cancelled' }, { agent: 'coder', status: 'failed' }, { agent: 'quality', status: 'cancelled' }] });
  expect(row.error?.detail).toContain('app.tsx:1');
  // What was written is kept to go on from, and is nobody's current version.
  expect(await crew.sql('select a.current_version, v.number, v.is_partial from artifacts a join artifact_versions v on v.artifact_id = a.id where a.chat_id = $1', [chat.chatId]))
    .toEqual([{ current_version: 0, number: 1, is_partial: true }]);
});

test('a run in which quality reports a failure asks for attention with the evidence', async () => {
  script = (context, round) => (context.agent === 'quality' && round === 0
    ? { calls: [{ tool: 'report_finding', input: { title: 'Quality', summary: 'Overdue is not red.', verdict: 'fail', items: [{ text: 'Overdue loans are red', ok: false }] } }] }
    : loanScript(context, round));
  const row = await crew.ended(await crew.run(await crew.newChat(), 'Build a loan tracker'));
  expect(row).toMatchObject({ status: 'needs_attention', error: { code: 'checks_failed' } });
  expect(row.error?.detail).toContain('Overdue loans are red');
});

test('a model that throws ends the run as failed with a plain reason', async () => {
  script = () => { throw new Error('secret inside'); };
  const id = await crew.run(await crew.newChat(), 'Build a loan tracker');
  const row = await crew.ended(id);
  expect(row).toMatchObject({ status: 'failed', error: { code: 'internal', hint: expect.any(String) } });
  expect(JSON.stringify(row)).not.toContain('secret inside');
  expect((await crew.events(id)).at(-1)).toMatchObject({ type: 'run.finished', status: 'failed' });
});

test('a model that repeats the same call is refused, then stopped', async () => {
  let calls = 0;
  script = (context, round) => {
    if (context.agent !== 'coder') return plan([{ agent: 'coder', intent: 'Look' }])(context, round);
    calls++;
    return { calls: [{ tool: 'list_files', input: {} }] };
  };
  const row = await crew.ended(await crew.run(await crew.newChat(), 'Build a loan tracker'));
  expect(calls).toBe(5);
  expect(row.steps[0]).toMatchObject({ agent: 'coder', status: 'failed', summary: 'list_files was called 5 times with the same input.' });
  expect(row.status).toBe('needs_attention');
});

test('a model whose tools keep failing has to finish without them', async () => {
  let rounds = 0;
  script = (context, round) => {
    if (context.agent !== 'coder') return plan([{ agent: 'coder', intent: 'Read' }])(context, round);
    rounds = round;
    return round < 5 ? { calls: [{ tool: 'read_file', input: { path: `missing-${round}.tsx` } }] } : { text: 'There are no files.' };
  };
  const row = await crew.ended(await crew.run(await crew.newChat(), 'Build a loan tracker'));
  expect(rounds).toBe(5);
  expect(row.steps[0]).toMatchObject({ status: 'failed', summary: 'Its tools failed several times in a row.' });
});

test('a person stops a run: what is finished stays, nothing follows, the next run begins', async () => {
  script = (context, round) => {
    if ((context.agent === 'architect' || context.agent === 'designer') && round === 0) return { text: 'word '.repeat(400) };
    return loanScript(context, round);
  };
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  await startRun(id);
  await until(async () => (await crew.events(id)).some((event) => event.type === 'text.delta' && event.stepIndex === 1));
  script = () => ({ text: 'Hello.' });
  const next = await crew.post(chat, 'hello');
  await startRun(next);
  expect(await crew.sql('select status from agent_runs where id = $1', [next])).toEqual([{ status: 'queued' }]);
  await cancelRun(id);
  expect(await crew.ended(id)).toMatchObject({ status: 'cancelled', steps: [{ status: 'succeeded' }, { status: 'cancelled' }, { status: 'cancelled' }, {}, {}, {}, {}] });
  expect(await crew.ended(next)).toMatchObject({ status: 'succeeded' });
  const events = await crew.events(id);
  expect(events.at(-1)).toMatchObject({ type: 'run.finished', status: 'cancelled' });
  expect(await crew.sql('select title from project_requirements where project_id = $1', [chat.projectId])).toHaveLength(1);
  await new Promise((wake) => setTimeout(wake, 300));
  expect((await crew.events(id)).length).toBe(events.length);
  await cancelRun(id);
  expect((await crew.events(id)).length).toBe(events.length);
});

test('a queued run that is cancelled never starts', async () => {
  script = (context, round) => (round === 0 && context.phase === 'plan' ? { text: 'word '.repeat(200) } : {});
  const chat = await crew.newChat();
  const [first, second] = [await crew.post(chat, 'one'), await crew.post(chat, 'two')];
  await startRun(first);
  await startRun(second);
  await cancelRun(second);
  await crew.ended(first);
  expect(await crew.ended(second)).toMatchObject({ status: 'cancelled' });
  expect((await crew.events(second)).map((event) => event.type)).toEqual(['message.created', 'run.finished']);
});

test('a run of a person who was removed from the project in the middle ends as failed and says why', async () => {
  const chat = await crew.newChat({ role: 'contributor' });
  script = async (context, round) => {
    if (context.agent === 'coder' && round === 0) await crew.sql('delete from project_users where project_id = $1 and user_id = $2', [chat.projectId, chat.userId]);
    return loanScript(context, round);
  };
  const row = await crew.ended(await crew.run(chat, 'Build a loan tracker'));
  expect(row).toMatchObject({ status: 'failed', error: { code: 'not_allowed' } });
  expect(await crew.sql('select 1 from artifacts where chat_id = $1', [chat.chatId])).toEqual([]);
});

test('a contributor gets the app without documents, because only managers write them', async () => {
  script = loanScript;
  const chat = await crew.newChat({ role: 'contributor' });
  const row = await crew.ended(await crew.run(chat, 'Build a loan tracker'));
  expect(row.status).toBe('succeeded');
  expect(await crew.sql('select created_by from artifacts where chat_id = $1', [chat.chatId])).toEqual([{ created_by: chat.userId }]);
  expect(await crew.sql('select 1 from project_requirements where project_id = $1', [chat.projectId])).toEqual([]);
});

test('a run whose process never began it is started by the sweep', async () => {
  script = () => ({ text: 'Hello.' });
  const id = await crew.post(await crew.newChat(), 'hello');
  expect(await crew.ended(id, 10_000)).toMatchObject({ status: 'succeeded' });
});

test('starting the same run twice answers once', async () => {
  script = () => ({ text: 'Hello.' });
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'hello');
  await Promise.all([startRun(id), startRun(id), startRun(id)]);
  await crew.ended(id);
  expect(await crew.sql(`select 1 from chat_messages where chat_id = $1 and message_type = 'ai'`, [chat.chatId])).toHaveLength(1);
});

test('what a run recorded is deleted once it is three days over, and the run stays', async () => {
  script = () => ({ text: 'Hello.' });
  const id = await crew.run(await crew.newChat(), 'hello');
  const recorded = () => crew.sql('select 1 from dbos.operation_outputs where workflow_uuid = $1', [id]);
  await until(async () => (await crew.sql('select 1 from dbos.workflow_status where workflow_uuid = $1 and status = $2', [id, 'SUCCESS'])).length === 1);
  await deleteOldWorkflows();
  expect(await recorded()).not.toEqual([]);
  await deleteOldWorkflows(Date.now() + 4 * 24 * 60 * 60_000);
  expect(await recorded()).toEqual([]);
  expect(await crew.ended(id)).toMatchObject({ status: 'succeeded' });
});

async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await new Promise((wake) => setTimeout(wake, 20));
}

test('a chat named by its first message takes the name of its app, one that a person named keeps it', async () => {
  script = loanScript;
  const titleOf = async (chatId: string) => (await crew.sql<{ title: string }>('select title from chat_sessions where id = $1', [chatId]))[0]?.title;
  const unnamed = await crew.newChat();
  await crew.sql(`update chat_sessions set title = 'Build a loan…', settings = settings || '{"provisionalTitle": true}' where id = $1`, [unnamed.chatId]);
  await crew.run(unnamed, 'Build a loan tracker');
  expect(await titleOf(unnamed.chatId)).toBe('Loan tracker');
  const named = await crew.newChat();
  await crew.sql(`update chat_sessions set title = 'Our loans' where id = $1`, [named.chatId]);
  await crew.run(named, 'Build a loan tracker');
  expect(await titleOf(named.chatId)).toBe('Our loans');
});

test('a message whose server died before it was announced is announced by the sweep, once', async () => {
  script = () => ({ text: 'Hello.' });
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'hello');
  await crew.ended(id);
  const types = (await crew.events(id)).map((event) => event.type);
  expect(types.filter((type) => type === 'message.created')).toHaveLength(2);
  expect(types[0]).toBe('message.created');
});
