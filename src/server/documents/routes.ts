import { createRoute } from '@hono/zod-openapi';
import { document, documentSummary } from '#contract/documents.ts';
import { page, pageQuery } from '#contract/json.ts';
import { getProject } from '#server/projects/index.ts';
import { asActor, narrowTo } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, newRoutes } from '#server/platform/http/routes.ts';
import { findDocument, listDocumentVersions, listDocuments } from './queries.ts';
import type { DocumentRow } from './queries.ts';

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
    const found = await asActor(actorOf(c), (tx) => findDocument(tx, c.req.valid('param').id));
    if (!found) throw notFound('document');
    return c.json(found, 200);
  })
  .openapi(versions, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const place = placeOf('document versions', cursor);
    const rows = await asActor(actorOf(c), async (tx) => {
      const one = await findDocument(tx, c.req.valid('param').id);
      if (!one) throw notFound('document');
      await narrowTo(tx, one.projectId);
      return listDocumentVersions(tx, one, limit + 1, place);
    });
    return c.json(pageOf('document versions', rows, limit, placeIn, withoutPlace), 200);
  });

function placeOf(list: string, cursor: string | undefined) {
  const values = decodeCursor(list, cursor);
  return values && { at: String(values[0]), id: String(values[1]) };
}

const placeIn = (row: DocumentRow): string[] => [row.place.at, row.place.id];
const withoutPlace = ({ place: _place, ...row }: DocumentRow) => row;
