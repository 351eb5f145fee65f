import { createHash, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';
import type { StoredFile } from '#contract/files.ts';
import type { Page } from '#contract/json.ts';
import { listBlobs } from '#server/platform/files/index.ts';
import type { Person } from './person.ts';
import { problemOf } from './person.ts';
import { startStudio } from './studio.ts';
import { makeApp, makeTeam } from './team.ts';
import type { Team } from './team.ts';

const maxFileBytes = 3 * 1024 * 1024;
const studio = await startStudio({ maxFileBytes });
let team: Team;
let admin: Person;
let creator: Person;
let app: string;
beforeAll(async () => {
  team = await makeTeam(studio);
  app = await makeApp(studio, team.projectId, team.contributor);
  [admin, creator] = await Promise.all([studio.join('Admin'), studio.join('Creator')]);
  for (const [person, role] of [[admin, 'admin'], [creator, 'project_creator']] as const) {
    await studio.sql('insert into workspace_users (workspace_id, user_id, role) values ($1, $2, $3)', [team.workspaceId, person.id, role]);
  }
});

type Area = { name: string; at: () => string; bucket: string; writers: () => Person[]; readers: () => Person[]; others: () => Person[] };
const areas: Area[] = [
  {
    name: 'a workspace', at: () => `/api/workspaces/${team.workspaceId}/files`, bucket: 'workspace-files',
    writers: () => [team.owner, admin], readers: () => [creator], others: () => [team.manager, team.viewer, team.outsider],
  },
  {
    name: 'a project', at: () => `/api/projects/${team.projectId}/files`, bucket: 'project-files',
    writers: () => [team.owner, team.manager, team.contributor], readers: () => [team.viewer], others: () => [creator, team.outsider],
  },
  {
    name: 'an app', at: () => `/api/artifacts/${app}/assets`, bucket: 'artifact-files',
    writers: () => [team.owner, team.manager, team.contributor], readers: () => [team.viewer], others: () => [admin, creator, team.outsider],
  },
];
const [, project] = areas as [Area, Area, Area];

async function put(person: Person, path: string, content: string | Uint8Array | ReadableStream, headers: Record<string, string> = {}) {
  const init = { method: 'PUT', body: content, headers: { 'content-type': 'text/plain', ...headers }, ...(content instanceof ReadableStream ? { duplex: 'half' } : {}) };
  const response = await person.fetch(path, init as RequestInit);
  return { status: response.status, body: await response.json() as StoredFile, headers: response.headers };
}

const blobs = async (bucket: string) => {
  let count = 0;
  for await (const _ of listBlobs(bucket)) count++;
  return count;
};
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

describe.each(areas)('files of $name', ({ at, bucket, writers, readers, others }) => {
  test('are stored, listed, read, replaced and deleted by those who may write', async () => {
    for (const writer of writers()) {
      const path = `${at()}/reports/${randomUUID()}/März 2026.txt`;
      const before = await blobs(bucket);
      const made = await put(writer, encodeURI(path), 'first');
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({ path: path.slice(at().length + 1), size: 5, type: 'text/plain', hash: sha256('first'), createdBy: writer.id });
      const replaced = await put(writer, encodeURI(path), '# second', { 'content-type': 'text/markdown; charset=utf-8' });
      expect(replaced).toMatchObject({ status: 200, body: { size: 8, type: 'text/markdown' } });
      expect(await blobs(bucket)).toBe(before + 1);
      const read = await writer.fetch(encodeURI(path));
      expect(read.status).toBe(200);
      expect(await read.text()).toBe('# second');
      const { items } = (await writer.get<Page<StoredFile>>(at())).body;
      expect(items).toContainEqual(replaced.body);
      expect((await writer.delete(encodeURI(path))).status).toBe(204);
      expect(problemOf(await writer.get(encodeURI(path)))).toEqual({ status: 404, code: 'not_found' });
      expect(await blobs(bucket)).toBe(before);
    }
  });

  test('are read, but not changed, by those who may only read', async () => {
    await put(writers()[0]!, `${at()}/kept.txt`, 'kept');
    for (const reader of readers()) {
      expect(await (await reader.fetch(`${at()}/kept.txt`)).text()).toBe('kept');
      expect((await reader.get<Page<StoredFile>>(at())).body.items.map((file) => file.path)).toContain('kept.txt');
      expect(problemOf(await put(reader, `${at()}/kept.txt`, 'changed'))).toEqual({ status: 403, code: 'not_allowed' });
      expect(problemOf(await put(reader, `${at()}/new.txt`, 'new'))).toEqual({ status: 403, code: 'not_allowed' });
      expect(problemOf(await reader.delete(`${at()}/kept.txt`))).toEqual({ status: 403, code: 'not_allowed' });
    }
    expect(await (await writers()[0]!.fetch(`${at()}/kept.txt`)).text()).toBe('kept');
  });

  test('are not there for anybody else', async () => {
    await put(writers()[0]!, `${at()}/hidden.txt`, 'hidden');
    const before = await blobs(bucket);
    for (const other of others()) {
      expect(problemOf(await other.get(`${at()}/hidden.txt`))).toEqual({ status: 404, code: 'not_found' });
      expect(problemOf(await put(other, `${at()}/hidden.txt`, 'x'))).toEqual({ status: 404, code: 'not_found' });
      expect(problemOf(await other.delete(`${at()}/hidden.txt`))).toEqual({ status: 404, code: 'not_found' });
      expect((await other.get(at())).status).toBe(404);
    }
    for (const answer of [await studio.nobody.get(at()), await studio.nobody.get(`${at()}/hidden.txt`), await put(studio.nobody, `${at()}/hidden.txt`, 'x'), await studio.nobody.delete(`${at()}/hidden.txt`)]) {
      expect(problemOf(answer)).toEqual({ status: 401, code: 'not_signed_in' });
    }
    expect(await blobs(bucket)).toBe(before);
  });
});

test('an owner of the workspace sees that a project is there, but none of its files', async () => {
  await put(team.contributor, `${project.at()}/inside.txt`, 'inside');
  expect((await admin.get<Page<StoredFile>>(project.at())).body.items).toEqual([]);
  expect(problemOf(await admin.get(`${project.at()}/inside.txt`))).toEqual({ status: 404, code: 'not_found' });
  expect(problemOf(await put(admin, `${project.at()}/inside.txt`, 'x'))).toEqual({ status: 403, code: 'not_allowed' });
});

test('files of the global workspace are for super users', async () => {
  const [{ id }] = await studio.sql<{ id: string }>('select id from workspaces where is_global') as [{ id: string }];
  const at = `/api/workspaces/${id}/files`;
  await studio.sql('update users set is_super_user = true where id = $1', [admin.id]);
  expect((await put(admin, `${at}/terms.txt`, 'terms')).status).toBe(201);
  expect((await admin.get<Page<StoredFile>>(at)).body.items).toHaveLength(1);
  // A member as everybody is.
  expect((await creator.get<Page<StoredFile>>(at)).body.items).toEqual([]);
  expect(problemOf(await creator.get(`${at}/terms.txt`))).toEqual({ status: 404, code: 'not_found' });
  expect(problemOf(await put(creator, `${at}/mine.txt`, 'x'))).toEqual({ status: 403, code: 'not_allowed' });
  await studio.sql('update users set is_super_user = false where id = $1', [admin.id]);
  expect(problemOf(await admin.get(`${at}/terms.txt`))).toEqual({ status: 404, code: 'not_found' });
});

test('an archived project has no files for anybody, and has them again when it is restored', async () => {
  const { body: { id } } = await team.owner.post<{ id: string }>(`/api/workspaces/${team.workspaceId}/projects`, { name: 'To archive' });
  const at = `/api/projects/${id}/files`;
  await put(team.owner, `${at}/a.txt`, 'a');
  await studio.sql('update projects set is_active = false, deleted_at = now() where id = $1', [id]);
  expect((await team.owner.get(at)).status).toBe(404);
  expect((await team.owner.get(`${at}/a.txt`)).status).toBe(404);
  expect((await put(team.owner, `${at}/b.txt`, 'b')).status).toBe(404);
  await studio.sql('update projects set is_active = true, deleted_at = null where id = $1', [id]);
  expect((await team.owner.get<Page<StoredFile>>(at)).body.items.map((file) => file.path)).toEqual(['a.txt']);
});

describe('a download', () => {
  const content = '0123456789';
  const url = () => `${project.at()}/digits.txt`;
  beforeAll(async () => { await put(team.contributor, url(), content); });

  test('is saved and never shown, and says what it is', async () => {
    const { headers, status } = await team.viewer.fetch(url());
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/plain', 'content-length': '10', 'content-disposition': `attachment; filename="digits.txt"; filename*=UTF-8''digits.txt`,
      'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", etag: `"${sha256(content)}"`,
      'cache-control': 'private, no-cache', 'accept-ranges': 'bytes',
    });
  });

  test('keeps a name of any script, and quotes of it do no harm', async () => {
    const name = `Übersicht "final"; 100%'s 報告.txt`;
    await put(team.contributor, `${project.at()}/${encodeURIComponent(name)}`, 'x');
    const header = (await team.viewer.fetch(`${project.at()}/${encodeURIComponent(name)}`)).headers.get('content-disposition')!;
    expect(header).toContain(`filename="_bersicht _final_; 100_'s __.txt"`);
    expect(decodeURIComponent(header.split("UTF-8''")[1]!)).toBe(name);
  });

  test.each([
    ['bytes=0-0', 206, '0', 'bytes 0-0/10'], ['bytes=2-4', 206, '234', 'bytes 2-4/10'], ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'], ['bytes=-30', 206, content, 'bytes 0-9/10'], ['bytes=8-100', 206, '89', 'bytes 8-9/10'],
    ['bytes=5-2', 200, content, null], ['bytes=0-1,4-5', 200, content, null], ['items=0-1', 200, content, null], ['bytes=-', 200, content, null],
  ])('answers the range %s with %i', async (range, status, expected, contentRange) => {
    const response = await team.viewer.fetch(url(), { headers: { range } });
    expect([response.status, await response.text(), response.headers.get('content-range')]).toEqual([status, expected, contentRange]);
  });

  test.each(['bytes=10-', 'bytes=11-12', 'bytes=-0', 'bytes=99999999999999999999-'])('refuses the range %s', async (range) => {
    const answer = await team.viewer.get(url(), { range });
    expect(problemOf(answer)).toEqual({ status: 416, code: 'invalid_range' });
    expect(answer.headers.get('content-range')).toBe('bytes */10');
  });

  test('is not sent again to who has it, and a range only of what the asker knows', async () => {
    const tag = `"${sha256(content)}"`;
    const same = await team.viewer.fetch(url(), { headers: { 'if-none-match': `"other", W/${tag}` } });
    expect([same.status, await same.text()]).toEqual([304, '']);
    expect((await team.viewer.fetch(url(), { headers: { range: 'bytes=0-1', 'if-range': tag } })).status).toBe(206);
    expect((await team.viewer.fetch(url(), { headers: { range: 'bytes=0-1', 'if-range': '"other"' } })).status).toBe(200);
  });

  test('can be asked for without its bytes', async () => {
    const response = await team.viewer.fetch(url(), { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '10', '']);
    expect((await team.outsider.fetch(url(), { method: 'HEAD' })).status).toBe(404);
  });

  test('of an empty file is empty', async () => {
    expect((await put(team.contributor, `${project.at()}/empty.txt`, '')).body.size).toBe(0);
    const response = await team.viewer.fetch(`${project.at()}/empty.txt`);
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('whose bytes are lost says so', async () => {
    await studio.sql(`insert into storage.objects (bucket_id, name, version) values ('project-files', $1, 'gone')`, [`${team.projectId}/lost.txt`]);
    expect(problemOf(await team.viewer.get(`${project.at()}/lost.txt`))).toEqual({ status: 500, code: 'internal' });
    await team.owner.delete(`${project.at()}/lost.txt`);
  });
});

describe('an upload', () => {
  const pieces = (size: number) => {
    let left = size;
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        const next = Math.min(left, 65_536);
        if (next > 0) controller.enqueue(new Uint8Array(next));
        left -= next;
        if (left === 0) controller.close();
      },
    });
  };

  test('larger than other requests may be is taken up to the limit', async () => {
    expect((await put(team.contributor, `${project.at()}/large.bin`, pieces(maxFileBytes), { 'content-type': 'application/octet-stream' })).body.size).toBe(maxFileBytes);
  });

  test.each([
    ['announced', () => new Uint8Array(maxFileBytes + 1)],
    ['not announced', () => pieces(maxFileBytes + 1)],
  ])('that is too large, and %s, is cut off and leaves nothing', async (_name, content) => {
    const before = await blobs('project-files');
    // The server hangs up while the client still writes, which some clients report instead of the answer.
    const answer = await put(team.contributor, `${project.at()}/too-large.bin`, content(), { 'content-type': 'application/octet-stream' }).catch(() => null);
    if (answer) expect(problemOf(answer)).toEqual({ status: 413, code: 'too_large' });
    expect(problemOf(await team.viewer.get(`${project.at()}/too-large.bin`))).toEqual({ status: 404, code: 'not_found' });
    expect(await blobs('project-files')).toBe(before);
  });

  test('that breaks off leaves what was there', async () => {
    await put(team.contributor, `${project.at()}/steady.txt`, 'steady');
    const before = await blobs('project-files');
    await new Promise<void>((resolve) => {
      const sending = request(studio.url + `${project.at()}/steady.txt`, { method: 'PUT', headers: { cookie: team.contributor.cookie, 'content-type': 'text/plain', 'content-length': '1000000' } });
      sending.on('error', () => resolve());
      sending.write(Buffer.alloc(100_000));
      setTimeout(() => sending.destroy(new Error('gone')), 200);
    });
    expect(await (await team.viewer.fetch(`${project.at()}/steady.txt`)).text()).toBe('steady');
    expect(await blobs('project-files')).toBe(before);
  });

  test('of something that is not of its type, or of a program, is refused', async () => {
    for (const [content, type] of [['<html>', 'image/png'], ['\u007fELF\u0002\u0001', 'text/plain'], ['x', 'multipart/form-data'], ['x', 'application/x-www-form-urlencoded'], ['x', 'no type']] as const) {
      expect(problemOf(await put(team.contributor, `${project.at()}/bad`, content, { 'content-type': type })), type).toEqual({ status: 415, code: 'unsupported_type' });
    }
    expect((await team.viewer.get(`${project.at()}/bad`)).status).toBe(404);
  });

  test.each(['..%2fx', 'a/..%2f..%2fx', '%2e%2e%2fx', 'a%2f%2fb', 'a%2f', '%2fetc%2fpasswd', 'a%5cb', 'a%00b', 'a%09b', 'a%e2%80%aeb', `${'a'.repeat(256)}`, `${'a/'.repeat(250)}abc`, 'u%cc%88'])(
    'to the path %s is refused', async (path) => {
      const answer = await put(team.contributor, `${project.at()}/${path}`, 'x');
      expect(problemOf(answer)).toEqual({ status: 400, code: 'invalid_input' });
      expect((answer.body as unknown as { fields: object }).fields).toHaveProperty('path');
    },
  );

  test('is judged by its sender before its body is read', async () => {
    const endless = new ReadableStream({ pull: (controller) => new Promise((wake) => setTimeout(() => { controller.enqueue(new Uint8Array(1000)); wake(); }, 20)) });
    const leave = new AbortController();
    const response = await team.viewer.fetch(`${project.at()}/endless`, { method: 'PUT', body: endless, headers: { 'content-type': 'text/plain' }, duplex: 'half', signal: leave.signal } as RequestInit);
    expect(response.status).toBe(403);
    leave.abort();
  });

  test('beside many others to one path leaves one of them, whole, and no bytes of the rest but what the sweep finds', async () => {
    const contents = Array.from({ length: 12 }, (_, n) => `${n}`.repeat(50_000));
    const url = `${project.at()}/contended.txt`;
    const [answers] = await Promise.all([
      Promise.all(contents.map((content) => put(team.contributor, url, content))),
      Promise.all(contents.map(async () => {
        const read = await team.viewer.fetch(url);
        if (read.status === 200) expect(contents).toContain(await read.text());
        else expect([404, 409]).toContain(read.status);
      })),
    ]);
    expect(new Set(answers.map((answer) => answer.status)).size).toBeLessThanOrEqual(2);
    const response = await team.viewer.fetch(url);
    const text = await response.text();
    expect(contents).toContain(text);
    expect(response.headers.get('etag')).toBe(`"${sha256(text)}"`);
  });
});

test('a list comes in pages, in the order of paths, each file once', async () => {
  const { body: { id } } = await team.owner.post<{ id: string }>(`/api/workspaces/${team.workspaceId}/projects`, { name: 'Pages' });
  const at = `/api/projects/${id}/files`;
  const names = ['B', 'a/1', 'a/10', 'a/2', 'a-b', 'a0', 'ä'];
  for (const name of names) await put(team.owner, `${at}/${encodeURIComponent(name)}`, name);
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body }: { body: Page<StoredFile> } = await team.owner.get(`${at}?limit=3${cursor && `&cursor=${cursor}`}`);
    expect(body.items.length).toBeLessThanOrEqual(3);
    seen.push(...body.items.map((file) => file.path));
    cursor = body.nextCursor;
  }
  expect(seen).toEqual(['B', 'a-b', 'a/1', 'a/10', 'a/2', 'a0', 'ä']);
  expect(problemOf(await team.owner.get(`${project.at()}?cursor=${(await team.owner.get<Page<StoredFile>>(`${at}?limit=1`)).body.nextCursor}`))).toEqual({ status: 400, code: 'invalid_input' });
});

test('what a row says of itself by SQL does no harm', async () => {
  await studio.sql(`insert into storage.objects (bucket_id, name, version, metadata) values ('project-files', $1, '../../artifact-files/x', '{"size": "many", "mimetype": "a\\nb", "eTag": 7}')`, [`${team.projectId}/odd.txt`]);
  expect((await team.viewer.get<Page<StoredFile>>(project.at())).body.items.find((file) => file.path === 'odd.txt')).toMatchObject({ size: 0, type: 'application/octet-stream', hash: '' });
  expect((await team.viewer.get(`${project.at()}/odd.txt`)).status).toBe(500);
});
