import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { listMigrations, migrate } from '#server/platform/migrations/index.ts';
import { query, testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
const folder = mkdtempSync(join(tmpdir(), 'ninefold-migrations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  await query(database.ownerUrl, 'delete from supabase_migrations.schema_migrations');
  await query(database.ownerUrl, 'drop table if exists public.trial');
  rmSync(join(folder, 'migrations'), { recursive: true, force: true });
  mkdirSync(join(folder, 'migrations'));
});

const write = (name: string, sql: string) => writeFileSync(join(folder, 'migrations', name), sql);
const run = () => migrate({ ownerUrl: database.ownerUrl, folder });
const history = () => query(database.ownerUrl, 'select version, name, statements from supabase_migrations.schema_migrations order by version');

test('files are applied once, in order, and noted as the Supabase CLI notes them', async () => {
  write('20300101000200_trial_row.sql', 'insert into public.trial values (1);\n-- twice\ninsert into public.trial values (2);');
  write('20300101000100_trial_table.sql', 'create table public.trial (n int);');
  expect(await run()).toEqual({ applied: ['trial_table', 'trial_row'] });
  expect(await run()).toEqual({ applied: [] });
  expect(await history()).toEqual([
    { version: '20300101000100', name: 'trial_table', statements: ['create table public.trial (n int)'] },
    { version: '20300101000200', name: 'trial_row', statements: ['insert into public.trial values (1)', 'insert into public.trial values (2)'] },
  ]);
});

test('a failing statement is named with file and line, and nothing of its file stays', async () => {
  write('20300101000100_trial_table.sql', 'create table public.trial (n int);');
  write('20300101000200_trial_wrong.sql', "insert into public.trial values (1);\n\n-- why\ninsert into public.trial\nvalues ('x');");
  await expect(run()).rejects.toThrow(/20300101000200_trial_wrong\.sql:5: invalid input syntax for type integer: "x" \(22P02\)\n {2}in the statement:\n {4}insert into public\.trial/);
  expect(await query(database.ownerUrl, 'select * from public.trial')).toEqual([]);
  expect(await history()).toMatchObject([{ version: '20300101000100' }]);
});

test('a database newer than the code is refused with the cure', async () => {
  write('20300101000100_trial_table.sql', 'create table public.trial (n int);');
  await run();
  rmSync(join(folder, 'migrations', '20300101000100_trial_table.sql'));
  await expect(run()).rejects.toThrow(/newer than this code.*20300101000100.*git pull/);
});

test('two starts at once apply every file once', async () => {
  write('20300101000100_trial_table.sql', 'create table public.trial (n int);');
  const results = await Promise.all([run(), run(), run()]);
  expect(results.flatMap((r) => r.applied)).toEqual(['trial_table']);
});

test('a file with another form of name is refused', async () => {
  write('001_trial.sql', 'select 1;');
  await expect(run()).rejects.toThrow('is not named <14 digits>_<domain>_<what>.sql');
});

test('no two migrations have the same version', () => {
  const versions = listMigrations().map((m) => m.version);
  expect(new Set(versions).size).toBe(versions.length);
});
