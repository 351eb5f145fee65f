import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { canEnter } from '#server/platform/embedded-postgres/run-as.ts';
import { query, testDatabase } from '#tests/support/database.ts';
import { serve, type Serving } from '#tests/support/serve.ts';

// Whole servers are started, several a test, perhaps beside other tests.
vi.setConfig({ testTimeout: 90_000 });
const database = await testDatabase({ open: false });
const home = mkdtempSync(join(tmpdir(), 'ninefold-start-'));
// Root may write everywhere, so where it matters the server runs as somebody else.
const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const running = new Set<Serving>();
chmodSync(home, 0o711);

async function start(env: Record<string, string> = {}): Promise<Serving> {
  const server = await serve({ NINEFOLD_HOME: home, ...env });
  running.add(server);
  void server.ended.then(() => running.delete(server));
  return server;
}

async function stop(server: Serving, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  server.kill(signal);
  return server.ended;
}

afterEach(async () => {
  for (const server of running) await stop(server);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const postmaster = () => join(home, 'postgres', 'data', 'postmaster.pid');

describe('the server', () => {
  test('starts with nothing but a home, prints one line with its address, and ends in order', async () => {
    const server = await start();
    expect(server.output().match(/ready at/g)).toHaveLength(1);
    expect(server.output().trim().split('\n').at(-1)).toBe(`Ninefold is ready at http://localhost:${server.port}`);
    expect(await (await fetch(`http://127.0.0.1:${server.port}/readyz`)).json()).toEqual({ status: 'ready' });
    expect(await (await fetch(`http://127.0.0.1:${server.port}/`)).text()).toContain('<title>Ninefold');
    expect(statSync(join(home, 'master-key')).mode & 0o777).toBe(0o600);
    const asked = Date.now();
    expect(await stop(server, 'SIGINT')).toBe(0);
    expect(Date.now() - asked).toBeLessThan(10_000);
    expect(existsSync(postmaster())).toBe(false);
    expect(existsSync(join(home, 'server.json'))).toBe(false);
    // The first start may have to build the web.
  }, 120_000);

  test('says nothing but that it stops when it is stopped as soon as it is ready', async () => {
    for (let n = 0; n < 3; n++) {
      const server = await start();
      expect(await stop(server, 'SIGINT')).toBe(0);
      expect(server.output().split('Ninefold is ready at')[1]).toMatch(/^ \S+\n\nStopping…\n$/);
    }
  });

  test('goes on after kill -9 with the database that was left running', async () => {
    const first = await start();
    const pid = readFileSync(postmaster(), 'utf8').split('\n')[0];
    await stop(first, 'SIGKILL');
    const second = await start();
    expect(second.url).not.toBe('');
    expect(readFileSync(postmaster(), 'utf8').split('\n')[0]).toBe(pid);
    expect(await stop(second)).toBe(0);
  });

  test('ends within seconds although a request never ends', async () => {
    const server = await start();
    const endless = connect(server.port, '127.0.0.1');
    endless.on('error', () => {}); // It is cut when the server ends.
    endless.write('POST /api/me HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{');
    await wait(200);
    const asked = Date.now();
    expect(await stop(server)).toBe(0);
    expect(Date.now() - asked).toBeLessThan(10_000);
  });

  test('runs on a database of its owner when DATABASE_URL names one', async () => {
    const server = await start({ DATABASE_URL: database.ownerUrl });
    expect(await (await fetch(`http://127.0.0.1:${server.port}/readyz`)).json()).toEqual({ status: 'ready' });
    expect(existsSync(postmaster())).toBe(false);
  });
});

describe('a start that cannot go on says why and what to do:', () => {
  const refused = async (env: Record<string, string>, message: RegExp) => {
    const server = await start(env);
    expect(await server.ended).toBe(1);
    expect(server.output()).toMatch(message);
    expect(server.output()).not.toMatch(/^ {4}at /m);
  };

  test('a second start on the same home', async () => {
    const first = await start();
    await refused({}, new RegExp(`runs already on ${home}: process ${first.pid}, http://localhost:${first.port}.*NINEFOLD_HOME`));
    expect((await fetch(`http://127.0.0.1:${first.port}/healthz`)).status).toBe(200);
  });

  test('a port in use', async () => {
    const taker = createServer();
    await new Promise<void>((resolve) => taker.listen(0, '127.0.0.1', resolve));
    const address = taker.address();
    const port = address && typeof address === 'object' ? String(address.port) : '';
    try {
      await refused({ PORT: port }, new RegExp(`Port ${port} is in use.*PORT=\\d+ npm start`));
      await refused({ PREVIEW_PORT: port }, new RegExp(`Port ${port} is in use.*PREVIEW_PORT=\\d+ npm start`));
    } finally {
      await new Promise((resolve) => taker.close(resolve));
    }
  });

  test('a home that is no folder', async () => {
    const file = join(home, 'a-file');
    writeFileSync(file, '');
    await refused({ NINEFOLD_HOME: file }, /a-file is not a folder.*NINEFOLD_HOME/);
    await refused({ NINEFOLD_HOME: join(file, 'below') }, /is not a folder.*NINEFOLD_HOME/);
  });

  test.skipIf(isRoot && !canEnter(process.execPath, nobody))('a home that cannot be written', async () => {
    const closed = join(home, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    const server = await serve({ NINEFOLD_HOME: join(closed, 'home') }, isRoot ? nobody : {});
    expect(await server.ended).toBe(1);
    expect(server.output()).toMatch(/closed\/home.*cannot be written \(EACCES\).*NINEFOLD_HOME/);
  });

  test('a home where no folder can be made', async () => {
    await refused({ NINEFOLD_HOME: '/proc/ninefold/home' }, /\/proc\/ninefold\/home.*cannot be written.*NINEFOLD_HOME/);
  });

  test('a variable nobody can use', async () => {
    await refused({ SIGNUP: 'everyone', PUBLIC_URL: 'studio' }, /PUBLIC_URL[^]*SIGNUP is none of waitlist, open, invite/);
  });

  test('a database newer than the code', async () => {
    await query(database.ownerUrl, `insert into supabase_migrations.schema_migrations (version, name) values ('20990101000000', 'from_the_future')`);
    await refused({ DATABASE_URL: database.ownerUrl }, /newer than this code.*20990101000000.*git pull/);
  });

  test('a database that does not answer, without its password', async () => {
    const server = await start({ DATABASE_URL: 'postgresql://owner:hunter2@127.0.0.1:1/ninefold' });
    expect(await server.ended).toBe(1);
    expect(server.output()).toMatch(/DATABASE_URL: no PostgreSQL answers at 127\.0\.0\.1:1/);
    expect(server.output()).not.toContain('hunter2');
  });
});
