import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ModelProvider } from '#contract/models.ts';
import { modelProviders } from '#contract/models.ts';
import { configureModels } from '#server/agents/index.ts';
import { setPatience, type ModelAnswer } from '#server/agents/models/call-model.ts';
import { readConfig } from '#server/platform/config.ts';
import { startCrew, type Chatting } from '#tests/support/crew.ts';
import { loanScript } from '#tests/support/loan-script.ts';
import { refusals, startModelServer, type Mischief } from '#tests/support/model-server/index.ts';
import type { Script } from '#tests/support/scripted-model.ts';

// Runs over the wire, and what a person sees of them when a provider misbehaves.
const key = 'sk-canary-0123456789abcdef';
let script: Script = loanScript;
const server = await startModelServer((context, round) => script(context, round), { key });
const crew = await startCrew(null);
afterAll(() => server.close());

const variables: Record<ModelProvider, Record<string, string>> = {
  anthropic: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.urls.anthropic },
  openai: { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.urls.openai },
  google: { GOOGLE_GENERATIVE_AI_API_KEY: key, GOOGLE_GENERATIVE_AI_BASE_URL: server.urls.google },
  'openai-compatible': { OPENAI_COMPATIBLE_URL: server.urls['openai-compatible'], OPENAI_COMPATIBLE_API_KEY: key, OPENAI_COMPATIBLE_MODEL: 'local-model' },
};
function use(providers: ModelProvider[], more: Record<string, string> = {}, patienceMs = 60_000): void {
  configureModels({ ...readConfig(Object.assign({}, ...providers.map((p) => variables[p]), more) as Record<string, string>).models, patienceMs });
}

/** One agent that looks something up and says what it found. */
const small: Script = (context, round) => {
  if (context.agent === 'orchestrator' && context.phase === 'plan') {
    return { calls: [{ tool: 'plan_work', input: { title: 'Loans', kind: 'build', message: 'On it.', steps: [{ agent: 'search', intent: 'Look for loans' }] } }] };
  }
  if (context.agent === 'search' && round === 0) return { text: 'Looking for “Ausleihe” – 👀 … ', calls: [{ tool: 'search_project', input: { query: 'loans' } }] };
  return context.agent === 'search' ? { text: 'Nothing was found.' } : { text: 'There is nothing about loans. ' };
};

let chat: Chatting;
beforeEach(async () => {
  server.behave();
  setPatience({ firstWaitMs: 10, longestWaitMs: 500, downForMs: 0 });
  // Of the test's own: a long one would be summed up by the model as well.
  chat = await crew.newChat();
});
afterEach(() => setPatience());

async function answers(runId: string): Promise<(ModelAnswer & { step: string })[]> {
  const rows = await crew.sql<{ name: string; output: string }>(`select substring(function_name from 'model: .*') as name, output from dbos.operation_outputs where workflow_uuid = $1 and function_name ~ '^(\\d+: )?model: ' order by function_id`, [runId]);
  return rows.map(({ name, output }) => {
    const recorded = JSON.parse(output) as { json: { value: ModelAnswer } };
    return { ...recorded.json.value, step: name };
  });
}

/** What readers hold of the step's words after all events, as the chat shows it: a new attempt drops what came before. */
async function shown(runId: string): Promise<string> {
  let text = '';
  for (const event of await crew.events(runId)) {
    if (event.type === 'step.started') text = '';
    if (event.type === 'text.delta' && event.stepIndex === 0) text += event.delta;
  }
  return text;
}
const told = async (runId: string) => (await crew.sql<{ text: string }>(`select string_agg(part->>'text', '' order by n) as text from chat_messages m, jsonb_array_elements(m.content->'parts') with ordinality as p (part, n)
  where m.run_id = $1 and step_index = 0`, [runId]))[0]?.text;

describe.each(modelProviders)('%s', (provider) => {
  test('the whole crew builds an app over the wire', async () => {
    script = loanScript;
    use([provider]);
    const first = server.requests.length;
    const id = await crew.run(await crew.newChat(), 'Build a loan tracker');
    const run = await crew.ended(id);
    expect(run).toMatchObject({ status: 'succeeded', progress: 100, error: null });
    expect(run.steps.map((step) => step.status)).toEqual(Array(7).fill('succeeded'));
    const recorded = await answers(id);
    expect(recorded.length).toBe(server.requests.length - first);
    for (const answer of recorded) expect(answer).toMatchObject({ attempts: 1, usage: { inputTokens: { total: 100, cacheRead: 40 }, outputTokens: { total: 20 } } });
    const models = new Set(recorded.map((answer) => answer.model));
    // A fast model and a strong one, unless the server has one.
    expect(models.size).toBe(provider === 'openai-compatible' ? 1 : 2);
    expect([...models].every((model) => model.startsWith(`${provider}/`))).toBe(true);
    expect((await crew.sql<{ model: string }>('select model from agent_runs where id = $1', [id]))[0]!.model).toBe(recorded.find((a) => a.step === 'model: coder')!.model.slice(provider.length + 1));
  });

  const healed: [string, Mischief, { call?: string; times?: number; attempts?: number; estimated?: true }][] = [
    ['characters cut in the middle', { kind: 'split', bytes: 1 }, {}],
    ['arguments in 200 pieces', { kind: 'pieces', count: 200 }, {}],
    ['429 with retry-after', { ...refusals.busy, retryAfter: '0' }, { attempts: 2 }],
    ['429 without', refusals.busy, { times: 2, attempts: 3 }],
    ['500', refusals.broken, { times: 3, attempts: 4 }],
    ['529', refusals.overloaded, { attempts: 2 }],
    ['silence', { kind: 'stall', ms: 60_000, after: 'words' }, { attempts: 2 }],
    ['a cut in the middle', { kind: 'cut', clean: false }, { attempts: 2 }],
    ['an end in the middle', { kind: 'cut', clean: true }, { attempts: 2 }],
    ['an error in the stream', { kind: 'error-in-stream' }, { attempts: 2 }],
    ['missing usage', { kind: 'no-usage' }, { estimated: true }],
  ];
  test.each(healed)('%s: the person sees the whole answer once, and its usage is recorded once', async (_, mischief, expected) => {
    script = small;
    use([provider], {}, mischief.kind === 'stall' ? 1500 : 60_000);
    server.misbehave(mischief, { call: 'search work 0', times: expected.times ?? 1 });
    const id = await crew.run(chat, 'Look for loans');
    expect(await crew.ended(id)).toMatchObject({ status: 'succeeded', error: null, steps: [{ agent: 'search', status: 'succeeded', summary: 'Nothing was found.' }] });
    expect(await shown(id)).toBe('Looking for “Ausleihe” – 👀 … Nothing was found.');
    expect(await told(id)).toBe('Looking for “Ausleihe” – 👀 … Nothing was found.');
    const recorded = (await answers(id)).filter((answer) => answer.step === 'model: search');
    expect(recorded).toHaveLength(2);
    expect(recorded[0]!.attempts).toBe(expected.attempts ?? 1);
    expect(recorded[0]!.estimated).toBe(expected.estimated);
    if (!expected.estimated) expect(recorded[0]!.usage).toMatchObject({ inputTokens: { total: 100 }, outputTokens: { total: 20 } });
  });

  test.each([['malformed JSON', { kind: 'malformed-json' }], ['an unknown tool', { kind: 'unknown-tool' }]] as [string, Mischief][])('%s goes back to the model, which repairs it', async (_, mischief) => {
    script = (context, round) => (context.agent === 'search' && round === 1 ? { calls: [{ tool: 'search_project', input: { query: 'loans' } }] } : small(context, round));
    use([provider]);
    server.misbehave(mischief, { call: 'search work 0' });
    const id = await crew.run(chat, 'Look for loans');
    expect(await crew.ended(id)).toMatchObject({ status: 'succeeded', error: null });
  });

  test('calls that are never understood end the step, with the reason', async () => {
    script = (context, round) => (context.agent === 'search' ? { calls: [{ tool: 'search_project', input: { query: 'loans' } }] } : small(context, round));
    use([provider]);
    for (let round = 0; round < 6; round++) server.misbehave({ kind: 'unknown-tool' }, { call: `search work ${round}` });
    const id = await crew.run(chat, 'Look for loans');
    expect(await crew.ended(id)).toMatchObject({ status: 'needs_attention', steps: [{ status: 'failed', summary: expect.stringContaining('not understood, several times in a row') }] });
    expect((await answers(id)).filter((answer) => answer.step === 'model: search')).toHaveLength(4);
  });

  test('a megabyte of output is cut off, and the step says so', async () => {
    script = small;
    use([provider]);
    server.misbehave({ kind: 'flood', characters: 1024 * 1024 }, { call: 'search work 0' });
    const id = await crew.run(chat, 'Look for loans');
    expect(await crew.ended(id)).toMatchObject({ status: 'needs_attention', steps: [{ status: 'failed', summary: 'Its answer was longer than the model allows.' }] });
    expect((await told(id))!.length).toBeLessThan(410_000);
    expect((await answers(id)).find((answer) => answer.step === 'model: search')).toMatchObject({ estimated: true, usage: { outputTokens: { total: expect.any(Number) } } });
  });

  test('a refusal is said plainly, by an agent and by the orchestrator', async () => {
    script = small;
    use([provider]);
    server.misbehave({ kind: 'refusal' }, { call: 'search work 0' });
    const id = await crew.run(chat, 'Look for loans');
    expect(await crew.ended(id)).toMatchObject({ status: 'needs_attention', steps: [{ status: 'failed', summary: 'The model declined to answer.' }] });
    server.misbehave({ kind: 'refusal' }, { call: 'orchestrator plan 0' });
    const inWords = await crew.ended(await crew.run(chat, 'Look for loans'));
    expect(await crew.sql(`select content->'parts'->0->>'text' as text from chat_messages where run_id = $1 and message_type = 'ai'`, [inWords.id])).toEqual([{ text: 'I cannot help with that.' }]);
    server.misbehave({ kind: 'refusal', isSilent: true }, { call: 'orchestrator plan 0' });
    expect(await crew.ended(await crew.run(chat, 'Look for loans')))
      .toMatchObject({ status: 'failed', error: { detail: 'The model declined to answer.', hint: 'Say it in other words and send it again.' } });
  });

  test.each([
    ['a key that is not accepted', refusals.badKey, 'model_refused', 'The key was not accepted'],
    ['a model that does not exist', refusals.noModel, 'model_refused', 'does not have this model'],
    ['a conversation that is too long', refusals.tooLong, 'context_too_long', 'can read at once'],
    ['a server that stays down', refusals.broken, 'model_unavailable', 'did not answer'],
    ['a connection that always breaks', { kind: 'cut', clean: false } as Mischief, 'model_unavailable', 'ended in the middle'],
  ])('%s ends the run in plain words, and no key is stored', async (_, mischief, code, detail) => {
    script = small;
    use([provider]);
    server.misbehave(mischief, { call: 'search work 0', times: 4 });
    const id = await crew.run(chat, 'Look for loans');
    const run = await crew.ended(id);
    expect(run).toMatchObject({ status: 'failed', error: { code, detail: expect.stringContaining(detail), hint: expect.stringMatching(/\.$/) } });
    const kept = await crew.sql<{ text: string }>(`select coalesce(output, '') || coalesce(error, '') as text from dbos.operation_outputs where workflow_uuid = $1::text
      union all select payload::text from run_events where run_id = $1::uuid union all select to_jsonb(r)::text from agent_runs r where id = $1::uuid`, [id]);
    expect(kept.length).toBeGreaterThan(3);
    expect(JSON.stringify(kept)).not.toContain(key);
  });
});

test('another provider stands in for one that is down, and people see one answer', async () => {
  script = small;
  use(['anthropic', 'openai']);
  server.misbehave({ kind: 'cut', clean: false }, { call: 'search work 0', times: 2, provider: 'anthropic' });
  const id = await crew.run(chat, 'Look for loans');
  expect(await crew.ended(id)).toMatchObject({ status: 'succeeded' });
  expect(await shown(id)).toBe('Looking for “Ausleihe” – 👀 … Nothing was found.');
  expect((await answers(id)).map((answer) => answer.model.split('/')[0])).toEqual(['anthropic', 'openai', 'anthropic', 'anthropic']);
});

test('the model of an agent is what its variable names', async () => {
  script = small;
  use(['anthropic', 'openai-compatible'], { MODEL: 'anthropic/claude-opus-5-5', MODEL_SEARCH: 'openai-compatible/local-model' });
  const id = await crew.run(chat, 'Look for loans');
  expect((await answers(id)).map(({ step, model }) => [step, model])).toEqual([
    ['model: orchestrator', 'anthropic/claude-opus-5-5'], ['model: search', 'openai-compatible/local-model'], ['model: search', 'openai-compatible/local-model'], ['model: orchestrator', 'anthropic/claude-opus-5-5'],
  ]);
});

test('a cancelled run leaves no connection open', async () => {
  const { cancelRun, startRun } = await import('#server/agents/index.ts');
  script = small;
  use(['openai']);
  server.misbehave({ kind: 'stall', ms: 60_000, after: 'words' }, { call: 'search work 0' });
  const id = await crew.post(chat, 'Look for loans');
  await startRun(id);
  await expect.poll(() => server.requests.at(-1)?.call, { timeout: 15_000 }).toBe('search work 0');
  await cancelRun(id);
  expect(await crew.ended(id)).toMatchObject({ status: 'cancelled' });
  await expect.poll(() => server.streaming(), { timeout: 15_000 }).toBe(0);
});
