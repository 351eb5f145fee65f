import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Run } from '#contract/agents.ts';
import type { Artifact } from '#contract/artifacts.ts';
import type { Chat, ChatSnapshot, Message } from '#contract/chats.ts';
import type { Problem } from '#contract/errors.ts';
import { problemOf } from './person.ts';
import { startStudio } from './studio.ts';
import { makeApp, makeTeam } from './team.ts';

const studio = await startStudio();
await studio.join('Administrator');
const { projectId, owner, contributor, viewer, outsider } = await makeTeam(studio);
type Posted = { message: Message; run: Run };

/** A run in a chat of its own, in this state: no process works on it here. */
async function runThat(status: string, steps: object[] = []): Promise<{ chatId: string; runId: string }> {
  const { body: chat } = await contributor.post<Chat>(`/api/projects/${projectId}/chats`, {});
  const { body } = await contributor.post<Posted>(`/api/chats/${chat.id}/messages`, { text: 'Build a loan tracker' });
  const isOver = !['queued', 'running', 'waiting'].includes(status);
  await studio.sql(`update agent_runs set status = $2, finished_at = case when $3 then now() end, steps = $4, plan = '{"title": "Loans", "kind": "build", "message": "On it."}' where id = $1`,
    [body.run.id, status, isOver, JSON.stringify(steps)]);
  return { chatId: chat.id, runId: body.run.id };
}

async function ask(runId: string, kind: string, payload: object): Promise<string> {
  const id = randomUUID();
  await studio.sql(`insert into run_requests (id, run_id, chat_id, project_id, kind, payload) select $2, id, chat_id, project_id, $3, $4 from agent_runs where id = $1`,
    [runId, id, kind, JSON.stringify(payload)]);
  return `/api/runs/${runId}/requests/${id}/answer`;
}

describe('what a run asks', () => {
  test('a contributor answers once; whoever comes later is told who it was, a viewer watches, an outsider finds nothing', async () => {
    const { runId } = await runThat('waiting');
    const path = await ask(runId, 'limit', { agent: 'coder', limit: 'rounds', detail: 'Enough.' });
    expect(problemOf(await viewer.post(path, { decision: 'continue' }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.post(path, { decision: 'continue' }))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await contributor.post(path, { answers: [] }))).toEqual({ status: 400, code: 'invalid_input' });
    expect((await contributor.post(path, { decision: 'continue' })).body).toMatchObject({ runId, answeredBy: contributor.id });
    const late = await owner.post<Problem>(path, { decision: 'stop' });
    expect(problemOf(late)).toEqual({ status: 409, code: 'conflict' });
    expect(late.body.detail).toContain('Contributor answered this already');
    expect(await studio.sql('select answer from run_requests where run_id = $1', [runId])).toEqual([{ answer: { decision: 'continue' } }]);
  });

  test('a plan is approved with steps of agents that exist, and only while its run waits', async () => {
    const { runId } = await runThat('waiting');
    const plan = { title: 'Loans', steps: [{ agent: 'coder', intent: 'Write it' }] };
    const path = await ask(runId, 'plan', plan);
    expect(problemOf(await contributor.post(path, { decision: 'approve', steps: [{ agent: 'orchestrator', intent: 'Rule' }] }))).toEqual({ status: 400, code: 'invalid_input' });
    await studio.sql(`update agent_runs set status = 'cancelled', finished_at = now() where id = $1`, [runId]);
    expect(problemOf(await contributor.post(path, { decision: 'approve' }))).toEqual({ status: 409, code: 'conflict' });
    expect(await studio.sql('select answer from run_requests where run_id = $1', [runId])).toEqual([{ answer: null }]);
  });
});

describe('a run', () => {
  test('is steered by the person who asked while it works, once per Idempotency-Key', async () => {
    const { chatId, runId } = await runThat('running');
    const key = { 'idempotency-key': 'steer-1' };
    const first = await contributor.post<Message>(`/api/runs/${runId}/steer`, { text: 'In green' }, key);
    expect(first.body).toMatchObject({ during: { runId, as: 'guidance' }, authorName: 'Contributor', runId: null });
    expect((await contributor.post<Message>(`/api/runs/${runId}/steer`, { text: 'In green' }, key)).body.id).toBe(first.body.id);
    expect(problemOf(await owner.post(`/api/runs/${runId}/steer`, { text: 'In red' }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await viewer.post(`/api/runs/${runId}/steer`, { text: 'In red' }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.post(`/api/runs/${runId}/steer`, { text: 'In red' }))).toEqual({ status: 404, code: 'not_found' });
    const { messages } = (await viewer.get<ChatSnapshot>(`/api/chats/${chatId}`)).body;
    expect(messages.filter(({ during }) => during !== undefined)).toHaveLength(1);
    expect(await studio.sql(`select 1 from run_events where run_id = $1 and payload->'message'->>'id' = $2`, [runId, first.body.id])).toHaveLength(1);
    await studio.sql(`update agent_runs set status = 'succeeded', finished_at = now() where id = $1`, [runId]);
    expect(problemOf(await contributor.post(`/api/runs/${runId}/steer`, { text: 'In blue' }))).toEqual({ status: 409, code: 'conflict' });
  });

  test('goes on at a step that failed, as a request of its own, and only while it is the newest', async () => {
    const { chatId, runId } = await runThat('failed', [{ index: 0, agent: 'requirements', intent: 'Write', status: 'succeeded' }, { index: 1, agent: 'coder', intent: 'Code', status: 'failed' }]);
    expect(problemOf(await viewer.post(`/api/runs/${runId}/steps/1/retry`))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.post(`/api/runs/${runId}/steps/1/retry`))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await contributor.post(`/api/runs/${runId}/steps/0/retry`))).toEqual({ status: 409, code: 'conflict' });
    expect(problemOf(await contributor.post(`/api/runs/${runId}/steps/7/retry`))).toEqual({ status: 404, code: 'not_found' });
    const key = { 'idempotency-key': 'retry-1' };
    const first = await contributor.post<Posted>(`/api/runs/${runId}/steps/1/retry`, undefined, key);
    expect(first.body).toMatchObject({ message: { chatId, retries: { runId, stepIndex: 1 }, createdBy: contributor.id, content: { parts: [{ text: 'Build a loan tracker' }] } }, run: { status: 'queued' } });
    expect((await contributor.post<Posted>(`/api/runs/${runId}/steps/1/retry`, undefined, key)).body.run.id).toBe(first.body.run.id);
    expect(problemOf(await contributor.post(`/api/runs/${runId}/steps/1/retry`))).toEqual({ status: 409, code: 'conflict' });
  });
});

describe('a chat', () => {
  test('is not set at first, then to show plans first, or to begin at once', async () => {
    const { body: chat } = await contributor.post<Chat>(`/api/projects/${projectId}/chats`, { title: 'Ours' });
    expect(chat.approval).toBeNull();
    expect((await contributor.patch<Chat>(`/api/chats/${chat.id}`, { approval: 'ask' })).body).toMatchObject({ approval: 'ask', title: 'Ours' });
    expect((await contributor.patch<Chat>(`/api/chats/${chat.id}`, { approval: 'just_do_it' })).body.approval).toBe('just_do_it');
    expect((await viewer.get<ChatSnapshot>(`/api/chats/${chat.id}`)).body.chat.approval).toBe('just_do_it');
    expect(problemOf(await viewer.patch(`/api/chats/${chat.id}`, { approval: 'just_do_it' }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await contributor.patch(`/api/chats/${chat.id}`, {}))).toEqual({ status: 400, code: 'invalid_input' });
  });

  test('is copied up to a message, with the app as it was then', async () => {
    const { chatId, runId } = await runThat('succeeded');
    const app = await makeApp(studio, projectId, contributor);
    await studio.sql('update artifacts set chat_id = $1 where id = $2', [chatId, app]);
    const { body: later } = await owner.post<Posted>(`/api/chats/${chatId}/messages`, { text: 'And a chart' });
    await owner.post(`/api/chats/${chatId}/messages`, { text: 'Too late for the copy' });
    const path = `/api/chats/${chatId}/fork`;
    expect(problemOf(await viewer.post(path, { messageId: runId }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.post(path, { messageId: runId }))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await contributor.post(path, { messageId: randomUUID() }))).toEqual({ status: 404, code: 'not_found' });
    const key = { 'idempotency-key': 'fork-1' };
    const { body: copy } = await contributor.post<Chat>(path, { messageId: later.message.id }, key);
    expect((await contributor.post<Chat>(path, { messageId: later.message.id }, key)).body.id).toBe(copy.id);
    const { messages, runs } = (await contributor.get<ChatSnapshot>(`/api/chats/${copy.id}`)).body;
    expect(runs).toEqual([]);
    expect(messages.map(({ content, createdBy }) => [content.parts[0], createdBy])).toEqual([
      [{ type: 'text', text: 'Build a loan tracker' }, contributor.id], [{ type: 'text', text: 'And a chart' }, owner.id],
    ]);
    expect(copy.artifactId).not.toBe(app);
    expect((await contributor.get<Artifact>(`/api/artifacts/${copy.artifactId}`)).body).toMatchObject({ currentVersion: 1, chatId: copy.id });
    expect((await contributor.get<{ content: string }>(`/api/artifacts/${copy.artifactId}/files/app.tsx`)).body.content).toContain('Loans');
  });
});
