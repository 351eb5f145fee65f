import { createRoute } from '@hono/zod-openapi';
import { page, pageQuery } from '#contract/json.ts';
import { createWorkspace, workspace } from '#contract/people.ts';
import { asActor } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { findWorkspace, insertWorkspace, listWorkspaces } from './queries.ts';

const tags = ['workspaces'];

const list = createRoute({
  method: 'get', path: '/workspaces', operationId: 'workspaces.list', tags, summary: 'Your workspaces by name',
  request: { query: pageQuery }, responses: answers(200, page(workspace)),
});

const create = createRoute({
  method: 'post', path: '/workspaces', operationId: 'workspaces.create', tags, summary: 'Create a workspace and become its owner',
  request: jsonBody(createWorkspace), responses: answers(201, workspace),
});

const get = createRoute({
  method: 'get', path: '/workspaces/{id}', operationId: 'workspaces.get', tags, summary: 'One workspace',
  request: { params: idParams }, responses: answers(200, workspace),
});

export const workspaceRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const after = decodeCursor('workspaces', cursor);
    const actor = actorOf(c);
    const place = after && { name: String(after[0]), id: String(after[1]) };
    const rows = await asActor(actor, (tx) => listWorkspaces(tx, actor.userId, limit + 1, place));
    return c.json(pageOf('workspaces', rows, limit, (row) => [row.name, row.id], (row) => row), 200);
  })
  .openapi(create, async (c) => {
    const actor = actorOf(c);
    const { name, companyName } = c.req.valid('json');
    const made = await asActor(actor, async (tx) => findWorkspace(tx, actor.userId, await insertWorkspace(tx, name, companyName)));
    return c.json(made!, 201);
  })
  .openapi(get, async (c) => {
    const actor = actorOf(c);
    const found = await asActor(actor, (tx) => findWorkspace(tx, actor.userId, c.req.valid('param').id));
    if (!found) throw notFound('workspace');
    return c.json(found, 200);
  });
