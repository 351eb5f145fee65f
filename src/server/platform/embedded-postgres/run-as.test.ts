import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { startEmbeddedPostgres } from './index.ts';
import { canEnter, chooseRunAs, commandAs } from './run-as.ts';

const isRoot = process.getuid?.() === 0;
const nobody = { name: 'nobody', uid: 65_534, gid: 65_534 };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninefold-run-as-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (dir: string) => ({ dataDir: join(dir, 'data'), paths: [dir] });

async function works(dir: string): Promise<void> {
  const server = await startEmbeddedPostgres({ dir, durable: false, restart: false });
  try {
    const client = new pg.Client({ connectionString: server.adminUrl });
    await client.connect();
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
  } finally {
    await server.stop();
  }
}

test('a folder is entered only with the right to pass every folder above it', () => {
  mkdirSync(join(folder, 'closed', 'inside'), { recursive: true });
  expect(canEnter(join(folder, 'closed', 'inside'), nobody)).toBe(true);
  chmodSync(join(folder, 'closed'), 0o700);
  expect(canEnter(join(folder, 'closed', 'inside'), nobody)).toBe(false);
  expect(canEnter(join(folder, 'closed', 'not-there-yet'), nobody)).toBe(false);
});

test.runIf(!isRoot)('an ordinary user runs PostgreSQL as themselves', () => {
  expect(chooseRunAs(at(folder))).toEqual({ how: 'self' });
});

describe.runIf(isRoot)('root', () => {
  test('runs PostgreSQL as a system user where that user may enter', async () => {
    expect(chooseRunAs(at(folder))).toMatchObject({ how: 'user' });
    await works(folder);
    expect(statSync(join(folder, 'data')).uid).not.toBe(0);
  });

  test('prefers a user called ninefold, then postgres, then nobody', () => {
    const accounts = [{ name: 'root', uid: 0, gid: 0 }, nobody, { name: 'postgres', uid: 26, gid: 26 }];
    expect(chooseRunAs({ ...at(folder), accounts })).toMatchObject({ uid: 26 });
    expect(chooseRunAs({ ...at(folder), accounts: [...accounts, { name: 'ninefold', uid: 900, gid: 900 }] })).toMatchObject({ uid: 900 });
    expect(chooseRunAs({ ...at(folder), accounts: [nobody] })).toMatchObject({ uid: 65_534 });
  });

  test('lets the user that owns the data go on owning it', () => {
    mkdirSync(join(folder, 'data'));
    chownSync(join(folder, 'data'), nobody.uid, nobody.gid);
    expect(chooseRunAs(at(folder))).toMatchObject({ how: 'user', uid: nobody.uid });
  });

  describe('below a home nobody else may enter', () => {
    let binaries: string;
    beforeEach(() => {
      mkdirSync(join(folder, 'home'), { mode: 0o700 });
      binaries = join(folder, 'home', 'native');
      cpSync(dirname(findBinaries()), binaries, { recursive: true, verbatimSymlinks: true });
    });

    test('runs it as a user that may search closed folders', async () => {
      expect(chooseRunAs(at(join(folder, 'home')))).toMatchObject({ how: 'searching-user' });
      await works(join(folder, 'home', 'postgres'));
      expect(statSync(join(folder, 'home', 'postgres', 'data')).uid).not.toBe(0);
    });

    test('the binaries run there too, with no other right of root', () => {
      const as = chooseRunAs(at(join(folder, 'home')));
      const version = commandAs(as, join(binaries, 'bin', 'postgres'), ['--version']);
      const done = spawnSync(version.file, version.args, { ...version.options, encoding: 'utf8' });
      expect(done).toMatchObject({ stdout: 'postgres (PostgreSQL) 18.4\n', stderr: '' });
      const rights = commandAs(as, 'grep', ['CapEff', '/proc/self/status']);
      expect(spawnSync(rights.file, rights.args, { ...rights.options, encoding: 'utf8' }).stdout).toMatch(/0000000000000004/);
    });

    test('a container that holds only the other right uses that one', () => {
      const capabilities = (1n << 1n) | (1n << 8n);
      expect(chooseRunAs({ ...at(join(folder, 'home')), capabilities })).toMatchObject({ how: 'searching-user', capability: 'dac_override' });
    });

    test('without such rights it runs in a namespace of its own', async () => {
      const as = chooseRunAs({ ...at(join(folder, 'home')), capabilities: 0n });
      expect(as).toMatchObject({ how: 'namespace' });
      const { file, args } = commandAs(as, join(binaries, 'bin', 'postgres'), ['--version']);
      expect(spawnSync(file, args, { encoding: 'utf8' }).stdout).toBe('postgres (PostgreSQL) 18.4\n');
      // Data owned by root was made that way and stays so.
      mkdirSync(join(folder, 'home', 'postgres', 'data'), { recursive: true, mode: 0o700 });
      rmSync(join(folder, 'home', 'postgres'), { recursive: true });
      expect(readFileSync('/proc/self/status', 'utf8')).toContain('Uid:\t0');
    });
  });
});
