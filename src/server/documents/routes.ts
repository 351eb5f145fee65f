import { createRoute } from '@hono/zod-openapi';
import { document, documentSummary, moveDocument, newDocumentVersion } from '#contract/documents.ts';
import { page, pageQuery } from '#contract/json.ts';
import { getProject } from '#server/projects/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { commentRoutes } from './comment-routes.ts';
import { getDocument, listDocumentVersions, listDocuments } from './queries.ts';
import type { DocumentRow } from './queries.ts';
import { moveVersion } from './review.ts';
import { traceRoutes } from './trace-routes.ts';
import { writeVersion } from './versions.ts';

const tags = ['documents'];

const list = createRoute({
  method: 'get', path: '/projects/{id}/documents', operationId: 'documents.list', tags, summary: 'The newest version of each context document',
  request: { params: idParams, query: pageQuery }, responses: answers(200, page(documentSummary)),
});

const get = createRoute({
  method: 'get', path: '/documents/{id}', operationId: 'documents.get', tags, summary: 'One version of a document as a list of blocks',
  request: { params: idParams }, responses: answers(200, document),
});

const versions = createRoute({
  method: 'get', path: '/documents/{id}/versions', operationId: 'documents.listVersions', tags, summary: 'All versions of a document, newest first',
  request: { params: idParams, query: pageQuery }, responses: answers(200, page(documentSummary)),
});

const write = createRoute({
  method: 'post', path: '/documents/{id}/versions', operationId: 'documents.writeVersion', tags,
  summary: 'Write the next version as a draft: a change, or an earlier version brought back',
  request: { params: idParams, ...jsonBody(newDocumentVersion) }, responses: answers(201, document),
});

const move = createRoute({
  method: 'patch', path: '/documents/{id}/status', operationId: 'documents.move', tags, summary: 'Move a version through the review',
  request: { params: idParams, ...jsonBody(moveDocument) }, responses: answers(200, document),
});

export const documentRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const place = placeOf('documents', cursor);
    const actor = actorOf(c);
    const rows = await asActor(actor, async (tx) => {
      await getProject(tx, actor.userId, id);
      return listDocuments(tx, id, limit + 1, place);
    }, { projectId: id });
    return c.json(pageOf('documents', rows, limit, placeIn, withoutPlace), 200);
  })
  .openapi(get, async (c) => {
    return c.json(await asActor(actorOf(c), (tx) => getDocument(tx, c.req.valid('param').id)), 200);
  })
  .openapi(versions, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const place = placeOf('document versions', cursor);
    const rows = await asActor(actorOf(c), async (tx) => listDocumentVersions(tx, await getDocument(tx, c.req.valid('param').id), limit + 1, place));
    return c.json(pageOf('document versions', rows, limit, placeIn, withoutPlace), 200);
  })
  .openapi(write, async (c) => {
    const written = await asActor(actorOf(c), async (tx) => getDocument(tx, await writeVersion(tx, c.req.valid('param').id, c.req.valid('json'))));
    return c.json(written, 201);
  })
  .openapi(move, async (c) => {
    const { id } = c.req.valid('param');
    const moved = await asActor(actorOf(c), async (tx) => {
      await moveVersion(tx, id, c.req.valid('json'));
      return getDocument(tx, id);
    });
    return c.json(moved, 200);
  })
  .route('/', commentRoutes)
  .route('/', traceRoutes);

function placeOf(list: string, cursor: string | undefined) {
  const values = decodeCursor(list, cursor);
  return values && { at: String(values[0]), id: String(values[1]) };
}

const placeIn = (row: DocumentRow): string[] => [row.place.at, row.place.id];
const withoutPlace = ({ place: _place, ...row }: DocumentRow) => row;
