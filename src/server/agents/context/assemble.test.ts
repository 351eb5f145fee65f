import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agentTypes } from '#contract/agents.ts';
import type { AgentContext } from '../context.ts';
import { promptOf } from '../prompts/index.ts';
import { toolsOf } from '../tools/index.ts';
import { assemble, toolTokens } from './assemble.ts';
import { sizeOf } from './shrink.ts';
import { estimateTokens } from './tokens.ts';
import { roomOf } from './window.ts';

const mark = '0a1b2c3d4e5f6071';
const anyText = fc.oneof(fc.string({ maxLength: 4000 }), fc.lorem({ maxCount: 700 }), fc.stringMatching(/^[一-龯]{0,3000}$/));
const anyContext: fc.Arbitrary<AgentContext> = fc.record({
  agent: fc.constantFrom(...agentTypes),
  phase: fc.constant('work' as const),
  request: fc.string({ minLength: 1, maxLength: 3000 }),
  conversation: fc.array(fc.oneof(
    fc.record({ author: fc.constant('person' as const), text: anyText }),
    fc.record({ author: fc.constant('person' as const), text: anyText, by: fc.string({ maxLength: 20 }) }),
    fc.record({ author: fc.constant('crew' as const), text: anyText }),
  ), { maxLength: 24 }),
  project: fc.record({ name: fc.string(), otherApps: fc.array(fc.record({ title: fc.string() }), { maxLength: 30 }), documents: fc.constant([]) }),
  app: fc.option(fc.record({
    artifactId: fc.constant('app'), title: fc.string(), version: fc.nat(9), blueprint: fc.constant(null),
    files: fc.array(fc.record({ path: fc.string(), size: fc.nat(9999) }), { maxLength: 20 }),
    collections: fc.array(fc.record({ name: fc.string(), title: fc.string(), schema: fc.dictionary(fc.string(), fc.string()) }), { maxLength: 5 }),
  })),
  steps: fc.array(fc.record({ agent: fc.constantFrom(...agentTypes), intent: fc.string({ maxLength: 160 }), status: fc.constantFrom('running' as const, 'succeeded' as const), summary: fc.string({ maxLength: 500 }) }), { maxLength: 12 }),
  material: fc.record({
    mark: fc.constant(mark),
    documents: fc.array(fc.record({ kind: fc.constantFrom('requirements', 'architecture', 'ui-design', 'finding'), title: fc.string({ maxLength: 200 }), version: fc.nat(9), status: fc.constant('draft'), text: fc.option(anyText) }), { maxLength: 10 }),
    files: fc.array(fc.record({ path: fc.string(), size: fc.nat(), type: fc.constant('text/csv') }), { maxLength: 40 }),
    earlier: fc.record({ summary: fc.option(anyText), words: fc.array(fc.record({ by: fc.option(fc.string()), text: anyText }), { maxLength: 20 }) }),
    findings: fc.array(fc.record({ agent: fc.constant('quality' as const), verdict: fc.constant('fail'), title: fc.string(), summary: anyText, failed: fc.array(fc.string()) }), { maxLength: 3 }),
    readFiles: fc.array(fc.record({ path: fc.string(), content: anyText, isMainFile: fc.boolean() }), { maxLength: 8 }).map((files) => async () => files),
  }),
});

const made = async (context: AgentContext, window: number) => {
  const tools = toolsOf(context.agent, context.phase);
  const prompt = promptOf(context.agent, context.phase);
  return { tools, prompt, ...await assemble({ prompt, context, tools, window }) };
};

test('a prompt is never over the window, holds the request whole, the newest message, and turns that alternate', async () => {
  await fc.assert(fc.asyncProperty(anyContext, fc.integer({ min: 12_000, max: 200_000 }), async (context, window) => {
    const { tools, prompt, messages, leftOut } = await made(context, window);
    expect(estimateTokens(prompt) + toolTokens(tools) + sizeOf(messages)).toBeLessThanOrEqual(roomOf(window));
    const last = messages.at(-1)!.content.at(-1) as { text: string };
    expect(last.text.endsWith(context.request)).toBe(true);
    expect(messages.map(({ role }) => role)).toEqual(messages.map((_one, n) => (n % 2 === 0 ? 'user' : 'assistant')));
    const text = JSON.stringify(messages);
    const newest = context.conversation.at(-1);
    if (newest && newest.by === undefined) expect(text).toContain(JSON.stringify(newest.text.slice(0, 40)).slice(1, -1).replace(/\\?$/, '').slice(0, 20));
    if (leftOut.length > 0) expect(text).toContain('Left out, because it did not fit');
    expect(await made(context, window)).toEqual({ tools, prompt, messages, leftOut, instructions: expect.anything() });
  }), { numRuns: 80 });
});

test('what is not the person\'s own stands between boundaries, all of them closed', async () => {
  await fc.assert(fc.asyncProperty(anyContext, async (context) => {
    const { messages } = await made(context, 60_000);
    for (const text of messages.flatMap(({ content }) => (content as { text: string }[]).map((part) => part.text))) {
      expect(text.split(`⟦data ${mark} `)).toHaveLength(text.split(`⟦end ${mark}⟧`).length);
    }
  }), { numRuns: 60 });
});

test('a request that does not fit at all is refused in plain words, and nothing is cut from it', async () => {
  const context: AgentContext = {
    agent: 'coder', phase: 'work', request: '字'.repeat(20_000), conversation: [], project: { name: 'P', otherApps: [], documents: [] }, app: null, steps: [],
    material: { mark, documents: [], files: [], earlier: { summary: null, words: [] }, findings: [], readFiles: async () => [] },
  };
  await expect(made(context, 16_000)).rejects.toMatchObject({ code: 'too_large', hint: expect.stringContaining('shorter message') });
  await expect(made(context, 64_000)).resolves.toBeDefined();
});

const context: AgentContext = {
  agent: 'coder', phase: 'work', request: 'Show overdue loans in red', project: { name: 'Tools', otherApps: [{ title: 'Inventory' }], documents: [] },
  conversation: [{ author: 'person', text: 'Build a loan tracker' }, { author: 'crew', text: 'It is ready.' }, { author: 'person', text: 'Nice', by: 'Ada' }],
  app: { artifactId: 'app', title: 'Loans', version: 1, files: [{ path: 'app.tsx', size: 10 }], blueprint: { secret: 'plan' }, collections: [{ name: 'loans', title: 'Loans', schema: { type: 'object' } }] },
  steps: [{ agent: 'requirements', intent: 'Note the red', status: 'succeeded', summary: 'Noted.' }, { agent: 'coder', intent: 'Colour overdue loans', status: 'running' }],
  material: {
    mark, files: [], findings: [], earlier: { summary: 'It began with tools.', words: [{ by: null, text: 'Only members may see it' }] }, readFiles: async () => [{ path: 'app.tsx', content: 'export {};', isMainFile: true }],
    documents: [{ kind: 'requirements', title: 'Loans: requirements', version: 2, status: 'approved', text: 'A loan has a due date.' }],
  },
};

test('the beginning of a prompt is the same, byte by byte, for the same agent in another run, and within a run until the request', async () => {
  const [one, other] = [await made(context, 60_000), await made({ ...context, request: 'Use green', steps: [] }, 60_000)];
  expect(other.instructions).toEqual(one.instructions);
  expect(one.messages.slice(0, -1)).toEqual(other.messages.slice(0, -1));
  const words = (text: string) => /\d{4}-\d\d-\d\d|[0-9a-f]{8}-[0-9a-f]{4}/.test(text);
  for (const agent of agentTypes) expect(words(promptOf(agent, 'work'))).toBe(false);
});

test('a model gets readable messages: no JSON of ours, words of others as data, the crew\'s as its own', async () => {
  const { messages } = await made(context, 60_000);
  const all = JSON.stringify(messages);
  expect(all).not.toContain('json context');
  expect(all).not.toContain('blueprint');
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(messages[0]!.content.at(-1)).toMatchObject({ text: 'Build a loan tracker' });
  expect((messages[2]!.content as { text: string }[])[0]!.text).toBe(`⟦data ${mark} message⟧\nAda wrote:\nNice\n⟦end ${mark}⟧`);
  expect((messages[2]!.content as { text: string }[]).at(-1)!.text).toBe('Your part in the plan: Colour overdue loans\n\nThe request:\n\nShow overdue loans in red');
});
