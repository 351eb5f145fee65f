import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Artifact, ArtifactFile, ArtifactVersion, Preview } from '#contract/artifacts.ts';
import type { Problem } from '#contract/errors.ts';
import { prepareKit, stopPreview } from '#server/artifacts/preview/index.ts';
import { problemOf } from './person.ts';
import { startStudio } from './studio.ts';
import { addVersion, loanSchema, makeApp, makeTeam } from './team.ts';

const studio = await startStudio();
await studio.join('Administrator');
const { projectId, owner, manager, contributor, viewer, outsider } = await makeTeam(studio);
const id = await makeApp(studio, projectId, contributor);
type List<T> = { items: T[]; nextCursor: string | null };

describe('apps', () => {
  test('members list and open an app, outsiders do not find it', async () => {
    expect((await viewer.get<List<Artifact>>(`/api/projects/${projectId}/artifacts`)).body.items.map((item) => item.id)).toEqual([id]);
    expect((await viewer.get<Artifact>(`/api/artifacts/${id}`)).body).toMatchObject({ id, projectId, title: 'Loans', currentVersion: 1, status: 'ready' });
    expect(problemOf(await outsider.get(`/api/artifacts/${id}`))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await outsider.get(`/api/projects/${projectId}/artifacts`))).toEqual({ status: 404, code: 'not_found' });
  });

  test('a contributor renames an app, a viewer cannot', async () => {
    expect((await contributor.patch<Artifact>(`/api/artifacts/${id}`, { title: 'Lending' })).body.title).toBe('Lending');
    expect(problemOf(await viewer.patch(`/api/artifacts/${id}`, { title: 'No' }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.patch(`/api/artifacts/${id}`, { title: 'No' }))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await contributor.patch(`/api/artifacts/${id}`, { title: '' }))).toEqual({ status: 400, code: 'invalid_input' });
  });

  test('whoever made an app, and a manager, delete it; other contributors cannot', async () => {
    const byOwner = await makeApp(studio, projectId, owner);
    expect(problemOf(await contributor.delete(`/api/artifacts/${byOwner}`))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.delete(`/api/artifacts/${byOwner}`))).toEqual({ status: 404, code: 'not_found' });
    expect((await manager.delete(`/api/artifacts/${byOwner}`)).status).toBe(204);
    const own = await makeApp(studio, projectId, contributor);
    expect((await contributor.delete(`/api/artifacts/${own}`)).status).toBe(204);
    expect(problemOf(await contributor.get(`/api/artifacts/${own}`))).toEqual({ status: 404, code: 'not_found' });
  });
});

describe('files', () => {
  test('a viewer lists the files and reads one, also in a folder', async () => {
    const { body } = await viewer.get<List<ArtifactFile>>(`/api/artifacts/${id}/files`);
    expect(body.items).toEqual([expect.objectContaining({ path: 'app.tsx', isMainFile: true }), expect.objectContaining({ path: 'lists/loans.ts', isMainFile: false })]);
    expect((await viewer.get<{ content: string }>(`/api/artifacts/${id}/files/lists/loans.ts`)).body).toMatchObject({ path: 'lists/loans.ts', content: 'export {};\n' });
    expect((await viewer.get<{ content: string }>(`/api/artifacts/${id}/files/lists%2Floans.ts`)).body).toMatchObject({ path: 'lists/loans.ts' });
  });

  test.each(['gone.tsx', '..%2f..%2fpasswd', '%2e%2e/secret', 'app.tsx/'])('there is no file %s', async (path) => {
    expect((await viewer.get(`/api/artifacts/${id}/files/${path}`)).status).toBe(404);
  });

  test('an outsider reads no file', async () => {
    expect(problemOf(await outsider.get(`/api/artifacts/${id}/files`))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await outsider.get(`/api/artifacts/${id}/files/app.tsx`))).toEqual({ status: 404, code: 'not_found' });
  });
});

describe('versions', () => {
  let app: string;
  beforeAll(async () => {
    app = await makeApp(studio, projectId, contributor);
    const widened = { ...loanSchema, properties: { ...loanSchema.properties, priority: { type: 'string', title: 'Priority' } } };
    await addVersion(studio, projectId, app, contributor, { 'app.tsx': 'export default () => <b>Two</b>;\n', 'extra.ts': 'export {};\n' }, [{ name: 'loans', title: 'loans', schema: widened }]);
    await studio.sql(`update app_collections set schema = $2 where artifact_id = $1 and name = 'loans'`, [app, widened]);
  });

  test('are listed newest first with what changed', async () => {
    const { body } = await viewer.get<List<ArtifactVersion>>(`/api/artifacts/${app}/versions`);
    expect(body.items.map((version) => [version.number, version.filesAdded, version.filesChanged, version.filesRemoved, version.authorName]))
      .toEqual([[2, 1, 1, 1, 'Contributor'], [1, 2, 0, 0, 'Contributor']]);
    const first = await viewer.get<List<ArtifactVersion>>(`/api/artifacts/${app}/versions?limit=1`);
    expect((await viewer.get<List<ArtifactVersion>>(`/api/artifacts/${app}/versions?limit=1&cursor=${first.body.nextCursor}`)).body.items[0]!.number).toBe(1);
    expect(problemOf(await outsider.get(`/api/artifacts/${app}/versions`))).toEqual({ status: 404, code: 'not_found' });
  });

  test('an earlier one can be looked at', async () => {
    const paths = async (query: string) => (await viewer.get<List<ArtifactFile>>(`/api/artifacts/${app}/files${query}`)).body.items.map((file) => file.path);
    expect(await paths('?version=1')).toEqual(['app.tsx', 'lists/loans.ts']);
    expect(await paths('')).toEqual(['app.tsx', 'extra.ts']);
    expect((await viewer.get(`/api/artifacts/${app}/files?version=9`)).status).toBe(404);
    expect((await viewer.get(`/api/artifacts/${app}/files?version=nine`)).status).toBe(400);
  });

  test('restoring one makes the next, with its files and schemas, and keeps the records', async () => {
    const record = await contributor.post<{ id: string }>(`/api/artifacts/${app}/collections/loans/records`, { data: { item: 'Drill', dueDate: '2026-05-01', priority: 'high' } });
    expect(record.status).toBe(201);
    expect(problemOf(await viewer.post(`/api/artifacts/${app}/versions/1/restore`))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.post(`/api/artifacts/${app}/versions/1/restore`))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await contributor.post(`/api/artifacts/${app}/versions/7/restore`))).toEqual({ status: 404, code: 'not_found' });
    const restored = await contributor.post<Artifact>(`/api/artifacts/${app}/versions/1/restore`);
    expect(restored.status).toBe(201);
    expect(restored.body.currentVersion).toBe(3);
    const [newest] = (await viewer.get<List<ArtifactVersion>>(`/api/artifacts/${app}/versions`)).body.items;
    expect(newest).toMatchObject({ number: 3, restoredFrom: 1, filesAdded: 1, filesChanged: 1, filesRemoved: 1, authorName: 'Contributor' });
    expect((await viewer.get<List<ArtifactFile>>(`/api/artifacts/${app}/files`)).body.items.map((file) => file.path)).toEqual(['app.tsx', 'lists/loans.ts']);
    const [loans] = (await viewer.get<List<{ name: string; schema: { properties: object }; recordCount: number }>>(`/api/artifacts/${app}/collections`)).body.items;
    expect(loans).toMatchObject({ name: 'loans', recordCount: 1 });
    expect(loans!.schema.properties).not.toHaveProperty('priority');
    const [kept] = (await viewer.get<List<{ data: object }>>(`/api/artifacts/${app}/collections/loans/records`)).body.items;
    expect(kept!.data).toMatchObject({ item: 'Drill', priority: 'high' });
  });
});

describe('previews', () => {
  beforeAll(async () => { await prepareKit(); }, 120_000);
  afterAll(stopPreview);

  test('a viewer opens an app on the preview origin', async () => {
    const { status, body } = await viewer.post<Preview>(`/api/artifacts/${id}/preview`);
    expect(status).toBe(200);
    expect(body.version).toBe(1);
    expect(body.url).toMatch(/^http:\/\/localhost:3001\//);
    expect(Date.parse(body.expiresAt)).toBeGreaterThan(Date.now());
    expect(problemOf(await outsider.post(`/api/artifacts/${id}/preview`))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await viewer.post(`/api/artifacts/${id}/preview`, { version: 5 }))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await viewer.post(`/api/artifacts/${id}/preview`, { version: 0 }))).toEqual({ status: 400, code: 'invalid_input' });
  });

  test('an app that does not build is refused with file and line', async () => {
    const broken = await makeApp(studio, projectId, contributor, { 'app.tsx': 'export default function App() {\n  return <b>;\n}\n' });
    const answer = await viewer.post<Problem>(`/api/artifacts/${broken}/preview`);
    expect(problemOf(answer)).toEqual({ status: 422, code: 'build_failed' });
    expect(answer.body.detail).toMatch(/app\.tsx:\d/);
  });
});
