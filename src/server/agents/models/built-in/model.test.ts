import { ToolLoopAgent, isStepCount, tool } from 'ai';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { agentLine, contextMessage } from '../../context.ts';
import { createBuiltInModel } from './model.ts';
import { newChat, send } from './testing/crew.ts';

const loans = 'Build an equipment loan tracker: borrower, item, due date, returned or not. Show overdue loans in red.';

describe('the built-in builder as a model', () => {
  test('the crew builds an app from a sentence, with every agent at work', async () => {
    const chat = newChat();
    const turn = await send(chat, loans);
    expect(turn.plan).toMatchObject({ title: 'Equipment Loan Tracker', kind: 'build' });
    expect(turn.plan?.steps.map((step) => step.agent)).toEqual(['search', 'requirements', 'architect', 'designer', 'coder', 'scanning', 'data-validation', 'quality']);
    expect(chat.version).toBe(1);
    expect([...chat.files.keys()]).toContain('app.tsx');
    expect(chat.collections.map((one) => one.name)).toEqual(['loans']);
    expect(turn.steps.find((step) => step.agent === 'architect')?.summary).toBe('1 collection: loans; 4 fields.');
    expect(turn.steps.every((step) => step.status === 'succeeded' && step.summary)).toBe(true);
    expect(turn.summary).toContain('Equipment Loan Tracker');
  });

  test('the same conversation gives the same files and the same words', async () => {
    const [one, two] = [newChat(), newChat()];
    for (const message of [loans, 'add a priority field: low, medium, high', 'use green']) {
      expect(await send(one, message)).toEqual(await send(two, message));
    }
    expect(one).toEqual(two);
  });

  test('a colour is changed by the designer, the coder and the checks alone', async () => {
    const chat = newChat();
    await send(chat, loans);
    const before = new Map(chat.files);
    const turn = await send(chat, 'use green');
    expect(turn.plan?.steps.map((step) => step.agent)).toEqual(['designer', 'coder', 'scanning', 'quality']);
    const written = turn.calls.filter((call) => call.tool === 'write_file').map((call) => (call.input as { path: string }).path);
    expect(written.length).toBeGreaterThan(0);
    expect(written.length).toBeLessThan(5);
    expect([...chat.files.keys()].sort()).toEqual([...before.keys()].sort());
    expect(chat.version).toBe(2);
  });

  test('a new field goes through requirements, architect, coder and the checks', async () => {
    const chat = newChat();
    await send(chat, loans);
    const turn = await send(chat, 'add a priority field: low, medium, high');
    expect(turn.plan?.steps.map((step) => step.agent)).toEqual(['requirements', 'architect', 'coder', 'scanning', 'data-validation', 'quality']);
    expect(turn.summary).toContain('version 2');
    expect(JSON.stringify(chat.collections)).toContain('medium');
  });

  test('files of a removed view are deleted', async () => {
    const chat = newChat();
    await send(chat, 'Track tickets with title, priority (low, high), status (new, open, done) as a board');
    const boards = [...chat.files.keys()].filter((path) => path.includes('board'));
    expect(boards.length).toBeGreaterThan(0);
    await send(chat, 'remove the board');
    expect([...chat.files.keys()].filter((path) => path.endsWith('/board.tsx'))).toEqual([]);
  });

  test('a greeting gets an honest answer with three prompts and starts no work', async () => {
    const turn = await send(newChat(), 'hello');
    expect(turn.plan).toBeNull();
    expect(turn.said).toContain('built-in builder: no AI model is configured');
    expect(turn.prompts).toHaveLength(3);
  });

  test('the answer to the question what to keep is read together with it', async () => {
    const chat = newChat();
    await send(chat, 'build me an app');
    const turn = await send(chat, 'books with author, year and rating');
    expect(turn.plan?.title).toBe('Book Tracker');
  });

  test('a failed build is tried once more with all files, then said', async () => {
    const chat = newChat();
    const error = { ok: false, errors: [{ message: 'Unexpected token', file: 'app.tsx', line: 3 }] };
    const turn = await send(chat, loans, { publish_version: [error, error] });
    const published = turn.calls.filter((call) => call.tool === 'publish_version');
    expect(published).toHaveLength(2);
    const coder = turn.steps.find((step) => step.agent === 'coder');
    expect(coder?.summary).toBe('The app does not build: app.tsx:3 Unexpected token');
    expect(turn.summary).toContain('No new version');
  });

  test('a second try that builds ends well', async () => {
    const turn = await send(newChat(), loans, { publish_version: [{ ok: false, errors: [{ message: 'x' }] }] });
    expect(turn.steps.find((step) => step.agent === 'coder')?.status).toBe('succeeded');
  });

  test('a document that is not stored is said and stops nothing', async () => {
    const chat = newChat();
    const turn = await send(chat, loans, { write_requirements: [{ saved: false, reason: 'The project is full.' }] });
    expect(turn.steps.find((step) => step.agent === 'requirements')?.summary).toContain('not stored as a document: The project is full');
    expect(chat.version).toBe(1);
  });

  test('a failed check is reported as a failure with its evidence', async () => {
    const turn = await send(newChat(), loans, { exercise_app: [{ ok: false, errors: ['TypeError: x is not a function'], headings: [], text: '', criteria: [], console: [], pages: [], notes: [] }] });
    const finding = turn.calls.find((call) => call.agent === 'quality' && call.tool === 'report_finding')?.input;
    expect(finding).toMatchObject({ verdict: 'fail' });
    expect(JSON.stringify(finding)).toContain('x is not a function');
  });

  test('a repair writes every file anew', async () => {
    const chat = newChat();
    await send(chat, loans);
    chat.files.set('app.tsx', 'broken(');
    chat.files.set('left-over.ts', 'x');
    const turn = await send(chat, 'Fix this: the build failed with an error in app.tsx');
    expect(turn.plan?.kind).toBe('fix');
    expect(chat.files.get('app.tsx')).not.toBe('broken(');
    expect(chat.files.has('left-over.ts')).toBe(false);
  });

  test('it streams text word by word and reports no tokens', async () => {
    const model = createBuiltInModel();
    const { stream } = await model.doStream({ prompt: [{ role: 'system', content: agentLine('orchestrator') }, { role: 'user', content: [{ type: 'text', text: 'hello' }] }] });
    const parts = [];
    for await (const part of stream) parts.push(part);
    const deltas = parts.filter((part) => part.type === 'text-delta');
    expect(deltas.length).toBeGreaterThan(20);
    expect(deltas.map((part) => part.delta).join('')).toContain('built-in builder');
    expect(parts.at(-1)).toMatchObject({ type: 'finish', usage: { inputTokens: { total: 0 }, outputTokens: { total: 0 } }, finishReason: { unified: 'stop' } });
  });

  test('it stops when the call is cancelled', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(createBuiltInModel().doStream({ prompt: [], abortSignal: stop.signal })).rejects.toThrow('stopped');
  });

  test('a tool loop agent of the SDK can use it', async () => {
    const planned: string[] = [];
    const agent = new ToolLoopAgent({
      model: createBuiltInModel(), instructions: agentLine('orchestrator'), stopWhen: isStepCount(4),
      tools: { plan_work: tool({ inputSchema: z.object({ title: z.string() }).loose(), execute: async ({ title }) => { planned.push(title); return { planned: true }; } }) },
    });
    const context = contextMessage({ agent: 'orchestrator', phase: 'plan', request: loans, conversation: [], project: { name: 'P', otherApps: [], documents: [] }, app: null, steps: [] });
    const result = await agent.stream({ prompt: context });
    expect(await result.text).toBe('The crew is at work.');
    expect(planned).toEqual(['Equipment Loan Tracker']);
  });
});
