import { beforeAll, describe, expect, test } from 'vitest';
import type { Backup, BackupAlert } from '#contract/backups.ts';
import { type Person, problemOf } from './person.ts';
import { startStudio } from './studio.ts';

type Listed = { items: Backup[]; nextCursor: string | null; alerts: BackupAlert[] };

const studio = await startStudio();
let admin: Person;
let member: Person;
beforeAll(async () => {
  admin = await studio.join('Ada Admin');
  member = await studio.join('Max Member');
});

const list = async (query = '') => (await admin.get<Listed>(`/api/admin/backups${query}`)).body;

describe('a super user', () => {
  test('requests a backup, and asking again while it waits makes no second one', async () => {
    const first = await admin.post<Backup>('/api/admin/backups');
    expect(first).toMatchObject({ status: 202, body: { status: 'requested', requestedBy: 'super user', startedAt: null, place: null, error: null } });
    expect((await admin.post<Backup>('/api/admin/backups')).body.id).toBe(first.body.id);
    await studio.sql(`update backups set status = 'running', started_at = now()`);
    expect((await admin.post<Backup>('/api/admin/backups')).body.id).not.toBe(first.body.id);
    await studio.sql('delete from backups');
  });

  test('lists runs page by page, newest first', async () => {
    await studio.sql(`insert into backups (requested_by, requested_at, status, finished_at, error)
      select 'command', now() - n * interval '1 minute', 'failed', now(), 'number ' || n from generate_series(1, 5) n`);
    const errors: (string | null)[] = [];
    let cursor: string | null = null;
    do {
      const page: Listed = await list(`?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      errors.push(...page.items.map((item) => item.error));
      cursor = page.nextCursor;
    } while (cursor);
    expect(errors).toEqual([1, 2, 3, 4, 5].map((n) => `number ${n}`));
    expect(problemOf(await admin.get('/api/admin/backups?cursor=nonsense'))).toEqual({ status: 400, code: 'invalid_input' });
    await studio.sql('delete from backups');
  });

  test('is told when a run failed or is empty until one succeeds, and when none has for 26 hours', async () => {
    const kinds = async () => (await list()).alerts.map((alert) => alert.kind);
    const finish = (status: string, o: { size?: number; hoursAgo?: number } = {}) => studio.sql(`insert into backups (requested_by, status, started_at, finished_at, error, size_bytes, checksum, place, contents)
      select 'command', $1, now(), now() - make_interval(hours => $3), ${status === 'failed' ? `'The disk is full.', null, null, null, null from (select $2::int) x` : `null, $2::int, repeat('a', 64), 'a.nfb', '{}'`}`, [status, o.size ?? 1, o.hoursAgo ?? 0]);
    expect(await kinds()).toEqual([]);
    await finish('failed', { hoursAgo: 4 });
    expect((await list()).alerts).toMatchObject([{ kind: 'failed', message: 'The disk is full.' }]);
    await finish('succeeded', { size: 0, hoursAgo: 3 });
    expect(await kinds()).toEqual(['empty']);
    await finish('succeeded', { hoursAgo: 2 });
    expect(await kinds()).toEqual([]);
    await studio.sql(`update backups set finished_at = finished_at - interval '25 hours'`);
    expect(await kinds()).toEqual(['missing']);
    await studio.sql('delete from backups');
    expect(await kinds()).toEqual([]);
    await studio.sql(`alter table workspaces disable trigger user; update workspaces set created_at = now() - interval '27 hours' where is_global; alter table workspaces enable trigger user`);
    expect(await kinds()).toEqual(['missing']);
  });
});

test('the schedule has one run a day, whoever asks and however it ended', async () => {
  const ask = async () => (await studio.sql<{ id: string }>('select create_backup() as id'))[0]!.id;
  const first = await ask();
  expect(await ask()).toBe(first);
  await studio.sql(`update backups set status = 'failed', finished_at = now(), error = 'x' where id = $1`, [first]);
  expect(await ask()).toBe(first);
  await studio.sql(`update backups set scheduled_day = scheduled_day - 1 where id = $1`, [first]);
  expect(await ask()).not.toBe(first);
});

test('nobody else sees or requests backups', async () => {
  for (const answer of [await member.get('/api/admin/backups'), await member.post('/api/admin/backups')]) expect(problemOf(answer)).toEqual({ status: 403, code: 'not_allowed' });
  for (const answer of [await studio.nobody.get('/api/admin/backups'), await studio.nobody.post('/api/admin/backups')]) expect(answer.status).toBe(401);
});
