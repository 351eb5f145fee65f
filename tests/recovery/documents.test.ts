import { expect, test } from 'vitest';
import { addComment, openComments } from '#server/documents/comments.ts';
import { traceMatrices } from '#server/documents/matrix.ts';
import { recordTraces } from '#server/documents/record-traces.ts';
import { writeVersion } from '#server/documents/versions.ts';
import { asActor, type Tx } from '#server/platform/database/index.ts';
import { startCrew, type Chatting } from '#tests/support/crew.ts';
import { scriptedModels, type Turn } from '#tests/support/scripted-model.ts';

const title = 'Loans';
const story = { role: 'lead', goal: 'record a loan', benefit: 'nothing is lost', criteria: ['A loan can be added.', 'An overdue loan is red.'] };
/** What the agents do in the next run; tests set it. */
let turns: Record<string, Turn[]> = {};
const crew = await startCrew(scriptedModels((context, round) => turns[`${context.agent} ${context.phase}`]?.[round] ?? { text: 'Done.' }));

const app = (text: string) => `export function App() { return <h1>${text}</h1>; }\n`;
const work = {
  requirements: (criteria = story.criteria, more: Turn[] = []): Turn[] => [...more, { calls: [{ tool: 'write_requirements', input: { title, summary: 'Who has what.', stories: [{ ...story, criteria }], assumptions: [] } }] }],
  coder: (text: string): Turn[] => [{ calls: [
    { tool: 'write_file', input: { path: 'app.tsx', content: app(text), isMainFile: true } },
    { tool: 'write_file', input: { path: 'other.ts', content: 'export const other = 1;\n' } },
    { tool: 'publish_version', input: { title, summary: text, changes: [], traces: [{ criterion: 'C1', files: ['app.tsx'] }, { criterion: 'An overdue loan is red.', files: ['other.ts'] }, { criterion: 'C77', files: ['app.tsx'] }] } },
  ] }],
  quality: (oks: [boolean, boolean]): Turn[] => [{ calls: [{ tool: 'build_app', input: {} }] }, { calls: [{ tool: 'report_finding', input: {
    title: 'Quality', summary: 'Tried.', verdict: oks.every(Boolean) ? 'pass' : 'warn',
    items: [{ text: 'Added one', ok: oks[0], criterion: 'C1' }, { text: 'Looked at the red', ok: oks[1], criterion: 'C2' }, { text: 'It builds', ok: true }],
  } }] }],
};

async function run(chat: Chatting, agents: { requirements?: Turn[]; coder?: Turn[]; quality?: Turn[] }): Promise<string> {
  turns = {
    'orchestrator plan': [{ calls: [{ tool: 'plan_work', input: { title, kind: 'build', message: 'At work.', steps: Object.keys(agents).map((agent) => ({ agent, intent: `Work as ${agent}` })) } }] }],
    ...Object.fromEntries(Object.entries(agents).map(([agent, list]) => [`${agent} work`, list])),
  };
  return crew.run(chat, 'Go on');
}
const as = <T>(chat: Chatting, read: (tx: Tx) => Promise<T>) => asActor({ userId: chat.userId }, read, { projectId: chat.projectId });
const states = async (chat: Chatting) => (await as(chat, (tx) => traceMatrices(tx, chat.projectId)))[0]?.criteria.map(({ id, state }) => [id, state]);

test('criteria lead to files and checks, and go stale when either side changes', async () => {
  const chat = await crew.newChat();
  await run(chat, { requirements: work.requirements() });
  expect(await states(chat)).toEqual([['C1', 'unchecked'], ['C2', 'unchecked']]);
  await run(chat, { coder: work.coder('One'), quality: work.quality([true, false]) });
  const [matrix] = await as(chat, (tx) => traceMatrices(tx, chat.projectId));
  expect(matrix).toMatchObject({ title: 'Loans: requirements', appTitle: 'Loans', appVersion: 1 });
  expect(matrix!.criteria).toMatchObject([
    { id: 'C1', state: 'covered', story: expect.stringContaining('record a loan') as string, files: [{ path: 'app.tsx', isChanged: false }], checks: [{ text: 'Added one', ok: true, version: 1 }] },
    { id: 'C2', state: 'failing', files: [{ path: 'other.ts' }], checks: [{ text: 'Looked at the red', ok: false }] },
  ]);
  // Another version of app.tsx, unchecked: what the check saw of it is past. The other file is as it was.
  await run(chat, { coder: work.coder('Two') });
  expect(await states(chat)).toEqual([['C1', 'stale'], ['C2', 'failing']]);
  await run(chat, { quality: work.quality([true, true]) });
  expect(await states(chat)).toEqual([['C1', 'covered'], ['C2', 'covered']]);
  // Other words for the second criterion, and a third one.
  await run(chat, { requirements: work.requirements(['A loan can be added.', 'An overdue loan is shown red.', 'Loans can be exported as a file.']) });
  expect(await states(chat)).toEqual([['C1', 'covered'], ['C2', 'stale'], ['C3', 'unchecked']]);
});

test('an agent reads the open comments, writes a draft and resolves the comment in the name of the asker', async () => {
  const chat = await crew.newChat();
  const wrote = await run(chat, { requirements: work.requirements() });
  const [first] = await crew.sql<{ id: string }>('select id from project_requirements where project_id = $1', [chat.projectId]);
  await crew.sql(`update project_requirements set status = 'review' where id = $1`, [first!.id]);
  const commentId = await as(chat, (tx) => addComment(tx, first!.id, { body: 'Also by e-mail?', blockIndex: 3 }));
  await as(chat, (tx) => addComment(tx, first!.id, { body: 'Yes, please.', threadId: commentId }));
  expect(await as(chat, (tx) => openComments(tx, chat.projectId))).toEqual([{
    id: commentId, document: { id: first!.id, kind: 'requirements', title: 'Loans: requirements', version: 1 },
    quote: 'A loan can be added.\nAn overdue loan is red.', body: 'Also by e-mail?', answers: ['Yes, please.'],
  }]);
  const runId = await run(chat, { requirements: [
    { calls: [{ tool: 'list_comments', input: {} }] },
    ...work.requirements([...story.criteria, 'An overdue loan is told by e-mail.']),
    { calls: [{ tool: 'resolve_comment', input: { commentId, resolution: 'Added a criterion on e-mail.' } }] },
  ] });
  expect(await crew.sql('select resolved_by, resolved_agent, resolved_run_id, resolution from document_comments where id = $1', [commentId])).toEqual([
    { resolved_by: chat.userId, resolved_agent: 'requirements', resolved_run_id: runId, resolution: 'Added a criterion on e-mail.' },
  ]);
  expect(await crew.sql('select version, status, agent_type, run_id from project_requirements where project_id = $1 order by version', [chat.projectId])).toEqual([
    { version: 1, status: 'review', agent_type: 'requirements', run_id: wrote }, { version: 2, status: 'draft', agent_type: 'requirements', run_id: runId },
  ]);
  expect((await crew.events(runId)).filter(({ type }) => type === 'comment.resolved')).toMatchObject([{ documentId: first!.id }]);
  expect(await as(chat, (tx) => openComments(tx, chat.projectId))).toEqual([]);
});

test('what a person wrote stays when the crew has nothing new to say', async () => {
  const chat = await crew.newChat();
  await run(chat, { requirements: work.requirements() });
  const [first] = await crew.sql<{ id: string }>('select id from project_requirements where project_id = $1', [chat.projectId]);
  const mine = await as(chat, (tx) => writeVersion(tx, first!.id, { basedOn: 1, blocks: [{ type: 'checklist', items: [{ text: 'A loan can be added by anybody.', done: false, id: 'C1' }] }] }));
  await run(chat, { requirements: work.requirements() });
  expect(await crew.sql('select id, version, agent_type from project_requirements where project_id = $1 order by version desc limit 1', [chat.projectId])).toEqual([{ id: mine, version: 2, agent_type: null }]);
});

test("a contributor's run publishes without traces, and settles comments", async () => {
  const chat = await crew.newChat({ role: 'contributor' });
  const [owner] = await crew.sql<{ id: string }>('select created_by as id from chat_sessions where id = $1', [chat.chatId]);
  await run({ ...chat, userId: owner!.id }, { requirements: work.requirements() });
  const [first] = await crew.sql<{ id: string }>('select id from project_requirements where project_id = $1', [chat.projectId]);
  const commentId = await as(chat, (tx) => addComment(tx, first!.id, { body: 'Why?', blockIndex: 0 }));
  const runId = await run(chat, { requirements: [{ calls: [{ tool: 'resolve_comment', input: { commentId, resolution: 'Nothing to do.' } }] }], coder: work.coder('One'), quality: work.quality([true, true]) });
  expect(await crew.sql('select number from artifact_versions where run_id = $1', [runId])).toEqual([{ number: 1 }]);
  expect(await crew.sql('select 1 from document_traces where project_id = $1', [chat.projectId])).toEqual([]);
  expect(await crew.sql('select resolved_by from document_comments where id = $1', [commentId])).toEqual([{ resolved_by: chat.userId }]);
});

test('a comment of another project, or none, is not found by the tool', async () => {
  const [mine, theirs] = [await crew.newChat(), await crew.newChat()];
  await run(theirs, { requirements: work.requirements() });
  const [document] = await crew.sql<{ id: string }>('select id from project_requirements where project_id = $1', [theirs.projectId]);
  const commentId = await as(theirs, (tx) => addComment(tx, document!.id, { body: 'Secret?', blockIndex: 0 }));
  const runId = await run(mine, { requirements: [{ calls: [{ tool: 'resolve_comment', input: { commentId, resolution: 'Done.' } }, { tool: 'list_comments', input: {} }] }] });
  expect(await crew.sql('select resolved_at from document_comments where id = $1', [commentId])).toEqual([{ resolved_at: null }]);
  const calls = (await crew.events(runId)).filter((event) => event.type === 'tool.finished').map(({ ok, summary }) => [ok, summary]);
  expect(calls).toEqual([[false, 'There is no such comment.'], [true, 'None']]);
});

test('a bare id means the requirements of this run or app, never those of another app', async () => {
  const chat = await crew.newChat();
  await run(chat, { requirements: work.requirements() });
  await crew.sql(`insert into project_requirements (project_id, title, content) select project_id, 'Other: requirements', content from project_requirements where project_id = $1`, [chat.projectId]);
  const place = { projectId: chat.projectId, runId: chat.chatId, artifactId: chat.chatId, version: 1, documentTitle: 'New: requirements' };
  expect(await as(chat, (tx) => recordTraces(tx, place, [{ criterion: 'C1', files: ['app.tsx'] }, { criterion: 'Something else entirely', files: ['app.tsx'] }], () => chat.chatId))).toEqual(['C1', 'Something else entirely']);
});
