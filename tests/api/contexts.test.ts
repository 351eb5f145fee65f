import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ModelContext, ModelContextSummary } from '#contract/contexts.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';

const studio = await startStudio();
const { projectId: project, owner, viewer, outsider } = await makeTeam(studio);

async function runWith(calls: number): Promise<{ run: string; contexts: string[] }> {
  const run = randomUUID();
  const [chat] = await studio.sql<{ id: string }>(`insert into chat_sessions (project_id, title) values ($1, 'Chat') returning id`, [project]);
  await studio.sql(`insert into chat_messages (id, chat_id, project_id, message_type, content, created_by) values ($1, $2, $3, 'user', '{"parts": []}', $4)`, [run, chat!.id, project, owner.id]);
  await studio.sql('insert into agent_runs (id, message_id, chat_id, project_id) values ($1, $1, $2, $3)', [run, chat!.id, project]);
  await studio.sql(`insert into model_context_parts (run_id, hash, chat_id, project_id, content) values ($1, repeat('a', 64), $2, $3, 'You are the coder.'), ($1, repeat('b', 64), $2, $3, 'Loans')`, [run, chat!.id, project]);
  const sections = [{ hash: 'a'.repeat(64), role: 'system', kind: 'prompt', title: 'Prompt', tokens: 5 }, { hash: 'b'.repeat(64), role: 'user', kind: 'request', title: 'Request', tokens: 2 }];
  const contexts: string[] = [];
  for (let n = 0; n < calls; n++) {
    const [row] = await studio.sql<{ id: string }>(`insert into model_contexts (id, run_id, seq, chat_id, project_id, step_index, agent, model, model_window, sections, left_out)
      values (gen_random_uuid(), $1, $2, $3, $4, 0, 'coder', 'a model', 32000, $5, '[{"title": "app.tsx", "tokens": 40, "whole": true}]') returning id`, [run, n, chat!.id, project, JSON.stringify(sections)]);
    contexts.push(row!.id);
  }
  return { run, contexts };
}

test('a member sees the calls of a run in their order, page by page, and what was sent in each', async () => {
  const { run, contexts } = await runWith(3);
  const first = await owner.get<{ items: ModelContextSummary[]; nextCursor: string }>(`/api/runs/${run}/contexts?limit=2`);
  expect(first.body.items).toMatchObject([{ id: contexts[0], runId: run, stepIndex: 0, agent: 'coder', model: 'a model', tokens: 7, window: 32000 }, { id: contexts[1] }]);
  const second = await owner.get<{ items: ModelContextSummary[]; nextCursor: null }>(`/api/runs/${run}/contexts?limit=2&cursor=${encodeURIComponent(first.body.nextCursor)}`);
  expect(second.body).toMatchObject({ items: [{ id: contexts[2] }], nextCursor: null });
  const { body } = await owner.get<ModelContext>(`/api/contexts/${contexts[1]}`);
  expect(body.sections.map(({ title, text }) => [title, text])).toEqual([['Prompt', 'You are the coder.'], ['Request', 'Loans']]);
  expect(body.leftOut).toEqual([{ title: 'app.tsx', tokens: 40, whole: true }]);
});

test('somebody who is no member finds neither run nor call; a viewer reads both', async () => {
  const { run, contexts } = await runWith(1);
  for (const path of [`/api/runs/${run}/contexts`, `/api/contexts/${contexts[0]}`]) {
    expect((await viewer.get(path)).status).toBe(200);
    expect((await outsider.get(path)).status).toBe(404);
    expect((await studio.nobody.get(path)).status).toBe(401);
  }
  expect((await owner.get(`/api/contexts/${randomUUID()}`)).status).toBe(404);
});
