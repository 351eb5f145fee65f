import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, doAs, runAs, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let app: pg.Client;
let auth: pg.Client;
let victim: string;
let stranger: string;
let theirs: string;
let mine: string;
let artifact: string;

beforeAll(async () => {
  [auth, admin, app] = await Promise.all([connect(database.authUrl), connect(database.adminUrl), connect(database.appUrl)]);
  await admin.query(`update private.instance set signup = 'open'`);
  [victim, stranger] = [await signUp(auth, 'victim@example.com'), await signUp(auth, 'stranger@example.com')];
  [theirs, mine] = [await newProject(victim), await newProject(stranger)];
  artifact = (await doAs(app, victim, `insert into artifacts (project_id, title, artifact_type, is_public) values ($1, 'App', 'app', true) returning id`, [theirs]))[0]!.id as string;
  await doAs(app, victim, `insert into app_collections (artifact_id, project_id, name, title, schema) values ($1, $2, 'salaries', 'Salaries', '{}')`, [artifact, theirs]);
  await doAs(app, victim, `insert into artifact_versions (artifact_id, project_id, files, content_hash) values ($1, $2, '[]', repeat('a', 64))`, [artifact, theirs]);
  await doAs(app, victim, addFile, [artifact, theirs, 'plan.txt']);
});
afterAll(() => Promise.all([admin.end(), app.end(), auth.end()]));

const addFile = `insert into artifact_files (artifact_id, project_id, file_name, file_type, file_size, file_path, storage_path, is_main_file) values ($1::uuid, $2, 'x', 'text/plain', 1, $3, $1::uuid::text || '/x', true)`;

async function newProject(owner: string): Promise<string> {
  const workspace = (await doAs(app, owner, `select create_workspace('W', 'C') as id`))[0]!.id;
  return (await doAs(app, owner, `select create_project($1, 'P') as id`, [workspace]))[0]!.id as string;
}
const answer = async (sql: string, values: unknown[]) => {
  const { state, message } = await runAs(app, stranger, sql, { values });
  return `${state} ${message}`;
};

describe('whoever knows the id of an app of others learns nothing from how they are refused', () => {
  const versionOf = (project: string, number: number) => answer(`insert into artifact_versions (artifact_id, project_id, number, files, content_hash) values ($1, $2, $3, '[]', repeat('a', 64))`, [artifact, project, number]);

  test('the number of its versions', async () => {
    const refusals = [await versionOf(theirs, 99), await versionOf(theirs, 2), await versionOf(theirs, 0)];
    expect(refusals).toEqual(Array(3).fill('42501 new row violates row-level security policy for table "artifact_versions"'));
    expect(await versionOf(mine, 0)).toMatch(/^23503/);
  });

  test('the names of its collections', async () => {
    for (const name of ['salaries', 'no-such']) {
      expect(await answer(`insert into app_collections (artifact_id, project_id, name, title, schema) values ($1, $2, $3, 'x', '{}')`, [artifact, mine, name]), name).toMatch(/^23503/);
    }
  });

  test('the paths of its files', async () => {
    for (const path of ['plan.txt', 'no-such.txt']) expect(await answer(addFile, [artifact, mine, path]), path).toMatch(/^23503/);
  });
});

test('whether a project of others is somebody\'s personal one is told to nobody', async () => {
  const { rows: [personal] } = await admin.query('select id from public.projects where personal_owner_id = $1', [victim]);
  const [one, other] = [await answer(`insert into project_users (project_id, user_id, role) values ($1, $2, 'viewer')`, [personal.id, stranger]), await answer(`insert into project_users (project_id, user_id, role) values ($1, $2, 'viewer')`, [theirs, stranger])];
  expect(one).toBe(other);
});

test('the id of a deleted app cannot be taken over while its files are still there', async () => {
  const gone = (await doAs(app, victim, `insert into artifacts (project_id, title, artifact_type) values ($1, 'App', 'app') returning id`, [theirs]))[0]!.id as string;
  await admin.query(`insert into storage.objects (bucket_id, name, version) values ('artifact-files', $1, $2)`, [`${gone}/board/minutes.pdf`, randomUUID()]);
  await doAs(app, victim, 'delete from artifacts where id = $1', [gone]);
  const taken = await runAs(app, stranger, `insert into artifacts (id, project_id, title, artifact_type) values ($1, $2, 'Mine', 'app')`, { values: [gone, mine], keep: true });
  expect((await runAs(app, stranger, 'select name from storage.objects')).rows).toEqual([]);
  expect(taken.state).toBe('23505');
  await admin.query('delete from private.file_removals');
  expect((await runAs(app, stranger, `insert into artifacts (id, project_id, title, artifact_type) values ($1, $2, 'Mine', 'app')`, { values: [gone, mine] })).state).toBe(null);
});

test('a domain cannot be claimed for no workspace', async () => {
  expect((await runAs(app, stranger, `select claim_workspace_domain(null, 'example.com')`)).state).toBe('42501');
});
