import { beforeAll, expect, test } from 'vitest';
import type { Caps, Estimate, Ledger, Usage } from '#contract/billing.ts';
import { setPrices } from '#server/billing/index.ts';
import { crewIn } from '#tests/support/crew-in-studio.ts';
import { loanScript } from '#tests/support/loan-script.ts';
import { scriptedModels } from '#tests/support/scripted-model.ts';
import type { Person } from './person.ts';
import { startStudio } from './studio.ts';

const studio = await startStudio();
await crewIn(studio, scriptedModels((context, round) => ({ ...loanScript(context, round), usage: { input: 1000, cached: 400, output: 200 } })));

const calls = 21;
const costOfCall = 600 * 3 + 400 * 0.3 + 200 * 15;
let owner: Person;
let manager: Person;
let viewer: Person;
let outsider: Person;
let workspaceId: string;
let projectId: string;
let chatId: string;
let runId: string;

beforeAll(async () => {
  owner = await studio.join('Owner');
  [manager, viewer, outsider] = [await studio.join('Manager'), await studio.join('Viewer'), await studio.join('Outsider')];
  workspaceId = (await owner.post<{ id: string }>('/api/workspaces', { name: 'Lab', companyName: 'Lab' })).body.id;
  projectId = (await owner.post<{ id: string }>(`/api/workspaces/${workspaceId}/projects`, { name: 'Tools' })).body.id;
  await owner.post(`/api/projects/${projectId}/members`, { userId: manager.id, role: 'manager' });
  await owner.post(`/api/projects/${projectId}/members`, { userId: viewer.id, role: 'viewer' });
  chatId = await newChat();
});

test('before the first run an answer is estimated by a rule of thumb, with the cost and what is left', async () => {
  const { body } = await owner.get<Estimate>(`/api/chats/${chatId}/estimate`);
  expect(body).toMatchObject({ isFree: false, kind: 'build', runs: 0, allowance: { left: 1_000_000, limit: 1_000_000, ownLeft: null } });
  expect(body.low).toBeGreaterThan(10_000);
  expect(body.high).toBeGreaterThan(body.low);
  // No price is known so far: no cost is made up.
  expect(body.lowCost).toBeNull();
  setPrices((model) => (model === 'scripted model' ? { inputPerMillion: 3, cachedPerMillion: 0.3, outputPerMillion: 15 } : null));
  const { body: priced } = await owner.get<Estimate>(`/api/chats/${chatId}/estimate`);
  expect(priced).toEqual({ ...body, lowCost: Math.round(body.low * 0.85) * 3 + Math.round(body.low * 0.15) * 15, highCost: Math.round(body.high * 0.85) * 3 + Math.round(body.high * 0.15) * 15 });
});

test('the ledger of a run names its calls, what they took, and the files it touched, to members alone', async () => {
  runId = (await owner.post<{ run: { id: string } }>(`/api/chats/${chatId}/messages`, { text: 'Build a loan tracker' })).body.run.id;
  await over(runId);
  const { body } = await viewer.get<Ledger>(`/api/runs/${runId}/ledger`);
  expect(body).toMatchObject({ status: 'succeeded', error: null, charged: calls * 1200, notCharged: 0, costMicrodollars: calls * costOfCall });
  expect(body.steps).toHaveLength(7);
  expect(body.calls.filter(({ kind }) => kind === 'model')).toHaveLength(calls);
  expect(body.calls.find(({ name }) => name === 'publish_version')).toMatchObject({ kind: 'tool', agent: 'coder', stepIndex: 3, ok: true, attempts: 1, durationMs: expect.any(Number) });
  expect(body.calls[0]).toMatchObject({ kind: 'model', name: 'scripted model', agent: 'orchestrator', stepIndex: null, input: 1000, cached: 400, output: 200, charged: true, costMicrodollars: costOfCall });
  expect(body.files).toEqual([{ version: 1, path: 'app.tsx', change: 'added' }, { version: 1, path: 'loan-table.tsx', change: 'added' }]);
  expect(JSON.stringify(body)).not.toContain('useList');
  expect((await outsider.get(`/api/runs/${runId}/ledger`)).status).toBe(404);
});

test('use is summed by day, agent, person and project, for members of the workspace', async () => {
  const { body } = await owner.get<Usage>(`/api/workspaces/${workspaceId}/usage?days=7`);
  const spent = { charged: calls * 1200, notCharged: 0, costMicrodollars: calls * costOfCall };
  expect(body).toMatchObject({ days: 7, total: spent, byDay: [spent], byPerson: [{ userId: owner.id, name: 'Owner', ...spent }], byProject: [{ projectId, name: 'Tools', ...spent }] });
  expect(body.byAgent[0]).toMatchObject({ agent: 'coder', charged: 4 * 1200 });
  expect(body.allowance).toMatchObject({ left: 1_000_000 - calls * 1200, limit: 1_000_000 });
  expect((await manager.get<Usage>(`/api/projects/${projectId}/usage`)).body.total).toEqual(spent);
  expect((await manager.get(`/api/workspaces/${workspaceId}/usage`)).status).toBe(404);
  expect((await outsider.get(`/api/projects/${projectId}/usage`)).status).toBe(404);
  expect((await owner.get(`/api/workspaces/${workspaceId}/usage?days=0`)).status).toBe(400);
});

test('from the third run on an estimate is that of earlier runs', async () => {
  for (let n = 0; n < 3; n++) {
    const chat = await newChat();
    await over((await owner.post<{ run: { id: string } }>(`/api/chats/${chat}/messages`, { text: 'Build a loan tracker' })).body.run.id);
  }
  const { body } = await owner.get<Estimate>(`/api/projects/${projectId}/estimate`);
  expect(body).toMatchObject({ kind: 'build', runs: 4, low: calls * 1200, high: calls * 1200, lowCost: calls * costOfCall });
  expect((await owner.get<Estimate>(`/api/chats/${chatId}/estimate`)).body).toMatchObject({ kind: 'change', runs: 0 });
}, 60_000);

test('owners set every cap, managers that of their project, viewers none', async () => {
  const set = (who: Person, path: string, body: object) => who.send<Caps>('PUT', path, body);
  expect((await set(owner, `/api/workspaces/${workspaceId}/caps`, { perRun: null, perMonth: 5_000_000 })).body.items).toMatchObject([{ projectId: null, userId: null, perRun: null, perMonth: 5_000_000 }]);
  await set(owner, `/api/workspaces/${workspaceId}/caps`, { userId: manager.id, perRun: 10, perMonth: null });
  expect((await set(manager, `/api/projects/${projectId}/cap`, { perRun: 20_000, perMonth: null })).body.items).toMatchObject([{ projectId, projectName: 'Tools', perRun: 20_000 }]);
  expect((await owner.get<Caps>(`/api/workspaces/${workspaceId}/caps`)).body).toMatchObject({ can: { set: true }, items: [{ perMonth: 5_000_000 }, { projectName: 'Tools' }, { personName: 'Manager', perRun: 10 }] });
  expect((await set(viewer, `/api/projects/${projectId}/cap`, { perRun: 1, perMonth: null })).status).toBe(403);
  expect((await set(outsider, `/api/projects/${projectId}/cap`, { perRun: 1, perMonth: null })).status).toBe(404);
  expect((await set(owner, `/api/workspaces/${workspaceId}/caps`, { perRun: 0, perMonth: null })).status).toBe(400);
  expect((await set(owner, `/api/workspaces/${workspaceId}/caps`, { projectId, userId: owner.id, perRun: 5, perMonth: null })).status).toBe(400);
});

test('a run that meets a cap says so in plain words', async () => {
  const chat = await newChat();
  const id = (await owner.post<{ run: { id: string } }>(`/api/chats/${chat}/messages`, { text: 'Build a loan tracker' })).body.run.id;
  const detail = 'Not enough is left of the 20,000 tokens that one run of this project may use.';
  expect(await over(id)).toMatchObject({ status: 'needs_attention', error: { code: 'allowance_used_up', detail } });
  const { body } = await owner.get<Ledger>(`/api/runs/${id}/ledger`);
  // Not always the last one: agents work side by side, and one that had tokens may have begun its call after it.
  const refused = body.calls.filter(({ problem }) => problem === detail);
  expect(refused).toContainEqual(expect.objectContaining({ kind: 'model', ok: false, charged: false, input: 0, output: 0 }));
  expect(refused.filter(({ ok, charged }) => ok || charged)).toEqual([]);
  expect(body.charged).toBeLessThanOrEqual(20_000 + 1200);
});

/** A chat whose runs begin at once: nobody is here to look at their plans. */
async function newChat(): Promise<string> {
  const { body } = await owner.post<{ id: string }>(`/api/projects/${projectId}/chats`);
  await owner.patch(`/api/chats/${body.id}`, { approval: 'just_do_it' });
  return body.id;
}

async function over(id: string): Promise<{ status: string }> {
  for (const until = Date.now() + 25_000; ;) {
    const { body } = await owner.get<{ status: string }>(`/api/runs/${id}`);
    if (!['queued', 'running', 'waiting'].includes(body.status)) return body;
    if (Date.now() > until) throw new Error(`the run is ${body.status}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}
