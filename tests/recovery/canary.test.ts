import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { beginMessage } from '#server/platform/database/session.ts';
import { Person } from '#tests/api/person.ts';
import type { Serving } from '#tests/support/serve.ts';
import { studioHome } from './studio-home.ts';

// Secrets with a mark in them pass through a whole studio, its mistakes included; then everything it keeps is searched.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const home = studioHome();
const mark = `canary${randomBytes(8).toString('hex')}`;
const secret = (what: string) => `${mark}-${what}`;
/** Tokens that the studio makes itself. */
const made: string[] = [];
let server: Serving;
let owner: Person;
let database: pg.Client;

beforeAll(async () => {
  server = await home.start();
  server.kill('SIGTERM');
  await server.ended;
  appendFileSync(join(home.folder, 'postgres', 'data', 'postgresql.auto.conf'), `shared_preload_libraries = 'pg_stat_statements'\npg_stat_statements.track_utility = on\n`);
  server = await home.start({ LOG_LEVEL: 'trace' });
  database = await home.connect();
  await database.query('create extension pg_stat_statements');
});
afterAll(() => database.end());

/** As the API does it: a transaction that is somebody. A refusal is what is wanted now and then. */
async function as(person: Person | 'service_role', sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = await home.connect();
  try {
    await client.query(beginMessage(person === 'service_role' ? { role: 'service_role', reason: 'agent runs' } : { role: 'authenticated', actor: { userId: person.id } }));
    const { rows } = await client.query<Record<string, unknown>>(sql, values);
    await client.query('commit');
    return rows;
  } catch {
    return [];
  } finally {
    await client.end();
  }
}

test('secrets go in by every door, also with mistakes', async () => {
  owner = new Person(server.url.replace('localhost', '127.0.0.1'));
  await owner.signUp('Olive', secret('password'));
  await owner.post('/api/auth/sign-in/email', { email: owner.email, password: secret('wrong-password') });
  await owner.post('/api/auth/sign-in/email', { email: `${mark}@@example.com`.replace(mark, 'x'), password: secret('password-of-nobody') });
  const project = (await owner.get<{ personalProjectId: string }>('/api/me')).body.personalProjectId;
  const connection = (await as(owner, `insert into public.api_connections (project_id, name, api_type, endpoint_url, auth_type, http_method)
    values ($1, 'API', 'rest', 'https://api.example.com/v1', 'bearer', 'GET') returning id`, [project]))[0]!.id as string;
  const put = (body: object) => owner.send('PUT', `/api/connections/${connection}/secret`, body);
  expect((await put({ name: 'auth_token', value: secret('token') })).status).toBeLessThan(300);
  expect((await put({ name: 'auth_token', value: secret('second-token') })).status).toBeLessThan(300);
  expect((await put({ name: 'no such name', value: secret('misnamed') })).status).toBeGreaterThanOrEqual(400);
  expect((await put({ name: 'header:X-Key', value: secret('x').repeat(3000) })).status).toBeGreaterThanOrEqual(400);
  expect((await owner.send('PUT', `/api/connections/${connection}/secret`, `{"name": "auth_token", "value": "${secret('broken')}`)).status).toBe(400);
  expect((await owner.send('PUT', `/api/connections/${randomUUID()}/secret`, { name: 'auth_token', value: secret('lost') })).status).toBe(404);
  // Into columns that are no place for one: refused by the database, whose errors must not repeat it either.
  await as(owner, `update public.api_connections set custom_headers = jsonb_build_object('Authorization', $1::text)`, [secret('header')]);
  await as(owner, `update public.api_connections set endpoint_url = 'https://x.example.com/?token=' || $1`, [secret('query')]);
  await as('service_role', `insert into public.oauth2_tokens (connection_id, access_token, token_type) values ($1, $2, 'Bearer')`, [connection, secret('clear')]);
  await as('service_role', `select set_config('app.encryption_key', $1, true), public.encrypt_sensitive_data(jsonb_build_object('a', $2::text))`, [secret('key').padEnd(40, 'k'), secret('plain')]);

  // The crew looks at the project with its connection: what its model sees is kept.
  const chat = (await owner.post<{ id: string }>(`/api/projects/${project}/chats`, {})).body.id;
  const { run } = (await owner.post<{ run: { id: string } }>(`/api/chats/${chat}/messages`, { text: 'Hello, which API is there?' })).body;
  await vi.waitFor(async () => expect((await owner.get<{ status: string }>(`/api/runs/${run.id}`)).body.status).toBe('succeeded'), { timeout: 60_000, interval: 200 });

  const workspace = (await as(owner, `select public.create_workspace('W', 'C') as id`))[0]!.id;
  const models = (provider: object) => owner.send('PUT', `/api/workspaces/${String(workspace)}/models`, { providers: [provider] });
  expect((await models({ provider: 'anthropic', key: secret('model-key') })).status).toBe(200);
  expect((await models({ provider: 'no-provider', key: secret('misplaced-model-key') })).status).toBe(400);
  expect((await models({ provider: 'anthropic', key: `${secret('model-key')} with spaces` })).status).toBe(400);
  expect((await models({ provider: 'openai', baseUrl: 'http://example.com', key: secret('model-key-without-tls') })).status).toBe(400);
  // Nobody listens there: the test of a key ends with an error, in which the key must not be.
  expect((await owner.post(`/api/workspaces/${String(workspace)}/models/test`, { provider: 'openai', baseUrl: 'https://127.0.0.1:1', key: secret('tested-model-key') })).status).toBe(200);
  made.push((await as(owner, `select token from public.invite_to_workspace($1, 'guest@example.com', 'admin')`, [workspace]))[0]!.token as string);
  made.push((await as(owner, `select token from public.create_api_key('Key')`))[0]!.token as string);
  const artifact = (await as(owner, `insert into public.artifacts (project_id, title, artifact_type) values ($1, 'App', 'app') returning id`, [project]))[0]!.id;
  made.push((await as(owner, `select token from public.create_share_link($1)`, [artifact]))[0]!.token as string);
  await as(owner, 'select public.accept_invitation($1)', [made[0]]);
  await as('service_role', 'select public.open_api_key($1)', [made[1]]);
  await as(owner, 'select public.open_share_link($1)', [made[2]]);
  expect(made.every((token) => token.length >= 64)).toBe(true);
});

/** Every text in which the mark or a token is found; the finder must find what is there, so it looks for a known word too. */
function found(texts: Iterable<[place: string, text: string]>, known: string): string[] {
  const all = [...texts];
  expect(all.some(([, text]) => text.includes(known)), `the search is blind: ${known} is nowhere`).toBe(true);
  return all.filter(([, text]) => [mark, ...made].some((word) => text.includes(word))).map(([place]) => place);
}

test('no row of any table holds one, audit, sign-in and jobs included', async () => {
  const { rows: tables } = await database.query<{ name: string }>(`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`);
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['connection_secrets', 'model_secrets', 'auth.identities', 'dbos.workflow_status']));
  const texts: [string, string][] = [];
  for (const { name } of tables) for (const row of (await database.query<{ text: string }>(`select to_jsonb(t)::text as text from ${name} t`)).rows) texts.push([name, row.text]);
  expect(found(texts, 'https://api.example.com/v1')).toEqual([]);
  const seen = texts.filter(([place]) => place === 'model_context_parts');
  expect(found(seen, 'Hello, which API is there?'), 'what models saw').toEqual([]);
});

test('no statement that PostgreSQL keeps statistics of, or is running, holds one', async () => {
  const { rows } = await database.query<{ query: string }>('select query from pg_stat_statements union all select query from pg_stat_activity');
  expect(found(rows.map(({ query }) => ['statement', query]), 'set_connection_secret')).toEqual([]);
});

test('no log holds one, the most talkative level included', async () => {
  const files = readdirSync(home.folder, { recursive: true, encoding: 'utf8' }).filter((path) => /(^|\/)logs\/|\.log$/.test(path));
  expect(files.length).toBeGreaterThan(1);
  expect(found([['terminal', server.output()], ...files.map((path): [string, string] => [path, readFileSync(join(home.folder, path), 'latin1')])], '/api/connections/')).toEqual([]);
});

test('no file of the database and of the studio holds one, the write-ahead log included', async () => {
  await database.query('checkpoint');
  const files = readdirSync(home.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const holding = (words: string[]) => files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => {
    const bytes = readFileSync(path);
    return words.some((word) => bytes.includes(word));
  });
  expect(holding(['https://api.example.com/v1']).length, 'the search is blind').toBeGreaterThan(1);
  expect(holding([mark, ...made]).map((path) => path.slice(home.folder.length))).toEqual([]);
});
