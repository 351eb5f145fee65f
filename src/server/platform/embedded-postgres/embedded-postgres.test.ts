import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts';
import { findPostmaster } from './postmaster.ts';
import { chooseRunAs, commandAs } from './run-as.ts';

let folder: string;
let running: EmbeddedPostgres[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninefold-pg-'));
});

afterEach(async () => {
  for (const server of running) await server.stop();
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

async function start(dir = folder, o: { restart?: boolean; durable?: boolean } = { restart: false }): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dir, durable: false, ...o });
  running.push(server);
  return server;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // Some tests kill the server under it.
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

const postmasterPid = (dir = folder) => findPostmaster(join(dir, 'data'))?.pid ?? 0;

test('a server keeps what was written when it is stopped and started again', async () => {
  const first = await start();
  await ask(first.adminUrl, 'create table notes as select 42 as n');
  await first.stop();
  expect(postmasterPid()).toBe(0);
  const second = await start();
  expect(second.reused).toBe(false);
  expect(await ask(second.adminUrl, 'select n from notes')).toBe(42);
});

test('a password is asked for, and nobody else may read it', async () => {
  const server = await start();
  expect(statSync(join(folder, 'passwords.json')).mode & 0o777).toBe(0o600);
  const wrong = server.adminUrl.replace(server.passwordOf('postgres'), 'wrong');
  await expect(ask(wrong, 'select 1')).rejects.toThrow('password authentication failed');
});

test('a start after kill -9 of node takes the running server over', async () => {
  const module = JSON.stringify(new URL('./index.ts', import.meta.url).href);
  const script = `import { startEmbeddedPostgres } from ${module};
    await startEmbeddedPostgres({ dir: ${JSON.stringify(folder)}, durable: false }); console.log('up'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const pid = postmasterPid();
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  const server = await start();
  expect(server.reused).toBe(true);
  expect(postmasterPid()).toBe(pid);
  expect(await ask(server.adminUrl, 'select 1')).toBe(1);
});

test('two starts at once end up with one server', async () => {
  await (await start()).stop();
  const [one, two] = await Promise.all([start(), start()]);
  expect([one.reused, two.reused].sort()).toEqual([false, true]);
  expect(await ask(two.adminUrl, 'select 1')).toBe(1);
});

test('a pid file that names a stranger does not keep the server from starting', async () => {
  await (await start()).stop();
  const lines = [process.pid, join(folder, 'data'), 1, 5432, join(folder, 'run'), '', '1 1', 'ready'];
  writeFileSync(join(folder, 'data', 'postmaster.pid'), lines.join('\n'));
  const server = await start();
  expect(server.reused).toBe(false);
  expect(await ask(server.adminUrl, 'select 1')).toBe(1);
});

test('a killed server that nobody buried does not count as running', async () => {
  await (await start()).stop();
  const runAs = chooseRunAs({ dataDir: join(folder, 'data'), paths: [folder] });
  const args = ['-D', join(folder, 'data'), '-c', `unix_socket_directories=${join(folder, 'run')}`, '-c', 'listen_addresses='];
  // The shell becomes `sleep`, which never asks after its child: once killed, the server stays as a zombie.
  const command = commandAs(runAs, '/bin/sh', ['-c', '"$0" "$@" & exec sleep 60', join(findBinaries(), 'postgres'), ...args]);
  const parent = spawn(command.file, command.args, { ...command.options, cwd: '/', stdio: 'ignore' });
  while (findPostmaster(join(folder, 'data'))?.state !== 'ready') await wait(20);
  const pid = postmasterPid();
  process.kill(pid, 'SIGKILL');
  await wait(50);
  if (process.platform === 'linux') expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
  const server = await start();
  expect(server.reused).toBe(false);
  expect(await ask(server.adminUrl, 'select 1')).toBe(1);
  parent.kill('SIGKILL');
});

test('a server killed while we run is started again at the same address with all that was committed', async () => {
  const server = await start(folder, { durable: true });
  await ask(server.adminUrl, 'create table notes as select 42 as n');
  const pid = postmasterPid();
  process.kill(pid, 'SIGKILL');
  const deadline = Date.now() + 10_000;
  while ([0, pid].includes(postmasterPid()) || findPostmaster(join(folder, 'data'))?.state !== 'ready') {
    if (Date.now() > deadline) throw new Error('the server was not started again');
    await wait(50);
  }
  expect(await ask(server.adminUrl, 'select n from notes')).toBe(42);
});

test('a folder whose path is too long for a socket is served over 127.0.0.1, and a taken port is given up for another', async () => {
  const deep = join(folder, 'a-very-long-folder-name'.repeat(4), 'home');
  mkdirSync(deep, { recursive: true });
  const first = await start(deep);
  const port = new URL(first.adminUrl).port;
  expect(first.adminUrl).toContain('@127.0.0.1:');
  expect(await ask(first.adminUrl, 'select 1')).toBe(1);
  await first.stop();
  const taker = createServer();
  await new Promise<void>((resolve) => taker.listen(Number(port), '127.0.0.1', resolve));
  try {
    const second = await start(deep);
    expect(new URL(second.adminUrl).port).not.toBe(port);
    expect(await ask(second.adminUrl, 'select 1')).toBe(1);
  } finally {
    await new Promise((resolve) => taker.close(resolve));
  }
});

test('a server that runs with other settings is restarted with ours', async () => {
  const first = await startEmbeddedPostgres({ dir: folder, durable: true, restart: false });
  const pid = postmasterPid();
  expect(await ask(first.adminUrl, 'show fsync')).toBe('on');
  const second = await start();
  expect(second.reused).toBe(false);
  expect(postmasterPid()).not.toBe(pid);
  expect(await ask(second.adminUrl, 'show fsync')).toBe('off');
});

test('a start that was killed while the data folder was made begins anew', async () => {
  mkdirSync(join(folder, 'data.draft'), { mode: 0o700 });
  writeFileSync(join(folder, 'data.draft', 'PG_VERSION'), '18\n');
  const server = await start();
  expect(await ask(server.adminUrl, 'select 1')).toBe(1);
});

test('a data folder whose passwords are gone is refused with a hint', async () => {
  await (await start()).stop();
  rmSync(join(folder, 'passwords.json'));
  await expect(start()).rejects.toThrow('passwords.json is missing');
});

test('data of another PostgreSQL is refused with a hint', async () => {
  await (await start()).stop();
  writeFileSync(join(folder, 'data', 'PG_VERSION'), '17\n');
  await expect(start()).rejects.toThrow(/made by PostgreSQL 17.*NINEFOLD_HOME/);
});

test('the server uses little memory when idle', async () => {
  const server = await start();
  await ask(server.adminUrl, 'select 1');
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const pids = stdout.trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number)).filter(([pid, parent]) => [pid, parent].includes(postmasterPid())).map(([pid]) => pid);
  if (process.platform !== 'linux') return;
  const kilobytes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)).reduce((a, b) => a + b, 0);
  expect(kilobytes / 1024).toBeLessThan(80);
});
