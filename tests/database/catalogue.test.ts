import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkout } from '#server/platform/config.ts';
import { listMigrations } from '#server/platform/migrations/index.ts';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { describeEntities } from '../../scripts/generate/entities.ts';
import { describeSchema } from '../../scripts/generate/schema.ts';
import { describeTypes } from '../../scripts/generate/types.ts';

const database = await testDatabase({ open: false });
let client: pg.Client;
beforeAll(async () => { client = await connect(database.ownerUrl); });
afterAll(() => client.end());

const ours = `('public'::regnamespace, 'private'::regnamespace)`;
const list = async (sql: string): Promise<string[]> => (await client.query<{ name: string }>(sql)).rows.map((row) => row.name);

test("functions and tables to come are nobody else's", async () => {
  await client.query('begin; create function public.later() returns int language sql return 1; create table public.later_table (id int)');
  expect(await list(`select x.grantee::text as name from pg_proc p, aclexplode(p.proacl) x where p.oid = 'public.later()'::regprocedure and x.grantee <> p.proowner`)).toEqual([]);
  expect(await list(`select x.grantee::text as name from pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) x where c.oid = 'public.later_table'::regclass and x.grantee <> c.relowner`)).toEqual([]);
  await client.query('rollback');
});

test('every column of a scope is never null and every author may be cleared', async () => {
  // Invitations and connections have one of two scopes; an app may outlive its chat; usage may concern no project.
  const open = [
    'invitations.workspace_id', 'invitations.project_id', 'artifacts.chat_id', 'api_connections.workspace_id', 'api_connections.project_id',
    'oauth2_connections.workspace_id', 'oauth2_connections.project_id', 'token_usage.project_id', 'token_usage.chat_id',
    'token_reservations.project_id', 'token_reservations.chat_id', 'token_caps.project_id', 'token_caps.user_id',
  ];
  const found = await list(`
    select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not a.attnotnull
      and a.attname in ('workspace_id', 'project_id', 'chat_id', 'artifact_id', 'user_id')`);
  expect(found.sort()).toEqual(open.sort());
  expect(await list(`
    select k.conrelid::regclass || '.' || k.conname as name from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.connamespace in ${ours} and a.attname in ('created_by', 'updated_by', 'invited_by', 'accepted_by') and k.confdeltype <> 'n'`)).toEqual([]);
});

test('every table with updated_at has a trigger that sets it', async () => {
  expect(await list(`
    select c.relname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'updated_at' and not exists (
      select from pg_trigger t where t.tgrelid = c.oid and t.tgname in ('set_updated_at', 'set_updated_by', 'number_record_change'))`)).toEqual([]);
});

test('people may create neither tables nor temporary tables', async () => {
  const { rows } = await client.query(`
    select has_schema_privilege(r, 'public', 'create') as public, has_schema_privilege(r, 'private', 'create') as private
    from unnest(array['anon', 'authenticated', 'service_role']) r`);
  expect(rows).toEqual(Array.from({ length: 3 }, () => ({ public: false, private: false })));
  expect(readFileSync(join(checkout, 'supabase/migrations/20260101000100_platform_privileges.sql'), 'utf8')).toContain('revoke temporary on database');
});

test('migrations are lower case and name their policies in sentences', () => {
  for (const { path, sql } of listMigrations()) {
    const code = sql.replace(/--[^\n]*|'[^']*'|"[^"]*"/g, '').replace(/\btg_op\b/g, '');
    expect(code, path).not.toMatch(/\b(SELECT|INSERT|UPDATE|DELETE|CREATE|GRANT|TABLE|POLICY|FUNCTION)\b/);
    for (const [, name] of sql.matchAll(/create policy "([^"]+)"/g)) expect(name, path).toMatch(/^[A-Z][^"]{10,62}$/);
  }
});

describe('generated files', () => {
  const stored = (path: string) => readFileSync(join(checkout, path), 'utf8');
  const cure = 'run: npm run generate';

  test('schema.sql shows the migrated schema', async () => {
    expect(await describeSchema(client) === stored('supabase/schema.sql'), cure).toBe(true);
  });

  test('entities.md shows the migrated schema', async () => {
    expect(await describeEntities(client) === stored('docs/entities.md'), cure).toBe(true);
  });

  test('the types of the database are those of the migrated schema', async () => {
    expect(await describeTypes(client) === stored('src/server/platform/database/schema.gen.ts'), cure).toBe(true);
  });
});
