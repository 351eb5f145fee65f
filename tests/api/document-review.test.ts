import { describe, expect, test } from 'vitest';
import type { DocumentComment } from '#contract/document-comments.ts';
import type { Document, DocumentBlock, DocumentSummary } from '#contract/documents.ts';
import { problemOf } from './person.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';

const studio = await startStudio();
await studio.join('Administrator');
const { projectId, owner, manager, contributor, viewer, outsider } = await makeTeam(studio);
type List<T> = { items: T[] };

const criteria = (...texts: string[]): DocumentBlock => ({ type: 'checklist', items: texts.map((text) => ({ text, done: false })) });
const first: DocumentBlock[] = [{ type: 'paragraph', text: 'As a lead, I want to record a loan.' }, criteria('Saving without a borrower shows a message.', 'A saved loan is in the list.')];

let n = 0;
/** A first version, as the crew would store it. */
async function newDocument(table = 'project_requirements', columns: Record<string, string> = {}): Promise<string> {
  const names = ['project_id', 'title', 'content', 'created_by', ...Object.keys(columns)];
  const values = [projectId, `Loans ${++n}`, JSON.stringify({ blocks: first, source: { stories: 1 } }), owner.id, ...Object.values(columns)];
  return (await studio.sql<{ id: string }>(`insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning id`, values))[0]!.id;
}
const write = (person: typeof owner, id: string, basedOn: number, blocks: DocumentBlock[]) => person.post<Document>(`/api/documents/${id}/versions`, { basedOn, blocks });
const move = (person: typeof owner, id: string, from: string, to: string) => person.patch<Document>(`/api/documents/${id}/status`, { from, to });

describe('versions', () => {
  test('an edit is the next version, a draft by its author; the one before stays', async () => {
    const id = await newDocument();
    const { status, body } = await write(manager, id, 1, [...first, { type: 'paragraph', text: 'More.' }]);
    expect(status).toBe(201);
    expect(body).toMatchObject({ version: 2, status: 'draft', authorName: 'Manager', agent: null, runId: null });
    expect(body.blocks[1]).toMatchObject({ items: [{ id: 'C1' }, { id: 'C2' }] });
    expect((await viewer.get<Document>(`/api/documents/${id}`)).body).toMatchObject({ version: 1, authorName: 'Owner', blocks: first });
    expect((await viewer.get<List<DocumentSummary>>(`/api/documents/${id}/versions`)).body.items.map(({ version }) => version)).toEqual([2, 1]);
  });

  test('what was written meanwhile is a conflict, and nothing is stored', async () => {
    const id = await newDocument();
    await write(owner, id, 1, [{ type: 'paragraph', text: 'Mine.' }]);
    const late = await write(manager, id, 1, [{ type: 'paragraph', text: 'Too late.' }]);
    expect(problemOf(late)).toEqual({ status: 409, code: 'conflict' });
    expect(JSON.stringify(late.body)).toContain('Version 2 was written while you worked on version 1.');
    const [a, b] = await Promise.all([write(owner, id, 2, first), write(manager, id, 2, first)]);
    expect([a.status, b.status].sort()).toEqual([201, 409]);
  });

  test('an old version comes back as the newest, with what else was stored of it', async () => {
    const id = await newDocument('technical_architecture', { apis_used: '["mail"]' });
    await write(owner, id, 1, [{ type: 'paragraph', text: 'Other.' }]);
    const { blocks } = (await owner.get<Document>(`/api/documents/${id}`)).body;
    const { body } = await write(owner, id, 2, blocks);
    expect(body).toMatchObject({ version: 3, blocks: first });
    expect(await studio.sql(`select apis_used, content -> 'source' as source from technical_architecture where id = $1`, [body.id])).toEqual([{ apis_used: ['mail'], source: { stories: 1 } }]);
  });

  test('contributors and viewers write none and are told who does; an outsider finds none', async () => {
    const id = await newDocument();
    const refused = await write(contributor, id, 1, first);
    expect(problemOf(refused)).toEqual({ status: 403, code: 'not_allowed' });
    expect(JSON.stringify(refused.body)).toContain('written and reviewed by its owners and managers');
    expect(problemOf(await write(viewer, id, 1, first))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await write(outsider, id, 1, first))).toEqual({ status: 404, code: 'not_found' });
  });

  test('findings of one title are counted as versions, and are not edited', async () => {
    const finding = async () => (await studio.sql<{ id: string }>(`insert into project_context (project_id, context_type, title, content, metadata)
      values ($1, 'quality', 'Quality check', '{"blocks": []}', '{"agent": "quality"}') returning id`, [projectId]))[0]!.id;
    await finding();
    const second = await finding();
    expect((await viewer.get<Document>(`/api/documents/${second}`)).body).toMatchObject({ version: 2, status: null, agent: 'quality' });
    expect((await viewer.get<List<DocumentSummary>>(`/api/documents/${second}/versions`)).body.items.map(({ version }) => version)).toEqual([2, 1]);
    expect(problemOf(await write(owner, second, 2, first))).toEqual({ status: 403, code: 'not_allowed' });
  });
});

describe('review', () => {
  test('a draft goes to review, is approved and then fixed; who and when is said', async () => {
    const id = await newDocument();
    expect(problemOf(await move(owner, id, 'draft', 'approved'))).toEqual({ status: 409, code: 'conflict' });
    expect((await move(manager, id, 'draft', 'review')).body).toMatchObject({ status: 'review', statusByName: 'Manager' });
    expect((await move(owner, id, 'review', 'approved')).body).toMatchObject({ status: 'approved', approvedByName: 'Owner', approvedAt: expect.any(String) as string });
    await expect(studio.sql(`update project_requirements set content = '{}' where id = $1`, [id])).rejects.toThrow('An approved version cannot be changed.');
    expect((await write(owner, id, 1, [...first, { type: 'heading', text: 'Later' }])).body).toMatchObject({ version: 2, status: 'draft' });
    expect((await move(owner, id, 'approved', 'archived')).body.status).toBe('archived');
    expect(problemOf(await move(owner, id, 'archived', 'draft'))).toEqual({ status: 409, code: 'conflict' });
    await expect(studio.sql(`update project_requirements set content = '{}' where id = $1`, [id])).rejects.toThrow('An approved version cannot be changed.');
    expect((await move(owner, id, 'archived', 'approved')).body).toMatchObject({ status: 'approved', approvedByName: 'Owner' });
  });

  test('somebody who acts on an old sight is told where it stands now', async () => {
    const id = await newDocument();
    await move(owner, id, 'draft', 'review');
    const late = await move(manager, id, 'draft', 'archived');
    expect(problemOf(late)).toEqual({ status: 409, code: 'conflict' });
    expect(JSON.stringify(late.body)).toContain('is in review now');
  });

  test('contributors move none', async () => {
    expect(problemOf(await move(contributor, await newDocument(), 'draft', 'review'))).toEqual({ status: 403, code: 'not_allowed' });
  });
});

describe('comments', () => {
  const comment = (person: typeof owner, id: string, body: object) => person.post<DocumentComment>(`/api/documents/${id}/comments`, body);

  test('a comment quotes its paragraph and is there in later versions; answers and settling belong to the thread', async () => {
    const id = await newDocument();
    const asked = await comment(contributor, id, { body: 'Which list?', blockIndex: 1 });
    expect(asked.body).toMatchObject({ quote: 'Saving without a borrower shows a message.\nA saved loan is in the list.', blockIndex: 1, authorName: 'Contributor', resolvedAt: null });
    const next = (await write(owner, id, 1, [{ type: 'heading', text: 'New' }, ...first])).body.id;
    await comment(manager, next, { body: 'The list of loans.', threadId: asked.body.id });
    expect((await viewer.get<List<DocumentComment>>(`/api/documents/${next}/comments`)).body.items.map(({ body, version, threadId }) => [body, version, threadId])).toEqual([
      ['Which list?', 1, null], ['The list of loans.', 2, asked.body.id],
    ]);
    expect((await viewer.get<Document>(`/api/documents/${next}`)).body.openComments).toBe(1);
    const settled = await contributor.patch<DocumentComment>(`/api/document-comments/${asked.body.id}`, { isResolved: true, resolution: 'Said so in the text.' });
    expect(settled.body).toMatchObject({ resolvedByName: 'Contributor', resolution: 'Said so in the text.', resolvedAgent: null });
    // Settled again, it stays as it was settled first.
    expect((await owner.patch<DocumentComment>(`/api/document-comments/${asked.body.id}`, { isResolved: true, resolution: 'Mine.' })).body).toEqual(settled.body);
    expect((await viewer.get<Document>(`/api/documents/${id}`)).body.openComments).toBe(0);
    expect((await owner.patch<DocumentComment>(`/api/document-comments/${asked.body.id}`, { isResolved: false })).body).toMatchObject({ resolvedAt: null, resolution: null });
  });

  test('viewers read only, authors delete their own, managers any', async () => {
    const id = await newDocument();
    expect(problemOf(await comment(viewer, id, { body: 'Hm.', blockIndex: 0 }))).toEqual({ status: 403, code: 'not_allowed' });
    const owners = (await comment(owner, id, { body: 'Hm.', blockIndex: 0 })).body.id;
    const own = (await comment(contributor, id, { body: 'Ah.', blockIndex: 0 })).body.id;
    expect(problemOf(await viewer.patch(`/api/document-comments/${owners}`, { isResolved: true }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await contributor.delete(`/api/document-comments/${owners}`))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.delete(`/api/document-comments/${owners}`))).toEqual({ status: 404, code: 'not_found' });
    expect((await contributor.delete(`/api/document-comments/${own}`)).status).toBe(204);
    expect((await manager.delete(`/api/document-comments/${owners}`)).status).toBe(204);
  });

  test('a block that is not there, and a thread of another document, are refused', async () => {
    const [id, other] = [await newDocument(), await newDocument()];
    const { body } = await comment(owner, other, { body: 'Elsewhere.', blockIndex: 0 });
    expect(problemOf(await comment(owner, id, { body: 'Hm.', blockIndex: 7 }))).toEqual({ status: 400, code: 'invalid_input' });
    expect(problemOf(await comment(owner, id, { body: 'Hm.', threadId: body.id }))).toEqual({ status: 404, code: 'not_found' });
  });
});
