import { createRoute, z } from '@hono/zod-openapi';
import { collection, collectionName, createRecord as createBody, record, updateRecord as updateBody } from '#contract/app-data.ts';
import { page, pageQuery } from '#contract/json.ts';
import { getArtifact } from '#server/artifacts/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { notAllowed, toAppError } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { idOfRequest, idempotencyHeader } from '#server/platform/http/idempotency.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, answersNothing, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { listCollections, listRecords } from './queries.ts';
import type { RecordRow } from './queries.ts';
import { changeRecord, createRecord, enterCollection, removeRecord, restoreRecord } from './record.ts';

const tags = ['records'];
const inCollection = idParams.extend({ name: collectionName });
const oneRecord = inCollection.extend({ recordId: z.uuid().openapi({ param: { name: 'recordId', in: 'path' } }) });

const collections = createRoute({
  method: 'get', path: '/artifacts/{id}/collections', operationId: 'collections.list', tags, summary: 'Collections of an app with their schemas',
  request: { params: idParams }, responses: answers(200, page(collection)),
});

const list = createRoute({
  method: 'get', path: '/artifacts/{id}/collections/{name}/records', operationId: 'records.list', tags, summary: 'Records in the order in which they were made',
  request: { params: inCollection, query: pageQuery }, responses: answers(200, page(record)),
});

const create = createRoute({
  method: 'post', path: '/artifacts/{id}/collections/{name}/records', operationId: 'records.create', tags, summary: 'Add a record',
  request: { params: inCollection, headers: idempotencyHeader, ...jsonBody(createBody) }, responses: answers(201, record),
});

const update = createRoute({
  method: 'patch', path: '/artifacts/{id}/collections/{name}/records/{recordId}', operationId: 'records.update', tags, summary: 'Change some fields of a record',
  request: { params: oneRecord, ...jsonBody(updateBody) }, responses: answers(200, record),
});

const remove = createRoute({
  method: 'delete', path: '/artifacts/{id}/collections/{name}/records/{recordId}', operationId: 'records.delete', tags, summary: 'Delete a record; it can be restored',
  request: { params: oneRecord }, responses: answersNothing,
});

const restore = createRoute({
  method: 'post', path: '/artifacts/{id}/collections/{name}/records/{recordId}/restore', operationId: 'records.restore', tags, summary: 'Bring a deleted record back',
  request: { params: oneRecord }, responses: answers(200, record),
});

const asRecord = ({ place: _place, deletedAt: _deleted, ...row }: RecordRow) => row;

export const appDataRoutes = newRoutes()
  .openapi(collections, async (c) => {
    const { id } = c.req.valid('param');
    const items = await asActor(actorOf(c), async (tx) => {
      await getArtifact(tx, id);
      return listCollections(tx, id);
    });
    return c.json({ items, nextCursor: null }, 200);
  })
  .openapi(list, async (c) => {
    const { id, name } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const after = decodeCursor(`records ${name}`, cursor);
    const place = after && { at: String(after[0]), id: String(after[1]) };
    const rows = await asActor(actorOf(c), async (tx) => {
      await enterCollection(tx, { artifactId: id, collection: name });
      return listRecords(tx, id, name, limit + 1, place);
    });
    return c.json(pageOf(`records ${name}`, rows, limit, (row) => [row.place.at, row.place.id], asRecord), 200);
  })
  .openapi(create, async (c) => {
    const { id, name } = c.req.valid('param');
    const actor = actorOf(c);
    const request = idOfRequest(c, actor.userId, `records of ${id} ${name}`);
    const target = { artifactId: id, collection: name };
    const made = await asActor(actor, (tx) => createRecord(tx, target, request, c.req.valid('json').data)).catch((error: unknown) => {
      throw toAppError(error).code === 'not_allowed' ? notAllowed('Viewers may not add records.') : error;
    });
    return c.json(asRecord(made), 201);
  })
  .openapi(update, async (c) => {
    const { id, name, recordId } = c.req.valid('param');
    const { data, revision } = c.req.valid('json');
    const changed = await asActor(actorOf(c), (tx) => changeRecord(tx, { artifactId: id, collection: name }, recordId, data, revision));
    return c.json(asRecord(changed), 200);
  })
  .openapi(remove, async (c) => {
    const { id, name, recordId } = c.req.valid('param');
    await asActor(actorOf(c), (tx) => removeRecord(tx, { artifactId: id, collection: name }, recordId));
    return c.body(null, 204);
  })
  .openapi(restore, async (c) => {
    const { id, name, recordId } = c.req.valid('param');
    return c.json(asRecord(await asActor(actorOf(c), (tx) => restoreRecord(tx, { artifactId: id, collection: name }, recordId))), 200);
  });
