import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { ModelTest, WorkspaceModels } from '#contract/models.ts';
import { rotateSecretKeys } from '#server/connections/index.ts';
import { chooseModels, configureModels } from '#server/agents/index.ts';
import { callModel } from '#server/agents/models/call-model.ts';
import { lineFor, modelsOfWorkspace } from '#server/agents/models/index.ts';
import { readConfig } from '#server/platform/config.ts';
import { asSystem } from '#server/platform/database/index.ts';
import { openLog } from '#server/platform/log.ts';
import { refusals, startModelServer } from '#tests/support/model-server/index.ts';
import type { Person } from './person.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';

const home = mkdtempSync(join(tmpdir(), 'ninefold-log-'));
openLog({ home, level: 'trace', terminalLevel: 'error' });
const key = 'sk-canary-0123456789abcdef-wxyz';
const server = await startModelServer(() => ({ text: 'yes' }), { key });
afterAll(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});
const studio = await startStudio();
const superUser = await studio.join('Administrator');
const { workspaceId, projectId, owner, contributor, outsider } = await makeTeam(studio);
const admin = await studio.join('Admin');
const creator = await studio.join('Creator');
await studio.sql(`insert into workspace_users (workspace_id, user_id, role) values ($1, $2, 'admin'), ($1, $3, 'project_creator')`, [workspaceId, admin.id, creator.id]);

const path = `/api/workspaces/${workspaceId}/models`;
const get = (person: Person) => person.get<WorkspaceModels>(path);
const put = (person: Person, providers: unknown[]) => person.send<WorkspaceModels>('PUT', path, { providers });
const tryOut = (person: Person, body: object) => person.post<ModelTest>(`${path}/test`, body);
const model = (person: Person, project = projectId) => person.get<{ name: string; builtIn: boolean }>(`/api/model?projectId=${project}`);
const anthropic = { provider: 'anthropic', baseUrl: server.urls.anthropic, key };
const privateOnes = (allowed: boolean) => configureModels(readConfig({ ALLOW_PRIVATE_MODEL_URLS: String(allowed) }).models);

beforeEach(async () => {
  chooseModels(null);
  privateOnes(true);
  server.behave();
  await studio.sql('delete from workspace_models');
});

test('without any model the built-in builder answers, and every member is told so', async () => {
  const { body } = await get(creator);
  expect(body).toMatchObject({ answers: { name: 'built-in builder', builtIn: true, from: 'instance' }, canEdit: false, providers: null });
  expect((await get(owner)).body).toMatchObject({ canEdit: true, providers: [], defaults: { anthropic: { coder: 'claude-sonnet-5-5', search: 'claude-haiku-5-5' }, 'openai-compatible': { coder: null } } });
  expect((await model(contributor)).body).toEqual({ name: 'built-in builder', builtIn: true });
  expect((await model(outsider)).status).toBe(404);
  expect((await get(outsider)).status).toBe(404);
});

test('an owner or admin sets providers in an order; members see what answers and nothing else', async () => {
  for (const person of [owner, admin]) {
    const set = await put(person, [{ ...anthropic, models: { coder: 'claude-opus-5-5' } }, { provider: 'openai', key: 'short-key' }]);
    expect(set.status).toBe(200);
    expect(set.body.providers).toMatchObject([
      { provider: 'anthropic', models: { coder: 'claude-opus-5-5' }, isActive: true, key: { hint: 'wxyz' } },
      { provider: 'openai', baseUrl: null, key: { hint: '' } },
    ]);
  }
  const { body } = await get(creator);
  expect(body).toMatchObject({ answers: { name: 'claude-opus-5-5', builtIn: false, from: 'workspace', agents: { coder: 'claude-opus-5-5', search: 'claude-haiku-5-5' } }, providers: null, canEdit: false });
  expect((await model(contributor)).body).toEqual({ name: 'claude-opus-5-5', builtIn: false });
  expect((await model(superUser, superUser.personalProjectId!)).body.builtIn).toBe(true);
  expect((await put(creator, [anthropic])).status).toBe(403);
  expect((await creator.delete(path)).status).toBe(403);
  expect((await tryOut(creator, anthropic)).status).toBe(403);
  expect((await put(outsider, [anthropic])).status).toBe(404);
});

test('a key stays when it is not named, and goes with null, with its provider, and with its address', async () => {
  await put(owner, [anthropic]);
  const keyOf = async () => (await get(owner)).body.providers![0]?.key ?? null;
  const again = { provider: 'anthropic', baseUrl: server.urls.anthropic };
  await put(owner, [{ ...again, isActive: false }]);
  expect(await keyOf()).toMatchObject({ hint: 'wxyz' });
  expect((await model(contributor)).body.builtIn).toBe(true);
  await put(owner, [{ ...again, baseUrl: 'https://elsewhere.example.com/v1' }]);
  expect(await keyOf()).toBeNull();
  await put(owner, [anthropic]);
  await put(owner, [{ ...again, key: null }]);
  expect(await keyOf()).toBeNull();
  await put(owner, [anthropic]);
  expect((await owner.delete(path)).status).toBe(204);
  expect((await get(owner)).body).toMatchObject({ answers: { builtIn: true }, providers: [] });
  expect(await studio.sql('select 1 from model_secrets')).toEqual([]);
});

test('a key comes back nowhere: in no answer, no log line, no column, no audit entry; and it survives a rotation', async () => {
  const bodies = [(await put(owner, [anthropic])).body, (await get(owner)).body, (await get(creator)).body, (await tryOut(owner, anthropic)).body, (await put(owner, [{ ...anthropic, models: [key] }])).body, (await put(creator, [anthropic])).body];
  expect(JSON.stringify(bodies)).not.toContain(key);
  expect(readFileSync(join(home, 'logs', 'ninefold.log'), 'utf8')).toContain(path);
  expect(readFileSync(join(home, 'logs', 'ninefold.log'), 'utf8')).not.toContain(key);
  for (const table of ['workspace_models', 'model_secrets', 'audit_logs', 'access_logs']) expect(JSON.stringify(await studio.sql(`select to_jsonb(t) from ${table} t`)), table).not.toContain(key);
  expect(await studio.sql(`select action, changed_by from audit_logs where table_name = 'model_secrets' and workspace_id = $1 limit 1`, [workspaceId])).toEqual([{ action: 'INSERT', changed_by: owner.id }]);
  expect(await rotateSecretKeys()).toMatchObject({ rewrapped: 1, kept: [] });
  const plan = await asSystem('workspace models', (tx) => modelsOfWorkspace(tx, workspaceId));
  const call = { signal: new AbortController().signal, earlier: new Set<string>(), onText: () => undefined, startOver: async () => undefined };
  expect(await callModel(lineFor('coder', plan), { prompt: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }] }, call)).toMatchObject({ model: 'anthropic/claude-sonnet-5-5' });
  expect(server.requests.at(-1)!.key).toBe(key);
});

test('the test makes a real call with what is given, or with the stored key', async () => {
  expect((await tryOut(owner, { ...anthropic, model: 'claude-haiku-5-5' })).body).toEqual({ ok: true, model: 'claude-haiku-5-5', latencyMs: expect.any(Number) });
  expect(server.requests.at(-1)).toMatchObject({ provider: 'anthropic', key, model: 'claude-haiku-5-5' });
  await put(owner, [anthropic]);
  expect((await tryOut(admin, { provider: 'anthropic', baseUrl: server.urls.anthropic })).body).toMatchObject({ ok: true, model: 'claude-sonnet-5-5' });
  // The stored key is tried only where it was entered for.
  const elsewhere = await tryOut(admin, { provider: 'anthropic', baseUrl: server.urls.anthropic.replace('127.0.0.1', 'localhost') });
  expect(elsewhere.body).toMatchObject({ code: 'invalid_input', fields: { key: 'Enter the key.' } });
});

test('a test that fails says why and what to do, once', async () => {
  const before = server.requests.length;
  const outcome = async (body: object) => (await tryOut(owner, body)).body;
  expect(await outcome({ ...anthropic, key: 'sk-another-key-of-mine' })).toMatchObject({ ok: false, code: 'model_refused', detail: expect.stringMatching(/^The key was not accepted by Anthropic/), hint: 'Copy the key once more from your account there.' });
  server.misbehave(refusals.broken);
  expect(await outcome(anthropic)).toMatchObject({ ok: false, code: 'model_unavailable', detail: expect.stringMatching(/did not answer\.$/) });
  expect(server.requests.length).toBe(before + 2);
  expect(await outcome({ provider: 'openai-compatible', baseUrl: 'http://127.0.0.1:1/v1', model: 'x' })).toMatchObject({ ok: false, code: 'model_unavailable' });
  expect((await tryOut(owner, { provider: 'openai-compatible', baseUrl: server.urls['openai-compatible'] })).body).toMatchObject({ code: 'invalid_input', fields: { model: expect.any(String) } });
});

test('an address in a private network, or without TLS, needs a setting of the instance', async () => {
  privateOnes(false);
  expect((await put(owner, [anthropic])).body).toMatchObject({ code: 'invalid_input', fields: { 'providers.0.baseUrl': 'Use an address that begins with https://.' } });
  const asked = server.requests.length;
  for (const host of ['127.0.0.1', 'localhost']) {
    const { body } = await tryOut(admin, { ...anthropic, baseUrl: server.urls.anthropic.replace('http:', 'https:').replace('127.0.0.1', host) });
    expect(body, host).toMatchObject({ ok: false, code: 'model_refused', detail: expect.stringContaining('not one of the public internet') });
  }
  expect(server.requests.length).toBe(asked);
});

test.each([
  ['a provider named twice', [{ provider: 'openai' }, { provider: 'openai' }]],
  ['a server without an address', [{ provider: 'openai-compatible', models: { coder: 'x' } }]],
  ['a server without a model', [{ provider: 'openai-compatible', baseUrl: 'https://models.example.com/v1' }]],
  ['a key with a space', [{ provider: 'openai', key: 'sk-with a space' }]],
  ['an address with a password', [{ provider: 'openai', baseUrl: 'https://me:secret@models.example.com' }]],
  ['an agent that does not exist', [{ provider: 'openai', models: { poet: 'x' } }]],
])('%s is refused', async (_, providers) => {
  expect((await put(owner, providers)).status).toBe(400);
  expect((await get(owner)).body.providers).toEqual([]);
});

test('the global workspace uses the models of the instance', async () => {
  const [global] = await studio.sql<{ id: string }>('select id from workspaces where is_global');
  const found = await superUser.send<WorkspaceModels>('GET', `/api/workspaces/${global!.id}/models`);
  expect(found.body).toMatchObject({ canEdit: false });
  expect((await superUser.send('PUT', `/api/workspaces/${global!.id}/models`, { providers: [anthropic] })).status).toBeGreaterThanOrEqual(403);
});

test('models are tested ten times a minute at most', async () => {
  const all = [];
  for (let n = 0; n < 11; n++) all.push(await tryOut(owner, { ...anthropic, model: 'x' }));
  expect(all.at(-1)!.body).toMatchObject({ code: 'too_many_requests', hint: 'Wait a minute and try again.' });
});
