import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { checkout } from '#server/platform/config.ts';
import { migrate } from '#server/platform/migrations/index.ts';
import { Person } from '#tests/api/person.ts';
import { query } from '#tests/support/database.ts';
import { startDebianPostgres, type DebianPostgres } from '#tests/support/debian-postgres.ts';
import { serve } from '#tests/support/serve.ts';

// What docs/operate/databases.md tells an administrator to do, done on the oldest PostgreSQL.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 600_000 });
let postgres: DebianPostgres;
const home = mkdtempSync(join(tmpdir(), 'ninefold-own-'));
chmodSync(home, 0o711);
beforeAll(async () => { postgres = await startDebianPostgres(); });
afterAll(async () => {
  await postgres?.stop();
  rmSync(home, { recursive: true, force: true });
});

function psql(url: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(join(postgres.bin, 'psql'), ['--no-psqlrc', '--quiet', '-v', 'ON_ERROR_STOP=1', ...args, url], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`psql failed: ${error?.message ?? stderr}`);
}

const standIn = ['01_roles', '02_auth', '03_storage'].flatMap((name) => ['-f', join(checkout, 'supabase', 'stand-in', `${name}.sql`)]);

test('a login without the roles prepared is told which file needs more than it may do', async () => {
  psql(postgres.adminUrl, ['-c', `create role unprepared login password 'secret'`, '-c', 'create database unprepared owner unprepared']);
  await expect(migrate({ ownerUrl: postgres.urlFor('unprepared', 'unprepared') })).rejects.toThrow(/01_roles\.sql.*permission denied to create role/);
  expect(await query(postgres.urlFor('unprepared', 'unprepared'), `select nspname from pg_namespace where nspname in ('auth', 'storage', 'private')`)).toEqual([]);
});

test('once an administrator has prepared the database, its owner runs the studio on it, and again', async () => {
  psql(postgres.adminUrl, ['-c', `create role ninefold login password 'secret'`, '-c', 'create database ninefold owner ninefold']);
  psql(postgres.urlFor('postgres', 'ninefold'), ['--single-transaction', ...standIn]);
  const env = { NINEFOLD_HOME: home, DATABASE_URL: postgres.urlFor('ninefold', 'ninefold') };
  for (const name of ['Ada', 'Bob']) {
    const server = await serve(env);
    try {
      expect(server.url, server.output()).not.toBe('');
      const person = new Person(`http://127.0.0.1:${server.port}`);
      await person.signUp(name);
      const me = await person.get<{ user: { isSuperUser: boolean; status: string } }>('/api/me');
      expect(me.body.user).toMatchObject(name === 'Ada' ? { isSuperUser: true, status: 'active' } : { isSuperUser: false, status: 'waitlist' });
    } finally {
      server.kill('SIGTERM');
      await server.ended;
    }
  }
  expect(await query(postgres.urlFor('ninefold', 'ninefold'), 'select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user'))
    .toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false }]);
});
