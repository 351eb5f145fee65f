import { createRoute } from '@hono/zod-openapi';
import { page, pageQuery } from '#contract/json.ts';
import { createProject, project, updateProject as changes } from '#contract/people.ts';
import { asActor } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { findWorkspace } from '#server/workspaces/index.ts';
import { memberRoutes } from './member-routes.ts';
import { getProject, insertProject, listProjects, updateProject } from './queries.ts';

const tags = ['projects'];

const list = createRoute({
  method: 'get', path: '/workspaces/{id}/projects', operationId: 'projects.list', tags, summary: 'Projects of a workspace by name',
  request: { params: idParams, query: pageQuery }, responses: answers(200, page(project)),
});

const create = createRoute({
  method: 'post', path: '/workspaces/{id}/projects', operationId: 'projects.create', tags, summary: 'Create a project and become its owner',
  request: { params: idParams, ...jsonBody(createProject) }, responses: answers(201, project),
});

const get = createRoute({
  method: 'get', path: '/projects/{id}', operationId: 'projects.get', tags, summary: 'One project',
  request: { params: idParams }, responses: answers(200, project),
});

const patch = createRoute({
  method: 'patch', path: '/projects/{id}', operationId: 'projects.update', tags, summary: 'Rename or describe a project',
  request: { params: idParams, ...jsonBody(changes) }, responses: answers(200, project),
});

export const projectRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const after = decodeCursor('projects', cursor);
    const place = after && { name: String(after[0]), id: String(after[1]) };
    const actor = actorOf(c);
    const rows = await asActor(actor, async (tx) => {
      if (!await findWorkspace(tx, actor.userId, id)) throw notFound('workspace');
      return listProjects(tx, actor.userId, id, limit + 1, place);
    });
    return c.json(pageOf('projects', rows, limit, (row) => [row.name, row.id], (row) => row), 200);
  })
  .openapi(create, async (c) => {
    const { id } = c.req.valid('param');
    const { name, description } = c.req.valid('json');
    const actor = actorOf(c);
    const made = await asActor(actor, async (tx) => {
      if (!await findWorkspace(tx, actor.userId, id)) throw notFound('workspace');
      return getProject(tx, actor.userId, await insertProject(tx, id, name, description ?? null));
    });
    return c.json(made, 201);
  })
  .openapi(get, async (c) => {
    const { id } = c.req.valid('param');
    const actor = actorOf(c);
    return c.json(await asActor(actor, (tx) => getProject(tx, actor.userId, id)), 200);
  })
  .openapi(patch, async (c) => {
    const { id } = c.req.valid('param');
    const actor = actorOf(c);
    const changed = await asActor(actor, async (tx) => {
      await getProject(tx, actor.userId, id);
      await updateProject(tx, id, c.req.valid('json'));
      return getProject(tx, actor.userId, id);
    });
    return c.json(changed, 200);
  })
  .route('/', memberRoutes);
