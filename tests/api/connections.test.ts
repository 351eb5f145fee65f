import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { ConnectionStatus } from '#contract/connections.ts';
import { openSecret, storeTokens } from '#server/connections/index.ts';
import { openLog } from '#server/platform/log.ts';
import { problemOf } from './person.ts';
import type { Person } from './person.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';

const home = mkdtempSync(join(tmpdir(), 'ninefold-log-'));
openLog({ home, level: 'trace', terminalLevel: 'error' });
afterAll(() => rmSync(home, { recursive: true, force: true }));
const studio = await startStudio();
await studio.join('Administrator');
const { projectId, workspaceId, owner, manager, contributor, viewer, outsider } = await makeTeam(studio);
const admin = await studio.join('Admin');
const creator = await studio.join('Creator');
await studio.sql(`insert into workspace_users (workspace_id, user_id, role) values ($1, $2, 'admin'), ($1, $3, 'project_creator')`, [workspaceId, admin.id, creator.id]);

const canary = 'sk-live-4242';
let api: string;
let ofWorkspace: string;
let oauth: string;

beforeEach(async () => {
  const add = async (sql: string, scope: string) => (await studio.sql<{ id: string }>(sql, [scope]))[0]!.id;
  const insertApi = (column: string) => `insert into api_connections (${column}, name, api_type, endpoint_url, auth_type, http_method) values ($1, 'A', 'rest', 'https://api.example.com/', 'bearer', 'GET') returning id`;
  api = await add(insertApi('project_id'), projectId);
  ofWorkspace = await add(insertApi('workspace_id'), workspaceId);
  oauth = await add(`insert into oauth2_connections (project_id, provider, provider_config, client_id, redirect_uri, scopes) values ($1, 'x', '{}', 'x', 'https://x.example.com/', '{}') returning id`, projectId);
});

const put = (person: Person, id: string, body: unknown) => person.send<Record<string, unknown>>('PUT', `/api/connections/${id}/secret`, body);
const set = (person: Person, id: string, name = 'auth_token', value = canary) => put(person, id, { name, value });
const statusOf = (person: Person, id: string) => person.get<ConnectionStatus>(`/api/connections/${id}/status`);
const namesOf = async (id: string) => (await statusOf(owner, id)).body.secrets.map((secret) => secret.name);

test('a manager sets, replaces and removes a secret, which the server opens', async () => {
  expect((await set(manager, api)).status).toBe(204);
  expect((await set(manager, api, 'auth_token', 'second')).status).toBe(204);
  expect((await set(manager, api, 'header:X-Key', 'third')).status).toBe(204);
  expect(await namesOf(api)).toEqual(['auth_token', 'header:X-Key']);
  expect(await openSecret({ userId: viewer.id }, api, 'auth_token')).toBe('second');
  expect(await openSecret({ userId: viewer.id }, api, 'credentials')).toBeNull();
  await expect(openSecret({ userId: outsider.id }, api, 'auth_token')).rejects.toMatchObject({ code: 'P0002' });
  expect(await studio.sql('select actor_id, object_id, purpose, project_id from access_logs where object_id = $1', [api])).toEqual([{ actor_id: viewer.id, object_id: api, purpose: 'secret auth_token', project_id: projectId }]);
  expect((await manager.delete(`/api/connections/${api}/secret?name=header:X-Key`)).status).toBe(204);
  expect((await manager.delete(`/api/connections/${api}/secret?name=header:X-Key`)).status).toBe(204);
  expect(await namesOf(api)).toEqual(['auth_token']);
});

test('a secret never comes back: in no answer, no log line and no column', async () => {
  await set(manager, api);
  await storeTokens(oauth, { accessToken: canary, refreshToken: canary, tokenType: 'Bearer', expiresAt: new Date('2030-01-01'), scope: 'read' });
  const bodies = [
    (await statusOf(viewer, api)).body, (await statusOf(viewer, oauth)).body,
    (await put(manager, api, { name: canary, value: canary })).body, (await put(manager, api, { name: 'auth_token', value: [canary] })).body,
    (await put(manager, api, `{"name": "auth_token", "value": "${canary}`)).body, (await set(viewer, api)).body, (await set(outsider, api)).body,
    (await set(manager, api, 'client_secret')).body, (await set(manager, randomUUID())).body, (await put(manager, api, { name: 'auth_token', value: canary.repeat(4000) })).body,
  ];
  expect(JSON.stringify(bodies)).not.toContain(canary);
  expect(readFileSync(join(home, 'logs', 'ninefold.log'), 'utf8')).toContain(`/api/connections/${api}/secret`);
  expect(readFileSync(join(home, 'logs', 'ninefold.log'), 'utf8')).not.toContain(canary);
  expect(JSON.stringify(await studio.sql('select * from connection_secrets, oauth2_tokens'))).not.toContain(canary);
  expect((await statusOf(viewer, oauth)).body).toEqual({
    kind: 'oauth2', secrets: [], isConnected: true, expiresAt: '2030-01-01T00:00:00.000Z', scope: 'read', lastRefreshedAt: null, lastError: null,
  });
});

test('who reads the project reads the status, who manages it sets secrets', async () => {
  for (const person of [owner, manager]) expect((await set(person, api)).status).toBe(204);
  for (const person of [contributor, viewer]) {
    expect(problemOf(await set(person, api))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await person.delete(`/api/connections/${api}/secret?name=auth_token`))).toEqual({ status: 403, code: 'not_allowed' });
    expect((await statusOf(person, api)).body.secrets).toMatchObject([{ name: 'auth_token' }]);
  }
  for (const person of [outsider, admin, creator]) {
    expect(problemOf(await set(person, api))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await person.delete(`/api/connections/${api}/secret?name=auth_token`))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await statusOf(person, api))).toEqual({ status: 404, code: 'not_found' });
  }
  expect((await statusOf(studio.nobody, api)).status).toBe(401);
});

test('at the scope of a workspace owners and admins set, members read', async () => {
  for (const person of [owner, admin]) expect((await set(person, ofWorkspace)).status).toBe(204);
  expect((await set(creator, ofWorkspace)).status).toBe(403);
  expect((await statusOf(creator, ofWorkspace)).status).toBe(200);
  for (const person of [manager, viewer, outsider]) expect((await set(person, ofWorkspace)).status).toBe(404);
});

test('pointing a connection to another host forgets its secrets', async () => {
  await set(manager, api);
  await studio.sql(`update api_connections set endpoint_url = 'https://api.example.com/v2' where id = $1`, [api]);
  expect(await namesOf(api)).toEqual(['auth_token']);
  await studio.sql(`update api_connections set endpoint_url = 'https://evil.example.com/' where id = $1`, [api]);
  expect(await namesOf(api)).toEqual([]);
  expect(await openSecret({ userId: manager.id }, api, 'auth_token')).toBeNull();
});

test('a connection without authentication takes no secret', async () => {
  await studio.sql(`update api_connections set auth_type = 'none' where id = $1`, [api]);
  const answer = await set(manager, api);
  expect(problemOf(answer)).toEqual({ status: 409, code: 'conflict' });
  expect(answer.body.detail).toBe('A connection without authentication has no secrets.');
});

test.each([
  ['an empty value', { name: 'auth_token', value: '' }], ['no value', { name: 'auth_token' }], ['no name', { value: 'x' }], ['a number', { name: 'auth_token', value: 1 }],
  ['an unknown name', { name: 'password', value: 'x' }], ['a header that is none', { name: 'header:X Y', value: 'x' }], ['a name of the other kind', { name: 'client_secret', value: 'x' }],
  ['more than 32 kB', { name: 'auth_token', value: 'x'.repeat(32 * 1024 + 1) }], ['more than 32 kB in bytes', { name: 'auth_token', value: '☃'.repeat(11_000) }],
])('%s is refused', async (_name, body) => {
  expect(problemOf(await put(manager, api, body))).toEqual({ status: 400, code: 'invalid_input' });
  expect(await namesOf(api)).toEqual([]);
});

test('32 kB are taken', async () => {
  const value = 'x'.repeat(32 * 1024);
  expect((await set(manager, api, 'credentials', value)).status).toBe(204);
  expect(await openSecret({ userId: manager.id }, api, 'credentials')).toBe(value);
});

test('a connection that does not exist, or an id that is none, is not found', async () => {
  for (const id of [randomUUID(), 'x']) {
    expect((await set(manager, id)).status).toBe(404);
    expect((await statusOf(manager, id)).status).toBe(404);
  }
});

test('an archived project shows nothing of its connections', async () => {
  await set(manager, api);
  await studio.sql('update projects set is_active = false, deleted_at = now() where id = $1', [projectId]);
  expect([(await set(owner, api)).status, (await statusOf(owner, api)).status]).toEqual([404, 404]);
  await studio.sql('update projects set is_active = true, deleted_at = null where id = $1', [projectId]);
  expect(await namesOf(api)).toEqual(['auth_token']);
});
