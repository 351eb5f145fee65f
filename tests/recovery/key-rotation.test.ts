import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { openSecret, rotateSecretKeys, storeTokens } from '#server/connections/index.ts';
import { setSecret } from '#server/connections/secrets.ts';
import { forgetKeys, openSecrets } from '#server/platform/secrets/index.ts';
import type { Rotation } from '#server/platform/secrets/index.ts';
import { connected, doAs, signUp } from '#tests/support/accounts.ts';
import { query, testDatabase } from '#tests/support/database.ts';

const database = await testDatabase();
const master = randomBytes(32).toString('base64');
const count = 30;
let owner: string;
let api: string;
let oauth: string;

beforeAll(async () => {
  owner = await connected(database.authUrl, (auth) => signUp(auth, 'owner@example.com'));
  const [project] = await query<{ id: string }>(database.adminUrl, 'select id from public.projects where personal_owner_id = $1', [owner]);
  await connected(database.appUrl, async (app) => {
    const add = async (sql: string) => (await doAs(app, owner, sql, [project!.id]))[0]!.id as string;
    api = await add(`insert into api_connections (project_id, name, api_type, endpoint_url, auth_type, http_method) values ($1, 'A', 'rest', 'https://api.example.com/', 'bearer', 'GET') returning id`);
    oauth = await add(`insert into oauth2_connections (project_id, provider, provider_config, client_id, redirect_uri, scopes) values ($1, 'x', '{}', 'x', 'https://x.example.com/', '{}') returning id`);
  });
});

beforeEach(async () => {
  openSecrets({ home: '/nonexistent', masterKey: master });
  await query(database.adminUrl, 'delete from public.connection_secrets');
  await query(database.adminUrl, 'delete from public.oauth2_tokens');
  await query(database.adminUrl, 'truncate private.secret_keys cascade');
  forgetKeys();
});

const actor = () => ({ userId: owner });
const nameOf = (n: number) => `header:X-${n}`;
const valueOf = (n: number) => `value ${n}`;

async function fill(): Promise<void> {
  for (let n = 0; n < count; n++) await setSecret(actor(), api, { name: nameOf(n), value: valueOf(n) });
  await storeTokens(oauth, { accessToken: 'access', refreshToken: 'refresh', tokenType: 'Bearer', expiresAt: null });
}

async function everyValueOpens(): Promise<void> {
  forgetKeys();
  for (let n = 0; n < count; n++) expect(await openSecret(actor(), api, nameOf(n))).toBe(valueOf(n));
}

type Row = { id: string; key: string; rest: string };
const rows = () => query<Row>(database.adminUrl, `select id, split_part(sealed, '.', 2) as key, split_part(sealed, '.', 5) || split_part(sealed, '.', 6) as rest from public.connection_secrets order by id`);
const keys = async () => Object.fromEntries((await query<{ id: string; state: string }>(database.adminUrl, 'select id, state from private.secret_keys')).map(({ id, state }) => [id, state]));
const activeId = async () => Object.entries(await keys()).find(([, state]) => state === 'active')![0];

function host(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL('./secret-host.ts', import.meta.url))], {
    env: { PATH: process.env.PATH, APP_URL: database.appUrl, MASTER_KEY: master, USER_ID: owner, CONNECTION_ID: api, ...env }, stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const said: string[] = [];
  lines.on('line', (line) => said.push(line));
  const says = (pattern: RegExp) => new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => { if (pattern.test(line)) resolve(line); });
    void ended.then(() => reject(new Error(`the process ended before it said ${pattern}: ${said.join('; ')}`)));
  });
  return { child, ended, says };
}

/** Rotates in a process of its own, as another server would. */
async function rotateElsewhere(env: Record<string, string> = {}): Promise<Rotation> {
  const { says, ended } = host({ TASK: 'rotate', ...env });
  const line = await says(/^result /);
  expect((await ended)[0]).toBe(0);
  return JSON.parse(line.slice('result '.length)) as Rotation;
}

test('a rotation wraps every value anew, leaves what is encrypted, and destroys the former key', async () => {
  await fill();
  const [before, former] = [await rows(), await activeId()];
  const result = await rotateSecretKeys({ batchSize: 7 });
  expect(result).toEqual({ activeKey: expect.not.stringMatching(former), rewrapped: count + 2, destroyed: [former], kept: [], entriesMoved: 0 });
  expect(await rows()).toEqual(before.map((row) => ({ ...row, key: result.activeKey })));
  expect(await keys()).toEqual({ [former]: 'destroyed', [result.activeKey!]: 'active' });
  await everyValueOpens();
});

test('where nothing is sealed yet there is nothing to rotate, and the first two servers make one key', async () => {
  expect(await rotateSecretKeys()).toMatchObject({ activeKey: null, rewrapped: 0 });
  const hosts = ['header:A', 'header:B', 'header:C'].map((name) => host({ NAME: name }));
  await Promise.all(hosts.map(({ says }) => says(/^ready/)));
  for (const { child } of hosts) child.stdin.end();
  for (const { ended } of hosts) expect((await ended)[0]).toBe(0);
  expect(Object.values(await keys())).toEqual(['active']);
});

test('servers that read and write meanwhile notice nothing of three rotations', async () => {
  await fill();
  const servers = ['header:A', 'header:B'].map((name) => host({ NAME: name }));
  await Promise.all(servers.map(({ says }) => says(/^ready/)));
  let isReading = true;
  const reading = (async () => {
    for (let n = 0; isReading; n = (n + 1) % count) expect(await openSecret(actor(), api, nameOf(n))).toBe(valueOf(n));
  })();
  const rotations: Rotation[] = [];
  for (let n = 0; n < 3; n++) rotations.push(await rotateElsewhere());
  isReading = false;
  await reading;
  const rounds = servers.map(({ says }) => says(/^rounds /));
  for (const { child } of servers) child.stdin.end();
  for (const line of rounds) expect(Number((await line).slice('rounds '.length))).toBeGreaterThan(1);
  for (const { ended } of servers) expect((await ended)[0]).toBe(0);
  for (const { destroyed, kept } of rotations) expect([destroyed.length, kept]).toEqual([1, []]);
  expect(Object.values(await keys()).sort()).toEqual(['active', 'destroyed', 'destroyed', 'destroyed']);
  await everyValueOpens();
}, 60_000);

test('a server that has not heard of a rotation seals and opens as before', async () => {
  await setSecret(actor(), api, { name: 'auth_token', value: 'one' });
  const { activeKey } = await rotateElsewhere();
  await setSecret(actor(), api, { name: 'credentials', value: 'two' });
  expect((await rows()).map((row) => row.key)).toEqual([activeKey, activeKey]);
  expect([await openSecret(actor(), api, 'auth_token'), await openSecret(actor(), api, 'credentials')]).toEqual(['one', 'two']);
});

test.each([1, 3, 8])('killed after batch %i, a rotation loses nothing and is finished by the next', async (batches) => {
  await fill();
  const former = await activeId();
  expect((await host({ TASK: 'rotate', DIE_AFTER: String(batches) }).ended)[1]).toBe('SIGKILL');
  const begun = await activeId();
  expect(begun).not.toBe(former);
  expect((await keys())[former]).toBe('decrypt_only');
  await everyValueOpens();
  const result = await rotateElsewhere();
  expect(result).toMatchObject({ activeKey: begun, destroyed: [former], kept: [] });
  expect(result.rewrapped).toBeLessThan(count + 2);
  expect(new Set((await rows()).map((row) => row.key))).toEqual(new Set([begun]));
  await everyValueOpens();
});

test('two rotations at once end with one active key and every value under it', async () => {
  await fill();
  const results = await Promise.all([rotateElsewhere(), rotateElsewhere()]);
  const active = await activeId();
  expect(results.map((result) => result.kept)).toEqual([[], []]);
  expect(new Set((await rows()).map((row) => row.key))).toEqual(new Set([active]));
  expect(Object.values(await keys()).filter((state) => state !== 'destroyed')).toEqual(['active']);
  await everyValueOpens();
});

test('a value that was changed in the database keeps its key and holds up no other', async () => {
  await fill();
  const former = await activeId();
  const [victim, other] = await rows();
  await query(database.adminUrl, `update public.connection_secrets set sealed = (select sealed from public.connection_secrets where id = $2) where id = $1`, [victim!.id, other!.id]);
  const result = await rotateSecretKeys();
  expect(result).toMatchObject({ rewrapped: count + 1, destroyed: [], kept: [former] });
  expect((await rows()).filter((row) => row.key === former).map((row) => row.id)).toEqual([victim!.id]);
  const [{ name } = { name: '' }] = await query<{ name: string }>(database.adminUrl, 'select name from public.connection_secrets where id = $1', [victim!.id]);
  await expect(openSecret(actor(), api, name)).rejects.toMatchObject({ code: 'conflict', detail: 'A stored secret cannot be opened.' });
  // Entered again, nothing needs the former key any more.
  await setSecret(actor(), api, { name, value: 'again' });
  expect(await rotateSecretKeys()).toMatchObject({ rewrapped: 0, destroyed: [former] });
  expect(await openSecret(actor(), api, name)).toBe('again');
});

test('the master key is replaced without entering a secret again', async () => {
  await fill();
  const next = randomBytes(32).toString('hex');
  // Until the rotation, servers that know both work; one that knows the new one only says what is missing.
  openSecrets({ home: '/nonexistent', masterKey: next, previousMasterKey: master });
  await everyValueOpens();
  openSecrets({ home: '/nonexistent', masterKey: next });
  forgetKeys();
  await expect(openSecret(actor(), api, nameOf(0))).rejects.toMatchObject({ code: 'internal', hint: expect.stringContaining('NINEFOLD_PREVIOUS_MASTER_KEY') });
  await expect(setSecret(actor(), api, { name: 'auth_token', value: 'x' })).rejects.toMatchObject({ code: 'internal' });

  const result = await rotateElsewhere({ MASTER_KEY: next, PREVIOUS_MASTER_KEY: master });
  expect(result).toMatchObject({ rewrapped: count + 2, entriesMoved: 1, kept: [] });
  await everyValueOpens();
  openSecrets({ home: '/nonexistent', masterKey: master });
  forgetKeys();
  await expect(openSecret(actor(), api, nameOf(0))).rejects.toMatchObject({ code: 'internal' });
});

test('with the master key lost, a rotation begins anew for secrets that are entered again', async () => {
  await setSecret(actor(), api, { name: 'auth_token', value: 'lost' });
  const lost = await activeId();
  openSecrets({ home: '/nonexistent', masterKey: randomBytes(32).toString('hex') });
  forgetKeys();
  expect(await rotateSecretKeys()).toMatchObject({ rewrapped: 0, kept: [lost] });
  await setSecret(actor(), api, { name: 'auth_token', value: 'new' });
  expect(await openSecret(actor(), api, 'auth_token')).toBe('new');
  expect(await rotateSecretKeys()).toMatchObject({ destroyed: [lost] });
});

test('no value, key or token stands in clear text anywhere in the database', async () => {
  const canary = `canary-${randomBytes(12).toString('hex')}`;
  await setSecret(actor(), api, { name: 'auth_token', value: canary });
  await storeTokens(oauth, { accessToken: canary, refreshToken: canary, tokenType: 'Bearer', expiresAt: null });
  await rotateSecretKeys();
  const tables = await query<{ name: string }>(database.adminUrl, `select oid::regclass::text as name from pg_class where relkind in ('r', 'p', 'm') and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'`);
  for (const { name } of tables) {
    for (const form of [canary, Buffer.from(canary).toString('base64').slice(0, 24), Buffer.from(canary).toString('hex')]) {
      expect(await query(database.adminUrl, `select from ${name} t where t::text like $1`, [`%${form}%`]), name).toEqual([]);
    }
  }
  expect(tables.length).toBeGreaterThan(20);
});
