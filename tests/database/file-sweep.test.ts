import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { sweepFiles } from '#server/files/index.ts';
import { listBlobs, openFiles, writeBlob } from '#server/platform/files/index.ts';
import { query, testDatabase } from '#tests/support/database.ts';

const database = await testDatabase();
const root = mkdtempSync(join(tmpdir(), 'ninefold-sweep-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder: string;
let project: string;
beforeEach(async () => {
  folder = join(root, randomUUID());
  openFiles(folder);
  await sql('delete from private.file_removals');
  const workspace = await sql(`insert into public.workspaces (name, company_name) values ('W', 'W') returning id`);
  project = await sql('insert into public.projects (workspace_id, name) values ($1, $2) returning id', [workspace, 'P']);
});

async function sql(text: string, values?: unknown[]): Promise<string> {
  const [row] = await query<Record<string, string>>(database.ownerUrl, text, values);
  return Object.values(row ?? {})[0] ?? '';
}

/** A file with its row, as an upload leaves it. */
async function keep(bucket: string, owner: string, path = 'a.txt'): Promise<string> {
  const key = randomUUID();
  await writeBlob(bucket, `${owner}/${key}`, path);
  await sql('insert into storage.objects (bucket_id, name, version) values ($1, $2, $3)', [bucket, `${owner}/${path}`, key]);
  return `${owner}/${key}`;
}

async function newApp(id: string = randomUUID()): Promise<string> {
  return sql(`insert into public.artifacts (id, project_id, title, artifact_type) values ($1, $2, 'App', 'app') returning id`, [id, project]);
}

async function left(bucket: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { path } of listBlobs(bucket)) found.push(path);
  return found.sort();
}

const objects = (bucket: string, owner: string) => sql(`select count(*)::text from storage.objects where bucket_id = $1 and name like $2`, [bucket, `${owner}/%`]);
const queue = () => sql('select count(*)::text from private.file_removals');
const nothing = { rows: 0, blobs: 0, drafts: 0 };
/** As after a quarter of an hour; strays are a day old only when told. */
const later = { settledMs: -1000 };

test('what a deleted project and its apps leave goes, rows and bytes, and nothing else', async () => {
  const app = await newApp();
  for (let n = 0; n < 3; n++) await keep('project-files', project, `f/${n}.txt`);
  await keep('artifact-files', app, 'logo.png');
  await writeBlob('artifact-files', `${app}/${'a'.repeat(64)}`, 'of a version');
  const other = await sql(`insert into public.projects (workspace_id, name) select workspace_id, 'Other' from public.projects where id = $1 returning id`, [project]);
  const kept = await keep('project-files', other);
  await sql('delete from public.projects where id = $1', [project]);
  expect(await queue()).toBe('2');
  // Rows at once, bytes when no upload can be under way any more.
  expect(await sweepFiles()).toMatchObject({ ...nothing, rows: 4 });
  expect(await sweepFiles(later)).toMatchObject({ ...nothing, blobs: 5 });
  expect([await left('project-files'), await left('artifact-files')]).toEqual([[kept], []]);
  expect([await objects('project-files', project), await objects('artifact-files', app), await objects('project-files', other)]).toEqual(['0', '0', '1']);
  expect(await queue()).toBe('0');
  expect(await sweepFiles(later)).toMatchObject(nothing);
});

test('files of an app stay as long as a version or the current files name them', async () => {
  const app = await newApp();
  const [named, current, dropped] = ['a', 'b', 'c'].map((char) => char.repeat(64));
  for (const hash of [named, current, dropped]) await writeBlob('artifact-files', `${app}/${hash}`, hash!);
  await sql(`insert into public.artifact_versions (artifact_id, project_id, files, content_hash) values ($1, $2, $3, $4) returning id`, [app, project, JSON.stringify([{ path: 'a', hash: named, size: 1, isMainFile: true }]), named]);
  for (const [n, hash] of [named, current, dropped].entries()) {
    await sql(`insert into public.artifact_files (artifact_id, project_id, file_name, file_type, file_size, file_path, storage_path) values ($1, $2, 'a', 'text/plain', 1, $3, $4) returning id`, [app, project, `f${n}`, `${app}/${hash}`]);
  }
  await sql(`delete from public.artifact_files where file_path in ('f0', 'f2')`);
  expect(await sweepFiles(later)).toMatchObject({ ...nothing, blobs: 1 });
  expect(await left('artifact-files')).toEqual([`${app}/${named}`, `${app}/${current}`]);
});

test('an app made anew under the id of a deleted one keeps its new files', async () => {
  const app = await newApp();
  await writeBlob('artifact-files', `${app}/${'a'.repeat(64)}`, 'old');
  await sql('delete from public.artifacts where id = $1', [app]);
  await newApp(app);
  const kept = await keep('artifact-files', app, 'new.png');
  expect(await sweepFiles(later)).toMatchObject({ ...nothing, blobs: 1 });
  expect(await left('artifact-files')).toEqual([kept]);
});

test('bytes that no row ever named go after a day, those of the last day stay', async () => {
  const kept = await keep('project-files', project);
  await writeBlob('project-files', `${project}/fresh`, 'an upload about to be registered');
  await writeBlob('project-files', `${project}/${randomUUID()}`, 'an upload that died');
  await writeBlob('workspace-files', 'no-id/x', 'nobody knows');
  const [old] = (await left('project-files')).filter((path) => path !== kept && !path.endsWith('fresh'));
  const before = new Date(Date.now() - 25 * 60 * 60_000);
  utimesSync(join(folder, 'project-files', old!), before, before);
  utimesSync(join(folder, 'workspace-files', 'no-id', 'x'), before, before);
  expect(await sweepFiles()).toMatchObject({ ...nothing, blobs: 2 });
  expect(await left('project-files')).toEqual([kept, `${project}/fresh`].sort());
  expect(await left('workspace-files')).toEqual([]);
});

test('drafts of writes that died go after a day', async () => {
  await writeBlob('project-files', `${project}/x`, 'x');
  const draft = join(folder, '.drafts', randomUUID());
  writeFileSync(draft, 'half');
  expect(await sweepFiles()).toMatchObject(nothing);
  const before = new Date(Date.now() - 25 * 60 * 60_000);
  utimesSync(draft, before, before);
  expect(await sweepFiles()).toMatchObject({ ...nothing, drafts: 1 });
  expect(existsSync(draft)).toBe(false);
});

test('a run does no more than it may, and runs together reach everything', async () => {
  for (let n = 0; n < 7; n++) {
    await writeBlob('artifact-files', `${randomUUID()}/x`, 'x');
    await writeBlob('project-files', `${randomUUID()}/x`, 'x');
  }
  expect((await sweepFiles({ limit: 2, strayMs: -1000 })).blobs).toBe(4);
  for (let run = 0; run < 3; run++) await sweepFiles({ limit: 2, strayMs: -1000 });
  expect([await left('artifact-files'), await left('project-files')]).toEqual([[], []]);
});

test('several sweeps at once, beside uploads and deletions, take nothing that has a row', async () => {
  const apps = await Promise.all(Array.from({ length: 6 }, () => newApp()));
  const kept: string[] = [];
  await Promise.all([
    ...apps.map(async (app, n) => {
      await keep('artifact-files', app, 'first.txt');
      if (n % 2 === 0) await sql('delete from public.artifacts where id = $1', [app]);
      else kept.push(await keep('artifact-files', app, 'second.txt'));
    }),
    ...Array.from({ length: 3 }, () => sweepFiles({ settledMs: 0 })),
  ]);
  await Promise.all(Array.from({ length: 3 }, () => sweepFiles(later)));
  const paths = await left('artifact-files');
  expect(paths).toEqual(expect.arrayContaining(kept));
  expect(paths).toHaveLength(6);
  expect(await queue()).toBe('0');
});

test('a folder that is queued again while it is swept stays in the queue', async () => {
  const app = await newApp();
  await sql('delete from public.artifacts where id = $1', [app]);
  await sql(`update private.file_removals set queued_at = now() + interval '1 hour'`);
  await sweepFiles(later);
  expect(await queue()).toBe('1');
});
