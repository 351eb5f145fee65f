import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { checkout } from '#server/platform/config.ts';
import { serve } from '#tests/support/serve.ts';
import type { Serving } from '#tests/support/serve.ts';

// A whole studio with its own PostgreSQL, and the command beside it.
vi.setConfig({ testTimeout: 120_000 });
const home = mkdtempSync(join(tmpdir(), 'ninefold-keys-'));
let studio: Serving | undefined;
afterEach(async () => {
  studio?.kill('SIGTERM');
  await studio?.ended;
  studio = undefined;
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const postmaster = () => readFileSync(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0];

function ninefold(args: string[], env: Record<string, string> = {}): Promise<{ code: number | null; output: string }> {
  const child = spawn(join(checkout, 'src', 'cli', 'main.mjs'), args, { env: { PATH: process.env.PATH, NINEFOLD_HOME: home, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

async function inDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { ninefold_owner: password } = JSON.parse(readFileSync(join(home, 'postgres', 'passwords.json'), 'utf8')) as Record<string, string>;
  const client = new pg.Client({ host: join(home, 'postgres', 'run'), user: 'ninefold_owner', password, database: 'ninefold' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

type Session = { cookie: string; connection: string };

async function signUp(url: string): Promise<Session> {
  const body = JSON.stringify({ name: 'Owner', email: 'owner@example.com', password: 'correct horse battery' });
  const answer = await fetch(`${url}/api/auth/sign-up/email`, { method: 'POST', body, headers: { 'content-type': 'application/json', origin: url } });
  const connection = await inDatabase(async (client) => (await client.query<{ id: string }>(`insert into public.api_connections (project_id, name, api_type, endpoint_url, auth_type, http_method)
    select id, 'A', 'rest', 'https://api.example.com/', 'bearer', 'GET' from public.projects where personal_owner_id is not null returning id`)).rows[0]!.id);
  return { cookie: answer.headers.getSetCookie()[0]!.split(';')[0]!, connection };
}

const setSecret = async (url: string, { cookie, connection }: Session, value: string) => (await fetch(`${url}/api/connections/${connection}/secret`, {
  method: 'PUT', headers: { cookie, 'content-type': 'application/json', origin: url }, body: JSON.stringify({ name: 'auth_token', value }),
})).status;

test('keys are rotated beside a running studio and without one, and by a new master key', async () => {
  expect(await ninefold(['keys', 'rotate'])).toMatchObject({ code: 1, output: expect.stringContaining('There is no database') });

  studio = await serve({ NINEFOLD_HOME: home, SIGNUP: 'open' });
  const session = await signUp(studio.url);
  expect(await ninefold(['keys', 'list'])).toMatchObject({ code: 0, output: expect.stringContaining('There are no keys yet') });
  expect(await ninefold(['keys', 'rotate'])).toMatchObject({ code: 0, output: expect.stringContaining('nothing to rotate') });
  expect(await setSecret(studio.url, session, 'first')).toBe(204);

  const running = postmaster();
  const beside = await ninefold(['keys', 'rotate']);
  expect(beside.output).toMatch(/^The active key is [0-9a-f-]{36}\. Values re-wrapped: 1\.\nThe former key [0-9a-f-]{36} was destroyed\.\n$/);
  expect(beside.code).toBe(0);
  expect(postmaster()).toBe(running);
  // The studio has not been told, and goes on.
  expect(await setSecret(studio.url, session, 'second')).toBe(204);
  studio.kill('SIGTERM');
  await studio.ended;

  const alone = await ninefold(['keys', 'rotate']);
  expect(alone).toMatchObject({ code: 0, output: expect.stringContaining('Values re-wrapped: 1.') });
  expect(postmaster).toThrow('ENOENT');
  expect((await ninefold(['keys', 'list'])).output).toMatch(/^\S+ {2}active .* values: 1 .*\n(\S+ {2}destroyed .* values: 0 .*\n){2}$/m);

  const former = readFileSync(join(home, 'master-key'), 'utf8').trim();
  const next = 'ab'.repeat(32);
  writeFileSync(join(home, 'master-key'), next);
  expect((await ninefold(['keys', 'rotate'], { NINEFOLD_PREVIOUS_MASTER_KEY: former })).output).toMatch(/moved under the new master key: 1\.[^]*Values re-wrapped: 1\./);
  expect((await ninefold(['keys', 'rotate'])).output).toMatch(/Values re-wrapped: 1\./);

  rmSync(join(home, 'master-key'));
  expect(await ninefold(['keys', 'rotate'])).toMatchObject({ code: 1, output: expect.stringContaining('There is no master key') });
});

test('a command that does not exist is answered with those that do', async () => {
  expect(await ninefold(['frobnicate'])).toMatchObject({ code: 1, output: expect.stringMatching(/Use: ninefold <command>[^]*keys/) });
  expect(await ninefold([])).toMatchObject({ code: 0 });
  expect(await ninefold(['keys', 'burn'])).toMatchObject({ code: 1, output: expect.stringContaining('Use: ninefold keys list | rotate') });
});

test('a master key that is none is refused by name, without repeating it', async () => {
  const { code, output } = await ninefold(['keys', 'list'], { DATABASE_URL: 'postgresql://x@127.0.0.1:1/x', NINEFOLD_MASTER_KEY: 'ab'.repeat(32), NINEFOLD_PREVIOUS_MASTER_KEY: 'hunter2' });
  expect([code, output]).toEqual([1, expect.stringContaining('NINEFOLD_PREVIOUS_MASTER_KEY does not hold 32 bytes')]);
  expect(output).not.toContain('hunter2');
});
