import { expect, test } from 'vitest';
import type { Document, DocumentSummary } from '#contract/documents.ts';
import { problemOf } from './person.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';

const studio = await startStudio();
await studio.join('Administrator');
const { projectId, viewer, outsider, owner } = await makeTeam(studio);
type List<T> = { items: T[]; nextCursor: string | null };

const content = (text: string) => JSON.stringify({ blocks: [{ type: 'paragraph', text }], source: {} });
const write = async (table: string, columns: string, values: string) =>
  (await studio.sql<{ id: string }>(`insert into ${table} (project_id, title, content, created_by ${columns}) values ('${projectId}', 'Loans', '${content(`From ${table}`)}', '${owner.id}' ${values}) returning id`))[0]!.id;

await write('project_requirements', ', version', ', 1');
const newest = await write('project_requirements', ', version', ', 2');
await write('technical_architecture', ', version', ', 1');
await write('ui_design', ', version', ', 1');
await write('project_context', ', context_type', ", 'quality'");

test('a list holds the newest version of each document', async () => {
  const { body } = await viewer.get<List<DocumentSummary>>(`/api/projects/${projectId}/documents`);
  expect(body.items.map((item) => [item.kind, item.version, item.findingType])).toEqual([
    ['finding', 1, 'quality'], ['ui-design', 1, null], ['architecture', 1, null], ['requirements', 2, null],
  ]);
  const first = await viewer.get<List<DocumentSummary>>(`/api/projects/${projectId}/documents?limit=3`);
  const rest = await viewer.get<List<DocumentSummary>>(`/api/projects/${projectId}/documents?limit=3&cursor=${first.body.nextCursor}`);
  expect(rest.body.items.map((item) => item.id)).toEqual([newest]);
});

test('a document is read as blocks, with its versions', async () => {
  const { body } = await viewer.get<Document>(`/api/documents/${newest}`);
  expect(body).toMatchObject({ kind: 'requirements', title: 'Loans', version: 2, blocks: [{ type: 'paragraph', text: 'From project_requirements' }] });
  const versions = await viewer.get<List<DocumentSummary>>(`/api/documents/${newest}/versions`);
  expect(versions.body.items.map((item) => item.version)).toEqual([2, 1]);
});

test('an outsider finds no documents', async () => {
  for (const path of [`/api/projects/${projectId}/documents`, `/api/documents/${newest}`, `/api/documents/${newest}/versions`]) {
    expect(problemOf(await outsider.get(path))).toEqual({ status: 404, code: 'not_found' });
  }
});
