import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { expect, test } from 'vitest';
import { startRun, type ModelChoice } from '#server/agents/index.ts';
import { startCrew, type Chatting } from '#tests/support/crew.ts';
import { streamOf } from '#tests/support/scripted-model.ts';

/** What a model that reads messages was sent, and what it says to it. */
type Answer = (prompt: string, tools: string[]) => { text?: string; calls?: { tool: string; input: unknown }[] };
const sent: LanguageModelV4CallOptions[] = [];
let answer: Answer = () => ({ text: 'Fine.' });
const model: LanguageModelV4 = {
  specificationVersion: 'v4', provider: 'tests', modelId: 'messages', supportedUrls: {},
  doGenerate: () => Promise.reject(new Error('the crew streams')),
  doStream: async (options) => {
    sent.push(options);
    return { stream: streamOf(parts(options)) };
  },
};
const models: ModelChoice = { name: 'a model', builtIn: false, modelFor: async () => model };
const crew = await startCrew(models);

async function* parts({ prompt, tools = [] }: LanguageModelV4CallOptions): AsyncGenerator<LanguageModelV4StreamPart> {
  const { text, calls = [] } = answer(JSON.stringify(prompt), tools.map(({ name }) => name));
  yield { type: 'stream-start', warnings: [] };
  if (text) {
    yield { type: 'text-start', id: '1' };
    for (const delta of text.match(/[\s\S]{1,3}/g)!) yield { type: 'text-delta', id: '1', delta };
    yield { type: 'text-end', id: '1' };
  }
  for (const [n, { tool, input }] of calls.entries()) yield { type: 'tool-call', toolCallId: `${prompt.length}-${n}`, toolName: tool, input: JSON.stringify(input) };
  yield { type: 'finish', finishReason: { unified: calls.length > 0 ? 'tool-calls' : 'stop', raw: undefined }, usage: { inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 }, outputTokens: { total: 1, text: 1, reasoning: 0 } } };
}

type Context = { id: string; agent: string; step_index: number | null; seq: number; sections: { hash: string; kind: string; title: string; role: string }[]; left_out: unknown[] };
const contextsOf = (runId: string) => crew.sql<Context>('select * from model_contexts where run_id = $1 order by seq', [runId]);
const textsOf = async (runId: string) => (await crew.sql<{ content: string }>('select content from model_context_parts where run_id = $1', [runId])).map(({ content }) => content).join('\n');

async function say(chat: Chatting, texts: string[]): Promise<void> {
  for (const [n, text] of texts.entries()) {
    await crew.sql(`insert into chat_messages (chat_id, project_id, message_type, content, created_by, created_at) values ($1, $2, 'user', $3, $4, now() - make_interval(mins => $5))`,
      [chat.chatId, chat.projectId, JSON.stringify({ parts: [{ type: 'text', text }] }), chat.userId, 500 - n]);
  }
}

test('what every call saw is noted as it was sent, equal parts once', async () => {
  sent.length = 0;
  const chat = await crew.newChat();
  answer = (prompt) => (prompt.includes('tool-result') ? { text: 'Nothing yet.' } : { calls: [{ tool: 'query_records', input: { collection: 'loans' } }] });
  const runId = await crew.run(chat, 'How many loans?');
  const contexts = await contextsOf(runId);
  expect(contexts.map(({ agent, step_index }) => [agent, step_index])).toEqual([['orchestrator', null], ['orchestrator', null]]);
  const [first, second] = contexts;
  expect(second!.sections.map(({ kind }) => kind)).toEqual([...first!.sections.map(({ kind }) => kind), 'call', 'answer']);
  // The beginning is the same for the provider, and stored once.
  expect(second!.sections.slice(0, first!.sections.length)).toEqual(first!.sections);
  const plain = (options: LanguageModelV4CallOptions) => options.prompt.slice(0, 2).map(({ role, content }) => ({ role, content }));
  expect(JSON.stringify(plain(sent[1]!))).toBe(JSON.stringify(plain(sent[0]!)));
  const [{ count }] = await crew.sql<{ count: number }>('select count(*)::int from model_context_parts where run_id = $1', [runId]) as [{ count: number }];
  expect(count).toBe(second!.sections.length);
  const stored = await textsOf(runId);
  for (const message of sent[1]!.prompt) {
    if (message.role === 'user') for (const part of message.content) if (part.type === 'text') expect(stored).toContain(part.text);
  }
  expect(stored).toContain('How many loans?');
});

test('the beginning of a prompt is marked for caches, and the end of it in each round', async () => {
  const [first, second] = sent as [LanguageModelV4CallOptions, LanguageModelV4CallOptions];
  const points = ({ prompt }: LanguageModelV4CallOptions) => prompt.flatMap((message, at) => [message, ...(Array.isArray(message.content) ? message.content : [])]
    .flatMap((one) => ((one as { providerOptions?: { anthropic?: unknown } }).providerOptions?.anthropic ? [at] : [])));
  expect(points(first)).toEqual([0, 1, 1]);
  expect(points(second)).toEqual([0, 1, 3]);
  expect(second.tools).toEqual(first.tools);
});

test('a secret that stands in the project reaches no model, and one that a model says reaches nobody', async () => {
  const chat = await crew.newChat();
  const [left, made] = [['AK', 'IALEFTLEFTLEFT1234'].join(''), ['sk', '-ant-made0123456789made0123'].join('')];
  await crew.sql(`insert into project_requirements (project_id, title, content) values ($1, 'Keys: requirements', $2)`, [chat.projectId, JSON.stringify({ blocks: [{ type: 'paragraph', text: `The key is ${left}` }] })]);
  await say(chat, [`My key is ${left}`]);
  sent.length = 0;
  answer = (prompt, tools) => {
    if (tools.length === 0 || prompt.includes('tool-result')) return { text: `The key was ${made}.` };
    if (tools.includes('report_finding')) return { calls: [{ tool: 'report_finding', input: { title: `Key ${made}`, summary: made, verdict: 'pass', items: [{ text: made, ok: true }] } }] };
    return { calls: [{ tool: 'plan_work', input: { title: 'Keys', kind: 'build', message: `I use ${made} for it.`, steps: [{ agent: 'search', intent: `Find ${made}` }] } }] };
  };
  const runId = await crew.run(chat, `Use ${left} as the key`);
  expect(JSON.stringify(sent)).toContain('[left out: an AWS access key]');
  expect(JSON.stringify(sent)).not.toContain(left);
  const kept = [await textsOf(runId), JSON.stringify(await crew.sql('select payload from run_events where run_id = $1', [runId])),
    JSON.stringify(await crew.sql(`select content from chat_messages where run_id = $1 and message_type = 'ai'`, [runId])), JSON.stringify(await crew.sql('select * from project_context where project_id = $1', [chat.projectId]))];
  for (const text of kept) {
    expect(text).not.toContain(made);
    expect(text).toContain('left out: an API key of a model provider');
  }
});

test('a long chat is summed up by the model, and what people decided is there in their own words all the same', async () => {
  const chat = await crew.newChat();
  const decisions = Array.from({ length: 40 }, (_one, n) => `Decision ${n}: field ${n} is required`);
  await say(chat, decisions);
  answer = (prompt) => (prompt.includes('You keep the memory') ? { text: 'People want many fields.' } : { text: 'Noted.' });
  const first = await crew.run(chat, 'And now?');
  expect(await crew.sql('select summary from chat_summaries where chat_id = $1', [chat.chatId])).toEqual([{ summary: 'People want many fields.' }]);
  expect(JSON.stringify(await crew.events(first))).not.toContain('People want many fields');
  const seen = await textsOf(first);
  for (const decision of decisions) expect(seen).toContain(decision);
  sent.length = 0;
  const second = await crew.run(chat, 'And then?');
  expect(await textsOf(second)).toContain('People want many fields.');
  expect(JSON.stringify(sent[0])).not.toContain('You keep the memory');
  // Nothing new is old enough: the summary is not made again.
  expect(sent).toHaveLength(1);
});

test('when the model cannot sum up, the chat is summed up by rule and the run ends as it would', async () => {
  const chat = await crew.newChat();
  await say(chat, Array.from({ length: 30 }, (_one, n) => `Wish ${n}. And more of it.`));
  answer = (prompt) => {
    if (prompt.includes('You keep the memory')) throw new Error('the model is down');
    return { text: 'Noted.' };
  };
  const runId = await crew.run(chat, 'And now?');
  expect((await crew.ended(runId)).status).toBe('succeeded');
  const [row] = await crew.sql<{ summary: string }>('select summary from chat_summaries where chat_id = $1', [chat.chatId]);
  expect(row!.summary).toContain('- Owner: Wish 0.');
  expect(row!.summary).not.toContain('And more of it');
});

test('a document written in a run is what the next agent works from, stored or not', async () => {
  const chat = await crew.newChat({ role: 'contributor' });
  sent.length = 0;
  const requirements = { title: 'Loans', summary: 'Who has what.', stories: [{ role: 'lead', goal: 'record a loan', benefit: 'order', criteria: ['A loan has a borrower'] }], assumptions: [] };
  answer = (prompt, tools) => {
    if (tools.includes('plan_work')) return { calls: [{ tool: 'plan_work', input: { title: 'Loans', kind: 'build', message: 'Building.', steps: [{ agent: 'requirements', intent: 'Write' }, { agent: 'designer', intent: 'Design' }] } }] };
    if (tools.includes('write_requirements') && !prompt.includes('tool-result')) return { calls: [{ tool: 'write_requirements', input: requirements }] };
    return { text: 'Done.' };
  };
  await crew.run(chat, 'Build a loan list');
  const designer = sent.find(({ prompt }) => JSON.stringify(prompt[0]).includes('You are the designer'))!;
  expect(JSON.stringify(designer.prompt)).toContain('A loan has a borrower');
});

test('what models saw goes after 30 days, and with its chat', async () => {
  const chat = await crew.newChat();
  answer = () => ({ text: 'Hello.' });
  const runId = await crew.post(chat, 'Hello');
  await startRun(runId);
  await crew.ended(runId);
  expect(await crew.sql('select purge_model_contexts() as gone')).toEqual([{ gone: 0 }]);
  await crew.sql(`update model_contexts set created_at = now() - interval '31 days' where run_id = $1`, [runId]);
  await crew.sql('alter table agent_runs disable trigger keep_identity');
  await crew.sql(`update agent_runs set created_at = now() - interval '31 days' where id = $1`, [runId]);
  await crew.sql('alter table agent_runs enable trigger keep_identity');
  expect(await crew.sql('select purge_model_contexts() as gone')).toEqual([{ gone: 1 }]);
  expect(await textsOf(runId)).toBe('');
});
