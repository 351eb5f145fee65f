import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginMessage } from '#server/platform/database/session.ts';
import { connect, runAs, sessionOf, signUp } from '#tests/support/accounts.ts';
import type { Caller } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let app: pg.Client;
type Tenant = { workspace: string; project: string; artifact: string; people: Record<string, string> };
let ours: Tenant;
let theirs: Tenant;

const one = async (sql: string, values: unknown[] = []): Promise<string> => (await admin.query({ text: sql, values, rowMode: 'array' })).rows[0]![0];
const buckets = ['workspace-files', 'project-files', 'artifact-files'] as const;
const ownerIn = (tenant: Tenant, bucket: (typeof buckets)[number]) => tenant[bucket.split('-')[0] as 'workspace' | 'project' | 'artifact'];

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  [admin, app] = await Promise.all([connect(database.adminUrl), connect(database.appUrl)]);
  // The first account administers the instance.
  await signUp(auth, 'first@example.com');
  const tenant = async (name: string): Promise<Tenant> => {
    const workspace = await one('insert into public.workspaces (name, company_name) values ($1, $1) returning id', [name]);
    const project = await one('insert into public.projects (workspace_id, name) values ($1, $2) returning id', [workspace, name]);
    const artifact = await one(`insert into public.artifacts (project_id, title, artifact_type) values ($1, 'App', 'app') returning id`, [project]);
    const people: Record<string, string> = {};
    for (const role of ['owner', 'admin', 'project_creator', 'project owner', 'manager', 'contributor', 'viewer']) {
      people[role] = await signUp(auth, `${role.replace(' ', '-')}@${name}.example`);
      if (['owner', 'admin', 'project_creator'].includes(role)) await admin.query('insert into public.workspace_users (workspace_id, user_id, role) values ($1, $2, $3)', [workspace, people[role], role]);
      else await admin.query('insert into public.project_users (project_id, user_id, role) values ($1, $2, $3)', [project, people[role], role.replace('project ', '')]);
    }
    return { workspace, project, artifact, people };
  };
  ours = await tenant('ours');
  theirs = await tenant('theirs');
  await admin.query(`update public.users set status = 'active'`);
  for (const { workspace, project, artifact } of [ours, theirs]) {
    await admin.query(`insert into storage.objects (bucket_id, name) values ('workspace-files', $1 || '/a/file'), ('project-files', $2 || '/a/file'), ('artifact-files', $3 || '/a/file')`, [workspace, project, artifact]);
  }
  await auth.end();
});
afterAll(() => Promise.all([admin.end(), app.end()]));

/** Which of the objects of both tenants somebody sees: `ours workspace-files` and so on. */
async function seen(caller: Caller, projectId?: string): Promise<string[]> {
  const { rows, state, message } = await runAs(app, caller, 'select bucket_id, name from storage.objects order by 1, 2', projectId ? { projectId } : {});
  expect(message).toBe('');
  expect(state).toBeNull();
  const names = new Map([ours, theirs].flatMap((tenant, n) => buckets.map((bucket) => [ownerIn(tenant, bucket), n === 0 ? 'ours' : 'theirs'])));
  return rows.map((row) => `${names.get(String(row.name).split('/')[0]!) ?? row.name} ${row.bucket_id}`);
}

describe('the files of two tenants', () => {
  test('are seen by their own members only, each kind by its own', async () => {
    for (const [name, tenant] of [['ours', ours], ['theirs', theirs]] as const) {
      for (const role of ['owner', 'admin', 'project_creator']) expect(await seen(tenant.people[role]!), role).toEqual([`${name} workspace-files`]);
      for (const role of ['project owner', 'manager', 'contributor', 'viewer']) {
        expect(await seen(tenant.people[role]!), role).toEqual([`${name} artifact-files`, `${name} project-files`]);
        expect(await seen(tenant.people[role]!, tenant.project), role).toEqual([`${name} artifact-files`, `${name} project-files`]);
        expect(await seen(tenant.people[role]!, (tenant === ours ? theirs : ours).project), role).toEqual([]);
      }
    }
    expect(await seen('anon')).toEqual([]);
    expect(await seen('service_role')).toHaveLength(6);
  });

  test('are shut off from who was removed or banned, with the next statement', async () => {
    const { people, project } = ours;
    await admin.query('begin');
    await admin.query(`update public.users set status = 'banned' where id = $1`, [people.viewer]);
    await admin.query('delete from public.project_users where project_id = $1 and user_id = $2', [project, people.contributor]);
    for (const role of ['viewer', 'contributor']) {
      await admin.query(beginMessage(sessionOf(people[role]!), 'savepoint asking'));
      expect((await admin.query('select from storage.objects')).rowCount, role).toBe(0);
      await admin.query('rollback to savepoint asking');
    }
    await admin.query('rollback');
  });

  test('are not moved into another tenant, not even by who writes in both', async () => {
    const both = ours.people.contributor!;
    const move = (to: string) => runAs(app, both, `update storage.objects set name = '${to}/stolen' where bucket_id = 'project-files' and name = '${ours.project}/a/file'`);
    expect((await move(theirs.project)).state).toBe('42501');
    expect((await runAs(app, both, `update storage.objects set bucket_id = 'workspace-files' where bucket_id = 'project-files'`)).state).toBe('42501');
  });
});

describe('a name that does not begin with an id', () => {
  const stray = ['tmp/x.txt', 'x.txt', '', '/', '//x', 'not-a-uuid/x', `{"id": 1}/x`, `';drop table x;--/x`, '../x'];

  test('breaks no list of anybody, and is seen by nobody', async () => {
    await admin.query('begin');
    for (const bucket of buckets) {
      await admin.query(`insert into storage.objects (bucket_id, name) select $1, unnest($2::text[])`, [bucket, [...stray, ours.project, `${ours.project.toUpperCase()}/x`]]);
    }
    await admin.query(beginMessage(sessionOf(ours.people.viewer!), 'savepoint asking'));
    expect((await admin.query('select from storage.objects')).rowCount).toBe(2);
    expect((await admin.query(`update storage.objects set version = 'x'`)).rowCount).toBe(0);
    await admin.query('rollback');
  });

  test.each(stray)('is not given to a file: %j', async (name) => {
    for (const bucket of buckets) {
      const outcome = await runAs(app, ours.people['project owner']!, 'insert into storage.objects (bucket_id, name) values ($1, $2)', { values: [bucket, name] });
      expect(outcome.state, bucket).toBe('42501');
    }
  });

  test('an object of another bucket, or of none, is nobody\'s', async () => {
    for (const bucket of ['avatars', null]) {
      await admin.query('begin');
      if (bucket) await admin.query(`insert into storage.buckets (id, name) values ($1, $1)`, [bucket]);
      await admin.query(beginMessage(sessionOf(ours.people['project owner']!), 'savepoint asking'));
      await expect(admin.query('insert into storage.objects (bucket_id, name) values ($1, $2)', [bucket, `${ours.project}/x`])).rejects.toMatchObject({ code: '42501' });
      await admin.query('rollback');
    }
  });
});

test('the buckets are private, limited, and changed by nobody', async () => {
  const { rows } = await admin.query('select id, public, file_size_limit::int as limit from storage.buckets order by id');
  expect(rows).toEqual([...buckets].sort().map((id) => ({ id, public: false, limit: 104_857_600 })));
  expect((await runAs(app, ours.people.owner!, 'select * from storage.buckets')).count).toBe(0);
  expect((await runAs(app, ours.people.owner!, 'update storage.buckets set public = true')).count).toBe(0);
});

describe('deleting', () => {
  const queued = async () => (await admin.query(`select bucket_id || ' ' || owner_id as name from private.file_removals order by 1`)).rows.map((row) => row.name as string);

  test('an app, a project or a workspace queues all that lay below it, once', async () => {
    await admin.query('begin');
    await admin.query('delete from public.artifacts where id = $1', [ours.artifact]);
    expect(await queued()).toEqual([`artifact-files ${ours.artifact}`]);
    await admin.query('delete from public.workspaces where id = $1', [ours.workspace]);
    expect(await queued()).toEqual([`artifact-files ${ours.artifact}`, `project-files ${ours.project}`, `workspace-files ${ours.workspace}`]);
    await admin.query('delete from public.projects where id = $1', [theirs.project]);
    expect(await queued()).toHaveLength(5);
    await admin.query('rollback');
  });

  test('a file of an app queues the app, for whoever deletes it', async () => {
    await admin.query('begin');
    await admin.query(`insert into public.artifact_files (artifact_id, project_id, file_name, file_type, file_size, file_path, storage_path)
      select a.id, a.project_id, 'a', 'text/plain', 1, 'a' || n, a.id || '/' || n from public.artifacts a, generate_series(1, 3) n where a.id = $1`, [ours.artifact]);
    await admin.query(beginMessage(sessionOf(ours.people.contributor!), 'savepoint asking'));
    expect((await admin.query('delete from public.artifact_files')).rowCount).toBe(3);
    await admin.query('reset role');
    expect(await queued()).toEqual([`artifact-files ${ours.artifact}`]);
    await admin.query('rollback');
  });

  test('nothing queues nothing', async () => {
    await admin.query('begin; delete from public.artifacts where false; delete from public.projects where false');
    expect(await queued()).toEqual([]);
    await admin.query('rollback');
  });

  test('people neither see nor change the queue', async () => {
    for (const sql of ['select * from private.file_removals', 'delete from private.file_removals', `insert into private.file_removals (bucket_id, owner_id) values ('project-files', gen_random_uuid())`]) {
      expect((await runAs(app, ours.people.owner!, sql)).state).toBe('42501');
    }
  });
});

test('a list of files reads the same for 1 and 400 memberships, and goes by the index', async () => {
  const { contributor: light, manager: heavy } = ours.people;
  await admin.query(`with p as (insert into public.projects (workspace_id, name) select $1, 'P ' || n from generate_series(1, 400) n returning id)
    insert into public.project_users (project_id, user_id, role) select id, $2, 'contributor' from p`, [ours.workspace, heavy]);
  await admin.query(`insert into storage.objects (bucket_id, name) select 'project-files', $1 || '/many/' || n from generate_series(1, 2000) n`, [ours.project]);
  await admin.query(`insert into storage.objects (bucket_id, name) select 'project-files', gen_random_uuid() || '/x' from generate_series(1, 5000)`);
  await admin.query('vacuum analyze storage.objects, public.project_users, public.projects');
  const list = `select name from storage.objects where bucket_id = 'project-files' and name collate "C" > '${ours.project}/many/' and name collate "C" < '${ours.project}0' order by name collate "C" limit 50`;
  const read = async (person: string) => {
    let fewest = Infinity;
    let plan = '';
    await app.query(beginMessage(sessionOf(person, ours.project)));
    // The first runs also read the catalogue.
    for (let i = 0; i < 12; i++) {
      const { rows } = await app.query({ text: `explain (analyze, buffers, costs off, timing off, summary off, format json) ${list}`, rowMode: 'array' });
      const top = rows[0]![0][0].Plan as Record<string, number>;
      fewest = Math.min(fewest, top['Shared Hit Blocks']! + top['Shared Read Blocks']!);
      plan = JSON.stringify(rows[0]![0]);
    }
    await app.query('rollback');
    expect(plan).toContain('idx_objects_bucket_id_name');
    expect(plan).not.toContain('Seq Scan');
    return fewest;
  };
  expect(await read(heavy!)).toBe(await read(light!));
});
