import { describe, expect, test } from 'vitest';
import type { Step } from '#contract/agents.ts';
import type { ChatSnapshot, Message } from '#contract/chats.ts';
import type { ChatEvent } from '#contract/events.ts';
import { addPosted, applyEvent, fromSnapshot, type ChatState } from './chat-state.ts';
import { stagesOf, suggestionsOf, turnsOf } from './turns.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const chatId = uuid(1);
const runId = uuid(2);
const at = (second: number) => `2026-01-31T12:00:${String(second).padStart(2, '0')}.000Z`;

const request: Message = {
  id: runId, chatId, messageType: 'user', agentType: null, content: { parts: [{ type: 'text', text: 'Build a loan tracker' }] },
  runId, stepIndex: null, createdAt: at(0), createdBy: uuid(9), authorName: 'Lead',
};
const said = (id: string, text: string, second: number, stepIndex: number | null = null): Message => ({
  ...request, id, messageType: 'ai', agentType: stepIndex === null ? 'orchestrator' : 'coder', content: { parts: [{ type: 'text', text }] },
  stepIndex, createdAt: at(second), createdBy: null, authorName: null,
});
const coder = (change: Partial<Step> = {}): Step => ({ index: 0, agent: 'coder', intent: 'Write the files', status: 'pending', ...change });

const snapshot: ChatSnapshot = {
  chat: { id: chatId, projectId: uuid(3), title: 'Loans', createdAt: at(0), updatedAt: at(0), createdBy: uuid(9), artifactId: null, approval: 'ask' as const },
  messages: [], previousCursor: null, runs: [], cursor: '0', lastReadAt: null, can: { post: true, manage: true, moderate: true },
};

const script: ChatEvent[] = [
  { type: 'message.created', runId, message: request },
  { type: 'run.started', runId, model: 'Built-in builder' },
  { type: 'text.delta', runId, stepIndex: null, agent: 'orchestrator', messageId: uuid(4), delta: 'I will ' },
  { type: 'text.delta', runId, stepIndex: null, agent: 'orchestrator', messageId: uuid(4), delta: 'build it.' },
  { type: 'message.created', runId, message: said(uuid(4), 'I will build it.', 1) },
  { type: 'run.planned', runId, steps: [coder()] },
  { type: 'step.started', runId, stepIndex: 0, agent: 'coder', intent: 'Write the files', attempt: 1 },
  { type: 'tool.called', runId, stepIndex: 0, callId: 'a', tool: 'write_file', title: 'Write src/app.tsx' },
  { type: 'tool.finished', runId, stepIndex: 0, callId: 'a', ok: true, summary: '2 kB' },
  { type: 'text.delta', runId, stepIndex: 0, agent: 'coder', messageId: uuid(5), delta: 'Wrote it.' },
  { type: 'message.created', runId, message: said(uuid(5), 'Wrote it.', 3, 0) },
  { type: 'step.finished', runId, step: coder({ status: 'succeeded', startedAt: at(2), finishedAt: at(3), summary: 'Wrote it.' }) },
  { type: 'run.progress', runId, progress: 80 },
  { type: 'artifact.updated', runId, artifactId: uuid(6), title: 'Loans', version: 1 },
  { type: 'message.created', runId, message: said(uuid(7), 'Your app is ready.', 4) },
  { type: 'run.finished', runId, status: 'succeeded' },
];

/** The script from one event to another; the cursor of an event is its place, from 1. */
function play(state: ChatState, from = 0, to = script.length): ChatState {
  return script.slice(from, to).reduce((held, event, index) => applyEvent(held, event, { cursor: String(from + index + 1), now: at(2) }), state);
}

describe('a chat', () => {
  test('shows a whole run: request, plan, steps with their output, summary, app', () => {
    const state = play(fromSnapshot(snapshot));
    const [turn, ...others] = turnsOf(state);
    expect(others).toEqual([]);
    expect(turn?.message?.id).toBe(runId);
    expect(turn?.run).toMatchObject({ status: 'succeeded', progress: 100, model: 'Built-in builder' });
    expect(turn?.before.map(({ parts }) => parts)).toEqual([[{ type: 'text', text: 'I will build it.' }]]);
    expect(turn?.after.map(({ parts }) => parts)).toEqual([[{ type: 'text', text: 'Your app is ready.' }]]);
    expect(turn?.steps).toMatchObject([{ status: 'succeeded', text: 'Wrote it.', tools: [{ title: 'Write src/app.tsx', ok: true, summary: '2 kB' }] }]);
    expect(state.published).toEqual({ artifactId: uuid(6), version: 1 });
    expect(state.drafts).toEqual([]);
  });

  test('is the same however often the stream breaks and is replayed', () => {
    const whole = play(fromSnapshot(snapshot));
    for (let cut = 1; cut < script.length; cut += 1) {
      for (const back of [0, Math.floor(cut / 2), cut]) expect(play(play(fromSnapshot(snapshot), 0, cut), back)).toEqual(whole);
    }
  });

  test('is the same when a page loads in the middle of a run and the run is replayed', () => {
    const half = play(fromSnapshot(snapshot), 0, 9);
    const reloaded = fromSnapshot({ ...snapshot, messages: half.messages, runs: Object.values(half.runs) });
    expect(turnsOf(play(reloaded))).toEqual(turnsOf(play(fromSnapshot(snapshot))));
  });

  test('shows text while it is being written', () => {
    const [turn] = turnsOf(play(fromSnapshot(snapshot), 0, 4));
    expect(turn?.before).toEqual([{ id: uuid(4), agent: 'orchestrator', parts: [{ type: 'text', text: 'I will build it.' }], isWriting: true }]);
  });

  test('drops the output of an attempt that is repeated after a crash', () => {
    const state = applyEvent(play(fromSnapshot(snapshot), 0, 10), { type: 'step.started', runId, stepIndex: 0, agent: 'coder', intent: 'Write the files', attempt: 2 }, { cursor: '100', now: at(9) });
    expect(state.outputs[runId]?.[0]).toEqual({ attempt: 2, text: '', tools: [] });
    expect(state.runs[runId]?.steps[0]).toMatchObject({ status: 'running', startedAt: at(2) });
  });

  test('marks what was not done when a run is stopped', () => {
    const state = applyEvent(play(fromSnapshot(snapshot), 0, 7), { type: 'run.finished', runId, status: 'cancelled' }, { cursor: '100', now: at(9) });
    expect(state.runs[runId]).toMatchObject({ status: 'cancelled', finishedAt: at(9), steps: [{ status: 'cancelled' }] });
  });

  test('keeps the answers of queued runs with their requests', () => {
    const second = { ...request, id: uuid(20), runId: uuid(20), createdAt: at(1) };
    const state = fromSnapshot({ ...snapshot, messages: [request, second, said(uuid(7), 'First is ready.', 4), { ...said(uuid(8), 'Second is ready.', 5), runId: uuid(20) }] });
    expect(turnsOf(state).map(({ message, after }) => [message?.id, after.length])).toEqual([[runId, 1], [uuid(20), 1]]);
  });

  test('takes a posted message once, whether the answer or the event comes first', () => {
    const run = { id: runId, chatId, messageId: runId, status: 'queued' as const, progress: 0, steps: [], model: '', createdAt: at(0), startedAt: null, finishedAt: null, createdBy: uuid(9) };
    const answerFirst = play(addPosted(fromSnapshot(snapshot), { message: request, run }));
    const eventFirst = addPosted(play(fromSnapshot(snapshot)), { message: request, run });
    expect(answerFirst.messages).toEqual(eventFirst.messages);
    expect(eventFirst.runs[runId]?.status).toBe('succeeded');
  });

  test('offers the suggestions of a turn', () => {
    const message = { ...said(uuid(7), 'Hello', 4), content: { parts: [{ type: 'data-suggestions' as const, data: { prompts: ['Show it as a board'] } }] } };
    const [turn] = turnsOf(fromSnapshot({ ...snapshot, messages: [request, message] }));
    expect(turn && suggestionsOf(turn)).toEqual(['Show it as a board']);
  });
});

test('steps of a stage stay together while they begin and end', () => {
  const steps = (['architect', 'designer'] as const).map((agent, index): Step => ({ index, agent, intent: agent, status: 'pending', stage: 0 }));
  const events: ChatEvent[] = [{ type: 'run.planned', runId, steps }, { type: 'step.started', runId, stepIndex: 1, agent: 'designer', intent: 'designer', attempt: 1 }];
  const state = events.reduce((held, event) => applyEvent(held, event, { cursor: '', now: at(2) }), play(fromSnapshot(snapshot), 0, 2));
  expect(stagesOf(turnsOf(state)[0]!.steps).map((stage) => stage.map(({ agent, status }) => `${agent} ${status}`))).toEqual([['architect pending', 'designer running']]);
});

describe('what a run asks', () => {
  const asked: ChatEvent = {
    type: 'request.created', runId,
    request: { id: uuid(20), runId, stepIndex: 0, createdAt: at(2), form: { kind: 'question', agent: 'coder', questions: [{ text: 'Which?', kind: 'text', options: [] }] } },
  };
  const guidance: ChatEvent = { type: 'message.created', runId, message: { ...request, id: uuid(21), runId: null, during: { runId, as: 'guidance' } } };
  const after = (...events: ChatEvent[]) => events.reduce((held, event) => applyEvent(held, event, { cursor: '', now: at(2) }), play(fromSnapshot(snapshot), 0, 7));

  test('makes it wait until somebody answers, or it is over', () => {
    expect(turnsOf(after(asked))[0]).toMatchObject({ run: { status: 'waiting' }, requests: [{ id: uuid(20) }] });
    // As a restarted run is announced.
    expect(turnsOf(after(asked, script[1]!))[0]).toMatchObject({ run: { status: 'waiting' } });
    expect(turnsOf(after(asked, { type: 'request.answered', runId, requestId: uuid(20) }))[0]).toMatchObject({ run: { status: 'running' }, requests: [] });
    expect(turnsOf(after(asked, { type: 'run.finished', runId, status: 'cancelled' }))[0]).toMatchObject({ run: { status: 'cancelled' }, requests: [] });
  });

  test('stands with what people said meanwhile in the turn of the run', () => {
    const turns = turnsOf(after(guidance, asked));
    expect(turns).toHaveLength(1);
    expect(turns[0]).toMatchObject({ message: { id: runId }, said: [{ id: uuid(21) }], requests: [{ id: uuid(20) }] });
  });
});
