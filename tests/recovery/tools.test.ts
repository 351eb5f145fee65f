import { expect, test } from 'vitest';
import { newRunState, type RunState } from '#server/agents/runs/state.ts';
import type { AgentTool, ToolCall } from '#server/agents/tool.ts';
import { toolsOf } from '#server/agents/tools/index.ts';
import { fileReader } from '#server/agents/runs/load-app.ts';
import { deriveId } from '#server/agents/derive-id.ts';
import { writeBlob } from '#server/platform/files/index.ts';
import type { AgentType } from '#contract/agents.ts';
import { startCrew, type Chatting } from '#tests/support/crew.ts';
import { loanScript } from '#tests/support/loan-script.ts';
import { scriptedModels } from '#tests/support/scripted-model.ts';

// No jobs: the tools are called as the crew calls them, one by one.
const crew = await startCrew(scriptedModels(loanScript), { jobs: false });

type Use = { call: ToolCall; use: (name: string, input: unknown) => Promise<Record<string, unknown>>; state: RunState };

/** Stands in for one agent's step of a run of this chat. */
async function agentIn(chat: Chatting, agent: AgentType, o: { state?: RunState; runId?: string } = {}): Promise<Use & { runId: string }> {
  const runId = o.runId ?? await crew.post(chat, 'Build a loan tracker');
  await crew.sql(`update agent_runs set status = 'running' where id = $1`, [runId]);
  const artifactId = deriveId(chat.chatId, 'app');
  const state = o.state ?? newRunState({ artifactId, title: '', version: 0, files: [], blueprint: null, collections: [] }, fileReader(artifactId));
  const call: ToolCall = {
    run: { runId, chatId: chat.chatId, projectId: chat.projectId, askerId: chat.userId, model: 'tests' },
    state, agent, stepIndex: 0, signal: new AbortController().signal, actor: { userId: chat.userId, agent },
  };
  const use = async (name: string, input: unknown): Promise<Record<string, unknown>> => {
    const tool = toolsOf(agent, 'work').find((candidate) => candidate.name === name) as AgentTool;
    const output = await tool.execute(tool.input.parse(input), call);
    await tool.apply?.(state, input, output, agent);
    return output as Record<string, unknown>;
  };
  return { call, use, state, runId };
}

const requirements = {
  title: 'Loans', summary: 'Who has what.', assumptions: [],
  stories: [{ role: 'lead', goal: 'record a loan', benefit: 'nothing is lost', criteria: ['A loan can be added'] }],
};

test('an owner gets one version of a document per run, and a new one only when it says something new', async () => {
  const chat = await crew.newChat();
  const first = await agentIn(chat, 'requirements');
  expect(await first.use('write_requirements', requirements)).toMatchObject({ saved: true, version: 1, changed: true });
  const changed = { ...requirements, summary: 'Who has what, and since when.' };
  expect(await first.use('write_requirements', changed)).toMatchObject({ saved: true, version: 1, changed: true });
  const second = await agentIn(chat, 'requirements');
  expect(await second.use('write_requirements', changed)).toMatchObject({ saved: true, version: 1, changed: false });
  expect(await second.use('write_requirements', requirements)).toMatchObject({ saved: true, version: 2, changed: true });
  // A step that is repeated after a crash.
  expect(await second.use('write_requirements', requirements)).toMatchObject({ saved: true, version: 2, changed: true });
  expect(await crew.sql('select title, version, status from project_requirements where project_id = $1 order by version', [chat.projectId])).toEqual([
    { title: 'Loans: requirements', version: 1, status: 'draft' }, { title: 'Loans: requirements', version: 2, status: 'draft' },
  ]);
});

test('an approved document is left as it is: the run writes the next version', async () => {
  const chat = await crew.newChat();
  const { use } = await agentIn(chat, 'requirements');
  await use('write_requirements', requirements);
  await crew.sql(`update project_requirements set status = 'approved' where project_id = $1`, [chat.projectId]);
  const next = await agentIn(chat, 'requirements');
  expect(await next.use('write_requirements', { ...requirements, summary: 'New.' })).toMatchObject({ saved: true, version: 2 });
});

test('a contributor may not write documents or findings: the tool says so and stores nothing', async () => {
  const chat = await crew.newChat({ role: 'contributor' });
  const { use } = await agentIn(chat, 'requirements');
  expect(await use('write_requirements', requirements)).toEqual({ saved: false, reason: expect.stringContaining('owners and managers') });
  const quality = await agentIn(chat, 'quality');
  expect(await quality.use('report_finding', { title: 'Check', summary: 'Fine.', verdict: 'fail', items: [{ text: 'Opens', ok: false }] })).toMatchObject({ saved: false });
  expect(quality.state.findings).toEqual([{ agent: 'quality', verdict: 'fail', title: 'Check', summary: 'Fine.', failed: ['Opens'] }]);
});

test('a viewer may publish nothing', async () => {
  const chat = await crew.newChat({ role: 'viewer' });
  const [owner] = await crew.sql<{ id: string }>('select created_by as id from chat_sessions where id = $1', [chat.chatId]);
  const runId = await crew.post({ ...chat, userId: owner!.id }, 'Build');
  const { use } = await agentIn(chat, 'coder', { runId });
  await use('write_file', { path: 'app.tsx', content: 'export function App() { return null; }', isMainFile: true });
  await expect(use('publish_version', { title: 'Loans', summary: 'First.', changes: [] })).rejects.toMatchObject({ code: '42501' });
  expect(await crew.sql('select 1 from artifacts where project_id = $1', [chat.projectId])).toEqual([]);
});

test('an edit must name a passage that occurs exactly once', async () => {
  const { use, state } = await agentIn(await crew.newChat(), 'coder');
  await use('write_file', { path: 'a.ts', content: 'one two two' });
  expect(await use('edit_file', { path: 'b.ts', find: 'x', replace: 'y' })).toMatchObject({ ok: false, error: expect.stringContaining('no file b.ts') });
  expect(await use('edit_file', { path: 'a.ts', find: 'three', replace: 'y' })).toMatchObject({ ok: false, error: expect.stringContaining('does not occur') });
  expect(await use('edit_file', { path: 'a.ts', find: 'two', replace: 'y' })).toMatchObject({ ok: false, error: expect.stringContaining('2 times') });
  expect(await use('edit_file', { path: 'a.ts', find: 'one', replace: '$& $1' })).toMatchObject({ ok: true });
  expect(await state.draft.read('a.ts')).toBe('$& $1 two two');
});

test('a file that is too large is refused', async () => {
  const { use, state } = await agentIn(await crew.newChat(), 'coder');
  // Within the limit in characters, beyond it in bytes.
  expect(await use('write_file', { path: 'a.ts', content: 'ä'.repeat(200_000) })).toMatchObject({ ok: false });
  expect(state.draft.list()).toEqual([]);
});

test('publishing the same files again in a run gives the same version', async () => {
  const chat = await crew.newChat();
  const { use, call } = await agentIn(chat, 'coder');
  await use('write_file', { path: 'app.tsx', content: 'export function App() { return null; }', isMainFile: true });
  const input = { title: 'Loans', summary: 'First.', changes: [] };
  const published = await use('publish_version', input);
  expect(published).toMatchObject({ ok: true, version: 1 });
  expect(await use('publish_version', input)).toEqual(published);
  await crew.sql(`update agent_runs set status = 'cancelled' where id = $1`, [call.run.runId]);
  await use('write_file', { path: 'more.ts', content: 'export {};' });
  await expect(use('publish_version', input)).rejects.toThrow('is cancelled');
  expect(await crew.sql('select number from artifact_versions where artifact_id = $1', [call.state.base.artifactId])).toEqual([{ number: 1 }]);
});

test('an app without a main file is not published', async () => {
  const { use } = await agentIn(await crew.newChat(), 'coder');
  await use('write_file', { path: 'table.tsx', content: 'export {};' });
  expect(await use('publish_version', { title: 'Loans', summary: 'First.', changes: [] })).toMatchObject({ ok: false, errors: [{ message: expect.stringContaining('main file') }] });
});

test('collections with a broken schema, a link to nowhere or samples that do not fit are refused', async () => {
  const { use, state } = await agentIn(await crew.newChat(), 'architect');
  const loans = { name: 'loans', title: 'Loans', schema: { type: 'object', properties: { item: { type: 'string' } }, required: ['item'], additionalProperties: false }, samples: [{ item: 'Drill' }] };
  const problemsOf = async (change: object) => (await use('define_collections', { collections: [{ ...loans, ...change }] })).problems;
  expect(await problemsOf({ schema: { type: 'array' } })).toEqual([expect.stringContaining('of type object')]);
  expect(await problemsOf({ schema: { type: 'object', properties: { item: { type: 'nonsense' } } } })).toHaveLength(1);
  expect(await problemsOf({ schema: { type: 'object', properties: { tool: { type: 'string', format: 'uuid', 'x-collection': 'tools' } } }, samples: [] })).toEqual([expect.stringContaining('no collection')]);
  expect(await problemsOf({ samples: [{ item: 3 }] })).toEqual([expect.stringContaining('loans, sample 0')]);
  expect(state.collections).toBeNull();
  expect(await use('define_collections', { collections: [loans] })).toEqual({ ok: true, collections: ['loans'] });
});

test('stored records that do not fit the new schema are counted and named', async () => {
  const chat = await crew.newChat();
  const { use, state } = await agentIn(chat, 'coder');
  const schema = { type: 'object', properties: { item: { type: 'string' } }, required: ['item'], additionalProperties: false };
  state.collections = [{ name: 'loans', title: 'Loans', schema, samples: [{ item: 'Drill' }] }];
  await use('write_file', { path: 'app.tsx', content: 'export function App() { return null; }', isMainFile: true });
  await use('publish_version', { title: 'Loans', summary: 'First.', changes: [] });
  await crew.sql(`insert into app_records (artifact_id, project_id, collection, data)
    select $1, $2, 'loans', case when n = 700 then '{"thing": 1}' else '{"item": "Saw"}' end::jsonb from generate_series(1, 1200) n`, [state.base.artifactId, chat.projectId]);
  const checker = await agentIn(chat, 'data-validation', { state });
  const { collections } = await checker.use('validate_records', {}) as { collections: { problems: string[] }[] };
  expect(collections).toMatchObject([{ name: 'loans', samplesChecked: 1, recordsChecked: 1200 }]);
  expect(collections[0]!.problems.every((text) => text.startsWith('record '))).toBe(true);
  expect(collections[0]!.problems.length).toBeGreaterThan(0);
});

test('a search finds documents, apps, chats, messages and records of the project, and none of another', async () => {
  const [chat, other] = [await crew.newChat(), await crew.newChat()];
  for (const c of [chat, other]) {
    await crew.sql(`insert into chat_sessions (project_id, title) values ($1, 'Camera repairs')`, [c.projectId]);
    await crew.sql(`insert into project_requirements (project_id, title, content) values ($1, 'Cameras: requirements', '{"blocks": [], "source": {"summary": "cameras we lend"}}')`, [c.projectId]);
    const [app] = await crew.sql<{ id: string }>(`insert into artifacts (project_id, title, artifact_type) values ($1, 'Camera list', 'app') returning id`, [c.projectId]);
    await crew.sql(`insert into app_collections (artifact_id, project_id, name, title, schema) values ($1, $2, 'cameras', 'Cameras', '{}')`, [app!.id, c.projectId]);
    await crew.sql(`insert into app_records (artifact_id, project_id, collection, data) values ($1, $2, 'cameras', '{"name": "Camera 100%"}')`, [app!.id, c.projectId]);
    await crew.post(c, 'Which camera is free?');
  }
  const { use } = await agentIn(chat, 'search');
  const { items } = await use('search_project', { query: 'camera' }) as { items: { kind: string }[] };
  expect(items.map((item) => item.kind).sort()).toEqual(['app', 'chat', 'document', 'message', 'record']);
  expect((await use('search_project', { query: '100% _' }) as { items: unknown[] }).items).toHaveLength(1);
  expect(await use('search_project', { query: '%%' })).toEqual({ items: [] });
});

const storeLoans = async (chat: Chatting, title: string, rows: Record<string, unknown>[]): Promise<string> => {
  const [app] = await crew.sql<{ id: string }>(`insert into artifacts (project_id, title, artifact_type) values ($1, $2, 'app') returning id`, [chat.projectId, title]);
  await crew.sql(`insert into app_collections (artifact_id, project_id, name, title, schema) values ($1, $2, 'loans', 'Loans', '{}')`, [app!.id, chat.projectId]);
  for (const row of rows) await crew.sql(`insert into app_records (artifact_id, project_id, collection, data) values ($1, $2, 'loans', $3)`, [app!.id, chat.projectId, row]);
  return app!.id;
};

test('records are counted, filtered and sorted, numbers as numbers, and never more than asked for', async () => {
  const chat = await crew.newChat();
  await storeLoans(chat, 'Loans', [{ item: 'Drill', price: 9, due: '2026-01-02' }, { item: 'Saw 100%', price: 10, due: '2025-12-31' }, { item: 'Van', price: 1000, due: '' }]);
  const { use } = await agentIn(chat, 'search');
  const items = async (o: object) => { const { records } = await use('query_records', { collection: 'loans', app: 'LOANS', ...o }) as { records: { item: string }[] }; return records.map(({ item }) => item); };
  expect(await use('query_records', { collection: 'loans', app: 'Loans', limit: 0 })).toEqual({ found: true, total: 3, records: [] });
  expect(await items({ where: [{ field: 'price', is: 'greater', value: 9 }], sort: { field: 'price', descending: true } })).toEqual(['Van', 'Saw 100%']);
  expect(await items({ where: [{ field: 'due', is: 'less', value: '2026-01-01' }, { field: 'due', is: 'not-empty' }] })).toEqual(['Saw 100%']);
  expect(await items({ where: [{ field: 'item', is: 'contains', value: '0%' }] })).toEqual(['Saw 100%']);
  expect(await items({ where: [{ field: `item') or true --`, is: 'equal', value: `' or '1'='1` }] })).toEqual([]);
  expect(await use('query_records', { collection: 'loans', app: 'Loans', fields: ['item'], sort: { field: 'price' }, limit: 1 })).toEqual({ found: true, total: 3, records: [{ id: expect.any(String), item: 'Drill' }] });
  expect(await use('query_records', { collection: 'loans' })).toMatchObject({ found: false });
});

test('long records are cut, and what is not shown is said', async () => {
  const chat = await crew.newChat();
  await storeLoans(chat, 'Loans', Array.from({ length: 50 }, () => ({ a: 'x'.repeat(5000), b: 'y'.repeat(400), c: 'z'.repeat(400) })));
  const { use } = await agentIn(chat, 'search');
  const { records, total, note } = await use('query_records', { collection: 'loans', app: 'Loans', limit: 50 }) as { records: { a: string }[]; total: number; note: string };
  expect(total).toBe(50);
  expect(records[0]!.a).toHaveLength(501);
  expect(JSON.stringify(records).length).toBeLessThan(25_000);
  expect(note).toBe(`Only the first ${records.length} are shown: they are long. Ask for fewer fields.`);
});

test('documents, records and files of another project are not there, whatever they are called', async () => {
  const [chat, other] = [await crew.newChat(), await crew.newChat()];
  await storeLoans(other, 'Vault', [{ item: 'Gold' }]);
  const [document] = await crew.sql<{ id: string }>(`insert into project_requirements (project_id, title, content) values ($1, 'Vault: requirements', '{"blocks": []}') returning id`, [other.projectId]);
  await writeBlob('project-files', `${other.projectId}/key`, 'a,b\n1,2');
  await crew.sql(`insert into storage.objects (bucket_id, name, version, metadata) values ('project-files', $1, 'key', '{"size": 7, "mimetype": "text/csv"}')`, [`${other.projectId}/vault.csv`]);
  const [search, architect] = [await agentIn(chat, 'search'), await agentIn(chat, 'architect')];
  for (const title of [document!.id, 'Vault: requirements']) expect(await search.use('read_document', { title })).toMatchObject({ found: false });
  expect(await search.use('query_records', { collection: 'loans', app: 'Vault' })).toMatchObject({ found: false });
  for (const path of ['vault.csv', `../${other.projectId}/vault.csv`]) expect(await architect.use('profile_data_file', { path })).toMatchObject({ ok: false });
  const theirs = await agentIn(other, 'architect');
  expect(await theirs.use('profile_data_file', { path: 'vault.csv' })).toMatchObject({ ok: true, rows: 1, columns: [{ name: 'a', type: 'integer' }, { name: 'b' }] });
  expect(await theirs.use('read_document', { title: 'vault: REQUIREMENTS' })).toMatchObject({ found: true, version: 1 });
});

test('a long document is read in parts, an earlier version when it is asked for', async () => {
  const chat = await crew.newChat();
  const insert = (version: number, text: string) => crew.sql(`insert into project_requirements (project_id, title, version, content) values ($1, 'Loans: requirements', $2, $3)`, [chat.projectId, version, JSON.stringify({ blocks: [{ type: 'paragraph', text }] })]);
  await insert(1, 'The first one.');
  await insert(2, 'x'.repeat(30_000));
  const { use } = await agentIn(chat, 'designer');
  const first = await use('read_document', { title: 'Loans: requirements' }) as { text: string; next: number };
  const second = await use('read_document', { title: 'Loans: requirements', from: first.next }) as { text: string; next?: number };
  expect(first.text.length + second.text.length).toBe(30_000);
  expect(second.next).toBeUndefined();
  expect(await use('read_document', { title: 'Loans: requirements', version: 1 })).toMatchObject({ version: 1, text: 'The first one.' });
});
