import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, tool, type LanguageModel, type ModelMessage } from 'ai';
import { expect, test } from 'vitest';
import type { AgentContext } from '../context.ts';
import { promptOf } from '../prompts/index.ts';
import { toolsOf } from '../tools/index.ts';
import { assemble } from './assemble.ts';
import { shrink } from './shrink.ts';

const mark = '0a1b2c3d4e5f6071';
const context: AgentContext = {
  agent: 'coder', phase: 'work', request: 'Show overdue loans in red', project: { name: 'Tools', otherApps: [], documents: [] }, app: null, steps: [],
  conversation: [{ author: 'person', text: 'Build a loan tracker' }, { author: 'crew', text: 'It is ready.' }, { author: 'person', text: 'Nice', by: 'Ada' }],
  material: { mark, documents: [], files: [], findings: [], earlier: { summary: null, words: [] }, readFiles: async () => [] },
};
const round: ModelMessage[] = [
  { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'call1', toolName: 'list_files', input: {} }] },
  { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'call1', toolName: 'list_files', output: { type: 'text', value: `⟦data ${mark} answer of list_files⟧\n{}\n⟦end ${mark}⟧` } }] },
];

/** What the AI SDK would send to a provider for the second round of a loop. */
async function sentBy(make: (fetch: typeof globalThis.fetch) => LanguageModel): Promise<string> {
  let body = '';
  const model = make(async (_url, init) => {
    body = String(init?.body);
    return new Response('{}', { status: 400 });
  });
  const agentTools = toolsOf('coder', 'work');
  const { instructions, messages } = await assemble({ prompt: promptOf('coder', 'work'), context, tools: agentTools, window: 60_000 });
  await generateText({
    model, instructions, messages: shrink([...messages, ...round], { window: 60_000, fixed: 0, mark }), maxRetries: 0,
    tools: Object.fromEntries(agentTools.map(({ name, description, input }) => [name, tool({ description, inputSchema: input })])),
  }).catch(() => undefined);
  return body;
}

test('Anthropic is told to cache the prompt with its tools, the project, and what came last', async () => {
  const sent = JSON.parse(await sentBy((fetch) => createAnthropic({ apiKey: 'none', fetch })('claude-sonnet-4-5'))) as { system: { cache_control?: unknown }[]; messages: { role: string; content: { cache_control?: unknown; text?: string }[] }[] };
  expect(sent.system.map((part) => part.cache_control)).toEqual([{ type: 'ephemeral' }]);
  const points = sent.messages.flatMap(({ content }, at) => content.flatMap((part, n) => (part.cache_control ? [`${at} ${n}`] : [])));
  // The project at the beginning, and the answer of the tool at the end: with the prompt three of the four that are allowed.
  expect(points).toEqual(['0 1', '4 0']);
  expect(sent.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user']);
});

test.each([
  ['OpenAI', (fetch: typeof globalThis.fetch) => createOpenAI({ apiKey: 'none', fetch })('gpt-5')],
  ['an OpenAI-compatible server', (fetch: typeof globalThis.fetch) => createOpenAICompatible({ name: 'home', baseURL: 'http://localhost/v1', fetch })('llama')],
  ['Google', (fetch: typeof globalThis.fetch) => createGoogle({ apiKey: 'none', fetch })('gemini-2.5-pro')],
] as const)('%s gets the same prompt, and none of our notes', async (_name, make) => {
  const sent = await sentBy(make);
  for (const text of [`The mark of this run is ${mark}.`, 'Build a loan tracker', `data ${mark} answer of list_files`, 'Show overdue loans in red']) expect(sent).toContain(text);
  expect(sent).not.toMatch(/cacheControl|cache_control|"ninefold"|"kind":"mark"/);
});
