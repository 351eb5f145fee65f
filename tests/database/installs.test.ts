import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkout } from '#server/platform/config.ts';
import type { EmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts';
import { ownerLogin, prepareDatabase } from '#server/platform/embedded-postgres/prepare-database.ts';
import type { Migration } from '#server/platform/migrations/files.ts';
import { listMigrations, migrate } from '#server/platform/migrations/index.ts';
import { connected } from '#tests/support/accounts.ts';
import { query } from '#tests/support/database.ts';
import { startDebianPostgres } from '#tests/support/debian-postgres.ts';
import { describeInstall } from '#tests/support/describe-install.ts';
import { supabasePush } from '#tests/support/supabase-cli.ts';

// The same database comes out, whichever PostgreSQL it is and whoever applies the migrations, and applying them again changes nothing.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 600_000 });
const folder = mkdtempSync(join(tmpdir(), 'ninefold-installs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = listMigrations();
const half = files.slice(0, Math.ceil(files.length / 2));
const names = (list: Migration[]) => list.map((file) => file.name);

type Installer = (ownerUrl: string, migrations: Migration[]) => Promise<string[]>;
const ourRunner: Installer = async (ownerUrl, migrations) => {
  const own = mkdtempSync(join(folder, 'runner-'));
  mkdirSync(join(own, 'migrations'));
  for (const { path } of migrations) cpSync(path, join(own, 'migrations', basename(path)));
  return (await migrate({ ownerUrl, folder: own })).applied;
};

const servers: [string, () => Promise<EmbeddedPostgres>][] = [
  ['the PostgreSQL 18 inside', () => startEmbeddedPostgres({ dir: join(folder, 'embedded'), durable: false, restart: false })],
  ["Debian's PostgreSQL 15", () => startDebianPostgres()],
];
const ways: [string, Installer, Installer][] = [
  ['our runner', ourRunner, ourRunner],
  ['the Supabase CLI', supabasePush, supabasePush],
  ['our runner first, then the Supabase CLI', ourRunner, supabasePush],
  ['the Supabase CLI first, then our runner', supabasePush, ourRunner],
];
const made = new Map<string, string>();

describe.each(servers)('on %s', (server, start) => {
  let postgres: EmbeddedPostgres;
  beforeAll(async () => { postgres = await start(); });
  afterAll(() => postgres?.stop());

  test.each(ways)('an owner who is no superuser installs by %s, and again without a change', async (way, first, second) => {
    const name = `by_${ways.findIndex(([other]) => other === way)}`;
    await prepareDatabase(postgres, name);
    const ownerUrl = postgres.urlFor(ownerLogin, name);
    expect(await query(ownerUrl, 'select rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user')).toEqual([{ rolsuper: false, rolcreaterole: false, rolbypassrls: false }]);
    if (first !== second) expect(await first(ownerUrl, half)).toEqual(names(half));
    expect(await second(ownerUrl, files)).toEqual(names(first === second ? files : files.slice(half.length)));

    const before = await connected(ownerUrl, describeInstall);
    for (const installer of [first, second]) expect(await installer(ownerUrl, files)).toEqual([]);
    expect(await connected(ownerUrl, describeInstall)).toBe(before);
    made.set(`${server}, ${way}`, before);
  });

  test.each([['our runner', ourRunner], ['the Supabase CLI', supabasePush]])('a file that fails half-way leaves nothing by %s', async (_, installer) => {
    const ownerUrl = postgres.urlFor(ownerLogin, 'by_0');
    const path = join(folder, '20990101000000_trial_fails.sql');
    writeFileSync(path, 'create table public.trial (n integer);\nselect 1 / 0;\n');
    const before = await connected(ownerUrl, describeInstall);
    await expect(installer(ownerUrl, [...files, { version: '20990101000000', name: 'trial_fails', path, sql: '' }])).rejects.toThrow('division by zero');
    expect(await connected(ownerUrl, describeInstall)).toBe(before);
  });

  test('people may make no temporary tables there', async () => {
    const rows = await query(postgres.urlFor(ownerLogin, 'by_0'), `select r from unnest(array['anon', 'authenticated', 'service_role']) r where has_database_privilege(r, current_database(), 'temporary')`);
    expect(rows).toEqual([]);
  });

  test.each([
    'alter table public.users add column planted text',
    'revoke execute on function public.create_workspace from authenticated',
    'alter policy "People read their own row, super users all rows" on public.users using (true)',
    'create policy "Everybody reads every object" on storage.objects for select using (true)',
    'alter default privileges in schema public grant select on tables to anon',
    'drop trigger on_auth_user_created on auth.users',
    "delete from private.public_mail_domains where domain = 'gmail.com'",
  ])('a dump would show: %s', async (difference) => {
    // The superuser, since the accounts' table is not the owner's.
    await connected(postgres.urlFor('postgres', 'by_0'), async (client) => {
      const before = await describeInstall(client);
      await client.query('begin');
      await client.query(difference.replace('alter default privileges', `alter default privileges for role ${ownerLogin}`));
      expect(await describeInstall(client)).not.toBe(before);
      await client.query('rollback');
    });
  });
});

test('all installs are equal', () => {
  expect(made.size).toBe(servers.length * ways.length);
  const [[, reference] = ['', '']] = made;
  for (const [install, dump] of made) expect(dump.split('\n'), install).toEqual(reference.split('\n'));
});

test('every install is what supabase/schema.sql shows', () => {
  for (const [install, dump] of made) expect(dump.startsWith(readFileSync(join(checkout, 'supabase/schema.sql'), 'utf8')), `${install}; run: npm run generate`).toBe(true);
});
