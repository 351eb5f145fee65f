import { afterEach, describe, expect, test } from 'vitest';
import type { AppRecord } from '#contract/app-data.ts';
import type { Problem } from '#contract/errors.ts';
import { artifactEvent } from '#contract/events.ts';
import { problemOf } from './person.ts';
import { Stream } from './stream.ts';
import { startStudio } from './studio.ts';
import { addVersion, makeApp, makeTeam, memberSchema } from './team.ts';

const studio = await startStudio();
await studio.join('Administrator');
const { projectId, contributor, owner, viewer, outsider } = await makeTeam(studio);
const app = await makeApp(studio, projectId, contributor);
const loans = `/api/artifacts/${app}/collections/loans/records`;
const members = `/api/artifacts/${app}/collections/members/records`;
type List<T> = { items: T[]; nextCursor: string | null };
const loan = { item: 'Drill', dueDate: '2026-05-01' };
const add = async (data: object = loan) => (await contributor.post<AppRecord>(loans, { data })).body;

const open: Stream[] = [];
afterEach(() => { for (const stream of open.splice(0)) stream.close(); });

test('collections tell their schema and how many records they hold', async () => {
  const { body } = await viewer.get<List<{ name: string; recordCount: number }>>(`/api/artifacts/${app}/collections`);
  expect(body.items.map((item) => [item.name, item.recordCount])).toEqual([['loans', 0], ['members', 0]]);
  expect(problemOf(await outsider.get(`/api/artifacts/${app}/collections`))).toEqual({ status: 404, code: 'not_found' });
});

describe('adding', () => {
  test('a contributor adds a record, defaults are filled in', async () => {
    const made = await contributor.post<AppRecord>(loans, { data: { ...loan, pickUp: '14:30', fee: 2.5, contact: null } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ collection: 'loans', revision: 1, createdBy: contributor.id, data: { item: 'Drill', dueDate: '2026-05-01', pickUp: '14:30', fee: 2.5, status: 'out' } });
    expect(made.body.data).not.toHaveProperty('contact');
  });

  test('a viewer cannot add one, an outsider finds no app, an unknown collection is not there', async () => {
    expect(problemOf(await viewer.post(loans, { data: loan }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.post(loans, { data: loan }))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await contributor.post(`/api/artifacts/${app}/collections/nothing/records`, { data: loan }))).toEqual({ status: 404, code: 'not_found' });
  });

  test.each([
    [{ dueDate: '2026-05-01' }, { item: 'Item is required.' }],
    [{ item: '', dueDate: '2026-05-01' }, { item: 'Item is required.' }],
    [{ item: 'Drill', dueDate: '1 May' }, { dueDate: 'Due date must be a date such as 2026-01-31.' }],
    [{ ...loan, dueDate: '2026-02-30' }, { dueDate: 'Due date must be a date such as 2026-01-31.' }],
    [{ ...loan, fee: 'much' }, { fee: 'Fee must be a number.' }],
    [{ ...loan, fee: -1 }, { fee: 'Fee must be at least 0.' }],
    [{ ...loan, status: 'lost' }, { status: 'Status must be one of: out, returned.' }],
    [{ ...loan, contact: 'nobody' }, { contact: 'Contact must be an e-mail address such as name@example.com.' }],
    [{ ...loan, manual: 'javascript:alert(1)' }, { manual: 'Manual must be a link such as https://example.com.' }],
    [{ ...loan, pickUp: '25:00' }, { pickUp: 'Pick-up must be a time such as 14:30.' }],
    [{ ...loan, color: 'red' }, { color: 'This app has no field "Color".' }],
    [{ ...loan, member: '00000000-0000-4000-8000-000000000000' }, { member: 'Member names a record that does not exist.' }],
    [{ item: 7, dueDate: 8 }, { item: 'Item must be a text.', dueDate: 'Due date must be a text.' }],
  ])('a record that breaks the schema is refused by field (%#)', async (data, fields) => {
    const answer = await contributor.post<Problem>(loans, { data });
    expect(problemOf(answer)).toEqual({ status: 422, code: 'invalid_record' });
    expect(answer.body.fields).toEqual(fields);
  });

  test('a record above 64 kB is refused', async () => {
    const answer = await contributor.post<Problem>(members, { data: { name: 'x'.repeat(70_000) } });
    expect(problemOf(answer)).toEqual({ status: 413, code: 'too_large' });
    expect(answer.body.detail).toContain('64 kB');
  });

  test('a linked record must be of the same app', async () => {
    const person = (await contributor.post<AppRecord>(members, { data: { name: 'A member' } })).body;
    expect((await contributor.post<AppRecord>(loans, { data: { ...loan, member: person.id } })).status).toBe(201);
    const other = await makeApp(studio, projectId, contributor);
    const elsewhere = (await contributor.post<AppRecord>(`/api/artifacts/${other}/collections/members/records`, { data: { name: 'Elsewhere' } })).body;
    const answer = await contributor.post<Problem>(loans, { data: { ...loan, member: elsewhere.id } });
    expect(answer.body.fields).toEqual({ member: 'Member names a record that does not exist.' });
  });

  test('the same Idempotency-Key adds one record', async () => {
    const key = { 'idempotency-key': 'record-1' };
    const answers = await Promise.all([1, 2, 3].map(() => contributor.post<AppRecord>(loans, { data: loan }, key)));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.body.id}`)).size).toBe(1);
    expect(problemOf(await contributor.post(loans, { data: { ...loan, item: 'Saw' } }, key))).toEqual({ status: 409, code: 'idempotency_mismatch' });
  });
});

describe('changing', () => {
  test('the named fields change, null removes one, the rest stays', async () => {
    const { id } = await add({ ...loan, fee: 3 });
    const changed = await contributor.patch<AppRecord>(`${loans}/${id}`, { data: { status: 'returned', fee: null } });
    expect(changed.body).toMatchObject({ id, revision: 2, data: { item: 'Drill', dueDate: '2026-05-01', status: 'returned' } });
    expect(changed.body.data).not.toHaveProperty('fee');
    expect(problemOf(await contributor.patch(`${loans}/${id}`, { data: { dueDate: null } }))).toEqual({ status: 422, code: 'invalid_record' });
    expect(problemOf(await contributor.patch(`${loans}/${id}`, { data: { status: 'lost' } }))).toEqual({ status: 422, code: 'invalid_record' });
  });

  test('values of an older schema neither block a change nor get lost', async () => {
    const { id } = await add();
    await studio.sql(`update app_records set data = data || '{"shelf": "B2", "fee": "free"}' where id = $1`, [id]);
    const changed = await contributor.patch<AppRecord>(`${loans}/${id}`, { data: { item: 'Hammer' } });
    expect(changed.body.data).toMatchObject({ item: 'Hammer', shelf: 'B2', fee: 'free' });
  });

  test('a change to a record that changed in between is refused', async () => {
    const { id } = await add();
    expect((await contributor.patch(`${loans}/${id}`, { data: { item: 'One' }, revision: 1 })).status).toBe(200);
    expect(problemOf(await owner.patch(`${loans}/${id}`, { data: { item: 'Two' }, revision: 1 }))).toEqual({ status: 409, code: 'conflict' });
  });

  test('two people who change different fields at once both win', async () => {
    const { id } = await add();
    await Promise.all([contributor.patch(`${loans}/${id}`, { data: { item: 'Both' } }), owner.patch(`${loans}/${id}`, { data: { fee: 9 } })]);
    const { body } = await viewer.get<List<AppRecord>>(`${loans}?limit=200`);
    expect(body.items.find((item) => item.id === id)).toMatchObject({ revision: 3, data: { item: 'Both', fee: 9 } });
  });

  test('a viewer cannot change a record, an outsider does not find it', async () => {
    const { id } = await add();
    expect(problemOf(await viewer.patch(`${loans}/${id}`, { data: { item: 'No' } }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.patch(`${loans}/${id}`, { data: { item: 'No' } }))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await contributor.patch(`${members}/${id}`, { data: { name: 'No' } }))).toEqual({ status: 404, code: 'not_found' });
  });
});

describe('deleting', () => {
  test('a deleted record is gone and can be restored', async () => {
    const { id } = await add();
    expect(problemOf(await viewer.delete(`${loans}/${id}`))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.delete(`${loans}/${id}`))).toEqual({ status: 404, code: 'not_found' });
    expect((await contributor.delete(`${loans}/${id}`)).status).toBe(204);
    const ids = async () => (await viewer.get<List<AppRecord>>(`${loans}?limit=200`)).body.items.map((item) => item.id);
    expect(await ids()).not.toContain(id);
    expect(problemOf(await contributor.patch(`${loans}/${id}`, { data: { item: 'Ghost' } }))).toEqual({ status: 404, code: 'not_found' });
    expect((await contributor.delete(`${loans}/${id}`)).status).toBe(204);
    expect(problemOf(await viewer.post(`${loans}/${id}/restore`))).toEqual({ status: 403, code: 'not_allowed' });
    expect((await contributor.post<AppRecord>(`${loans}/${id}/restore`)).body).toMatchObject({ id, data: loan });
    expect(await ids()).toContain(id);
  });
});

test('pages hold every record once, in the order in which they were made', async () => {
  const other = await makeApp(studio, projectId, contributor);
  const path = `/api/artifacts/${other}/collections/members/records`;
  await studio.sql(`insert into app_records (artifact_id, project_id, collection, data) select $1, $2, 'members', jsonb_build_object('name', n) from generate_series(1, 25) n`, [other, projectId]);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: { body: List<AppRecord> } = await viewer.get(`${path}?limit=10${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.items.map((item) => item.id));
    cursor = body.nextCursor;
  }
  expect(seen).toHaveLength(25);
  expect(new Set(seen).size).toBe(25);
  expect(problemOf(await outsider.get(path))).toEqual({ status: 404, code: 'not_found' });
});

describe('live', () => {
  const follow = async (query = '', headers: Record<string, string> = {}) => {
    const stream = await Stream.open(viewer, `/api/artifacts/${app}/events${query}`, headers);
    open.push(stream);
    return stream;
  };

  test('two members see each other\'s records at once', async () => {
    const byViewer = await follow();
    const byOwner = await Stream.open(owner, `/api/artifacts/${app}/events`);
    open.push(byOwner);
    await add();
    for (const stream of [byViewer, byOwner]) {
      const [event] = await stream.until(1);
      expect(event).toMatchObject({ type: 'records.changed', data: { type: 'records.changed', collection: 'loans' } });
      expect(artifactEvent.parse(event!.data).type).toBe(event!.type);
    }
    await contributor.post(members, { data: { name: 'Somebody' } });
    expect((await byViewer.until(2))[1]!.data).toEqual({ type: 'records.changed', collection: 'members' });
  });

  test('a reader who was away learns of what changed meanwhile, and of nothing else', async () => {
    const stream = await follow();
    await add();
    const [event] = await stream.until(1);
    stream.close();
    const record = await add();
    await contributor.delete(`${loans}/${record.id}`);
    const resumed = await follow('', { 'last-event-id': event!.id });
    expect((await resumed.until(1)).map((one) => one.data)).toEqual([{ type: 'records.changed', collection: 'loans' }]);
    const upToDate = await follow(`?after=${encodeURIComponent(resumed.events[0]!.id)}`);
    await contributor.post(members, { data: { name: 'New' } });
    expect((await upToDate.until(1)).map((one) => one.data)).toEqual([{ type: 'records.changed', collection: 'members' }]);
  });

  test('a new version is told', async () => {
    const stream = await follow();
    await addVersion(studio, projectId, app, contributor, { 'app.tsx': 'export default () => null;\n' }, [{ name: 'members', title: 'members', schema: memberSchema }]);
    expect((await stream.until(1))[0]!.data).toEqual({ type: 'version.created', version: 2 });
  });

  test('an outsider finds no stream and a forged cursor is refused', async () => {
    expect(problemOf(await outsider.get(`/api/artifacts/${app}/events`))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await viewer.get(`/api/artifacts/${app}/events?after=x`))).toEqual({ status: 400, code: 'invalid_input' });
  });
});
