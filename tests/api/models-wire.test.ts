import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modelProviders, type ModelProvider } from '#contract/models.ts';
import { callModel, setPatience, type Candidate, type ModelAnswer } from '#server/agents/models/call-model.ts';
import { candidate, configureModels } from '#server/agents/models/index.ts';
import { readConfig } from '#server/platform/config.ts';
import { refusals, startModelServer, type Mischief, type ModelServer } from '#tests/support/model-server/index.ts';
import type { Turn } from '#tests/support/scripted-model.ts';

// What comes over the wire, and what is made of it: every protocol, every way to go wrong.
const key = 'sk-canary-0123456789abcdef';
let turn: Turn;
const standby = await startModelServer(() => ({ text: 'From the one that stands by.' }));
const server = await startModelServer(() => turn, { key });
afterAll(() => Promise.all([server.close(), standby.close()]));
const settings = readConfig({ MODEL_PATIENCE_SECONDS: '60' }).models;

beforeEach(() => {
  server.behave();
  turn = { text: 'Grüße an alle – 你好 👋🏽 und so weiter. ', calls: [{ tool: 'write_file', input: { path: 'a.ts', content: 'const ü = "👋🏽";\n'.repeat(20) } }] };
  configureModels(settings);
  setPatience({ firstWaitMs: 10, longestWaitMs: 500, downForMs: 0 });
});
afterEach(() => setPatience());

const params: LanguageModelV4CallOptions = {
  prompt: [{ role: 'system', content: 'You are the coder agent of Ninefold.' }, { role: 'user', content: [{ type: 'text', text: 'Write a file.' }] }],
  tools: [{ type: 'function', name: 'write_file', description: 'Writes a file.', inputSchema: { type: 'object', properties: { path: { type: 'string' }, content: { type: 'string' } }, required: ['path', 'content'] } }],
};
const at = (provider: ModelProvider, where: ModelServer = server, apiKey = key): Candidate => candidate({ provider, model: 'a-model' }, () => ({ apiKey, baseUrl: where.urls[provider] }), false);

/** What the caller gets, and what readers saw since they were last told to drop it. */
async function call(line: Candidate[], signal: AbortSignal = new AbortController().signal): Promise<{ answer: ModelAnswer | null; error: { code: string; message: string; hint: string; trouble: string } | null; seen: string; restarts: number }> {
  let seen = '';
  let restarts = 0;
  const outcome = callModel(line, params, { signal, earlier: new Set(), onText: (delta) => { seen += delta; }, startOver: async () => { restarts++; seen = ''; } });
  return outcome.then((answer) => ({ answer, error: null, seen, restarts }), (error) => ({ answer: null, error: error as never, seen, restarts }));
}
const textOf = (answer: ModelAnswer | null) => (answer?.content ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('');
const inputsOf = (answer: ModelAnswer | null) => (answer?.content ?? []).flatMap((part) => (part.type === 'tool-call' ? [part.input] : []));

describe.each(modelProviders)('%s', (provider) => {
  async function met(mischief: Mischief, times = 1) {
    const before = server.requests.length;
    server.misbehave(mischief, { times });
    const result = await call([at(provider)]);
    return { ...result, requests: server.requests.length - before };
  }
  function expectWhole({ answer, seen }: Awaited<ReturnType<typeof call>>): void {
    expect(textOf(answer)).toBe(turn.text);
    expect(seen).toBe(turn.text);
    expect(inputsOf(answer).map((input) => JSON.parse(input) as unknown)).toEqual(turn.calls!.map((c) => c.input));
    expect(answer!.finishReason.unified).toBe('tool-calls');
  }

  test('an answer is text, calls of tools and usage with what was cached', async () => {
    const result = await call([at(provider)]);
    expectWhole(result);
    expect(result.answer).toMatchObject({ model: `${provider}/a-model`, attempts: 1, usage: { inputTokens: { total: 100, cacheRead: 40 }, outputTokens: { total: 20 } } });
    expect(result.answer).not.toHaveProperty('estimated');
    expect(server.requests.at(-1)).toMatchObject({ provider, model: 'a-model', key, system: 'You are the coder agent of Ninefold.', tools: ['write_file'], call: 'coder work 0' });
  });

  test.each([1, 2, 3, 7])('characters cut in the middle (%i bytes at a time) arrive whole', async (bytes) => {
    expectWhole(await met({ kind: 'split', bytes }));
  });

  test('arguments in 200 pieces become one call', async () => {
    expectWhole(await met({ kind: 'pieces', count: 200 }));
  });

  test('usage that is missing is estimated, and says so', async () => {
    const { answer } = await met({ kind: 'no-usage' });
    expect(answer!.estimated).toBe(true);
    expect(answer!.usage.inputTokens.total).toBeGreaterThan(50);
    expect(answer!.usage.outputTokens.total).toBeGreaterThan(50);
  });

  test.each([['429 with retry-after', { ...refusals.busy, retryAfter: '0' }], ['429 without', refusals.busy], ['500', refusals.broken], ['529', refusals.overloaded]])('%s is asked again', async (_, mischief) => {
    const result = await met(mischief, 2);
    expectWhole(result);
    expect(result).toMatchObject({ requests: 3, restarts: 0, answer: { attempts: 3 } });
  });

  test('429 that asks for a long wait is not waited for', async () => {
    const { error, requests } = await met({ ...refusals.busy, retryAfter: '3600' });
    expect(error).toMatchObject({ code: 'model_unavailable', trouble: 'busy', message: expect.stringMatching(/asked too much at the moment\.$/) });
    expect(requests).toBe(1);
  });

  test('a server that stays broken is asked four times', async () => {
    const { error, requests } = await met(refusals.broken, 4);
    expect(error).toMatchObject({ code: 'model_unavailable', message: expect.stringMatching(/did not answer\.$/), hint: expect.stringContaining('Send the message again') });
    expect(requests).toBe(4);
  });

  test.each([['before the first byte', 'nothing', 0], ['after the first words', 'words', 1]] as const)('silence %s is given up and asked again', async (_, after, restarts) => {
    configureModels({ ...settings, patienceMs: 1500 });
    const result = await met({ kind: 'stall', ms: 60_000, after });
    expectWhole(result);
    expect(result).toMatchObject({ requests: 2, restarts });
  });

  test('a pause that is shorter than the patience is no silence', async () => {
    const result = await met({ kind: 'stall', ms: 60, after: 'words' });
    expectWhole(result);
    expect(result).toMatchObject({ requests: 1, restarts: 0 });
  });

  test.each([['breaks', false], ['ends as if all was said', true]])('a connection that %s in the middle: readers drop it, the whole answer comes', async (_, clean) => {
    const result = await met({ kind: 'cut', clean });
    expectWhole(result);
    expect(result).toMatchObject({ requests: 2, restarts: 1 });
  });

  test('an error inside of the stream is asked again', async () => {
    const result = await met({ kind: 'error-in-stream' });
    expectWhole(result);
    expect(result).toMatchObject({ requests: 2, restarts: 1 });
  });

  test('a connection that always breaks ends in plain words', async () => {
    const { error, requests } = await met({ kind: 'cut', clean: false }, 9);
    expect(error).toMatchObject({ code: 'model_unavailable', trouble: 'cut', message: expect.stringMatching(/ended in the middle of the answer\.$/) });
    expect(requests).toBe(4);
  });

  test('a megabyte of text is cut off, and nothing of it is executed', async () => {
    const { answer, seen } = await met({ kind: 'flood', characters: 1024 * 1024 });
    expect(answer).toMatchObject({ finishReason: { unified: 'length' }, estimated: true });
    expect(textOf(answer).length).toBeLessThan(410_000);
    expect(seen.length).toBeLessThan(410_000);
    expect(inputsOf(answer)).toEqual([]);
    await expect.poll(() => server.streaming()).toBe(0);
  });

  test('a refusal is an answer', async () => {
    const { answer, requests } = await met({ kind: 'refusal' });
    expect(answer!.finishReason.unified).toBe('content-filter');
    expect(requests).toBe(1);
  });

  test('arguments that are no JSON and tools that do not exist are left to the agent to repair', async () => {
    const broken = await met({ kind: 'malformed-json' });
    // Google sends arguments as objects and says itself that they were malformed.
    if (provider === 'google') expect(broken).toMatchObject({ requests: 2, error: null });
    else expect(() => JSON.parse(inputsOf(broken.answer)[0]!) as unknown).toThrow();
    const { answer } = await met({ kind: 'unknown-tool' });
    expect(answer!.content.find((part) => part.type === 'tool-call')).toMatchObject({ toolName: 'write_file_please' });
  });

  test('what is no answer of a model is asked again, then said plainly', async () => {
    const { error, requests } = await met({ kind: 'garbage' }, 4);
    expect(error).toMatchObject({ code: 'model_unavailable', trouble: 'unreadable' });
    expect(requests).toBe(4);
  });

  test.each([
    ['a key that is not accepted', refusals.badKey, 'key_refused', /^The key was not accepted by/, /set a valid key/],
    ['an empty account', refusals.noCredit, 'no_credit', /has no credit left/, /add credit/],
    ['a model that does not exist', refusals.noModel, 'not_found', /does not have this model/, /name another model/],
    ['a conversation that is too long', refusals.tooLong, 'too_long', /more than .* can read at once/, /Start a new chat/],
  ])('%s is said once, in plain words', async (_, mischief, trouble, message, hint) => {
    // Google has no code for an empty account; it answers as for a key without the right.
    const status = mischief === refusals.noCredit && provider !== 'openai' && provider !== 'openai-compatible' ? 402 : mischief.status;
    const { error, requests } = await met({ ...mischief, status });
    expect(error).toMatchObject({ trouble, message: expect.stringMatching(message), hint: expect.stringMatching(hint) });
    expect(requests).toBe(1);
    expect(JSON.stringify({ ...error, stack: '' })).not.toContain(key);
  });

  test.each([['down', refusals.broken], ['cut off', { kind: 'cut', clean: false }], ['without the key', refusals.badKey]] as const)('the next provider stands in when this one is %s', async (_, mischief) => {
    server.misbehave(mischief, { times: 2 });
    const next = modelProviders.find((p) => p !== provider)!;
    const { answer, seen } = await call([at(provider), at(next, standby)]);
    expect(textOf(answer)).toBe('From the one that stands by.');
    expect(seen).toBe('From the one that stands by.');
    expect(answer!.model).toBe(`${next}/a-model`);
  });

  test('a call that is cancelled closes the connection and is not made again', async () => {
    server.misbehave({ kind: 'stall', ms: 60_000, after: 'words' });
    const stop = new AbortController();
    const before = server.requests.length;
    const running = call([at(provider)], stop.signal);
    await expect.poll(() => server.requests.length).toBe(before + 1);
    stop.abort(new Error('stopped'));
    expect((await running).error).toMatchObject({ message: 'stopped' });
    expect(server.requests.length).toBe(before + 1);
    await expect.poll(() => server.streaming()).toBe(0);
  });
});

test('a provider that was down is passed over for a while', async () => {
  setPatience({ firstWaitMs: 1, downForMs: 60_000 });
  const line = [candidate({ provider: 'openai', model: 'flaky' }, () => ({ apiKey: key, baseUrl: server.urls.openai }), false), at('anthropic', standby)];
  server.misbehave(refusals.broken, { times: 2 });
  const before = server.requests.length;
  for (let n = 0; n < 3; n++) expect((await call(line)).answer!.model).toBe('anthropic/a-model');
  expect(server.requests.length).toBe(before + 2);
});

test('reasoning is not sent to another model than the one that signed it', async () => {
  const prompt: LanguageModelV4CallOptions['prompt'] = [...params.prompt, { role: 'assistant', content: [
    { type: 'reasoning', text: 'hidden thought', providerOptions: { anthropic: { signature: 'signed' } } }, { type: 'text', text: 'said' },
  ] }, { role: 'user', content: [{ type: 'text', text: 'and?' }] }];
  const sent = async (earlier: string) => {
    await callModel([at('anthropic')], { ...params, prompt }, { signal: new AbortController().signal, earlier: new Set([earlier]), onText: () => undefined, startOver: async () => undefined });
    return JSON.stringify(server.requests.at(-1)!.body);
  };
  expect(await sent('anthropic/a-model')).toContain('hidden thought');
  expect(await sent('openai/a-model')).not.toContain('hidden thought');
});

test('fifty answers are given at once', async () => {
  // None is given before all fifty were asked for.
  let arrived = 0;
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => { begin = resolve; });
  const patient = await startModelServer(async () => {
    if (++arrived === 50) begin();
    await begun;
    return { text: 'one two three four five ' };
  });
  const all = await Promise.all(Array.from({ length: 50 }, (_, n) => call([at(modelProviders[n % 4]!, patient)])));
  expect(all.every(({ seen }) => seen === 'one two three four five ')).toBe(true);
  await patient.close();
});
