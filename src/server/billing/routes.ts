import { createRoute } from '@hono/zod-openapi';
import { caps, setCap, setProjectCap, usage, usageQuery } from '#contract/billing.ts';
import { asActor } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { getProject } from '#server/projects/index.ts';
import { findWorkspace } from '#server/workspaces/index.ts';
import { listCaps, maySetCaps, putCap } from './cap-queries.ts';
import { findAllowance, sumUsage } from './usage-queries.ts';

const tags = ['usage'];

const ofWorkspace = createRoute({
  method: 'get', path: '/workspaces/{id}/usage', operationId: 'usage.ofWorkspace', tags, summary: 'What a workspace used, by day, agent, person and project',
  description: 'In the global workspace everybody sees the own use.',
  request: { params: idParams, query: usageQuery }, responses: answers(200, usage),
});

const ofProject = createRoute({
  method: 'get', path: '/projects/{id}/usage', operationId: 'usage.ofProject', tags, summary: 'What a project used, by day, agent and person',
  request: { params: idParams, query: usageQuery }, responses: answers(200, usage),
});

const list = createRoute({
  method: 'get', path: '/workspaces/{id}/caps', operationId: 'caps.list', tags, summary: 'Caps of a workspace, its projects and people',
  request: { params: idParams }, responses: answers(200, caps),
});

const put = createRoute({
  method: 'put', path: '/workspaces/{id}/caps', operationId: 'caps.set', tags, summary: 'Set or remove a cap',
  description: 'For owners and admins of the workspace.',
  request: { params: idParams, ...jsonBody(setCap) }, responses: answers(200, caps),
});

const putOfProject = createRoute({
  method: 'put', path: '/projects/{id}/cap', operationId: 'caps.setOfProject', tags, summary: 'Set or remove the cap of a project',
  description: 'For owners and managers of the project, and owners and admins of its workspace.',
  request: { params: idParams, ...jsonBody(setProjectCap) }, responses: answers(200, caps),
});

export const billingRoutes = newRoutes()
  .openapi(ofWorkspace, async (c) => {
    const { id } = c.req.valid('param');
    const actor = actorOf(c);
    return c.json(await asActor(actor, async (tx) => {
      if (!await findWorkspace(tx, actor.userId, id)) throw notFound('workspace');
      return { ...await sumUsage(tx, { workspaceId: id }, c.req.valid('query').days), allowance: await findAllowance(tx, id) };
    }), 200);
  })
  .openapi(ofProject, async (c) => {
    const { id } = c.req.valid('param');
    const actor = actorOf(c);
    return c.json(await asActor(actor, async (tx) => {
      const { workspaceId, role } = await getProject(tx, actor.userId, id);
      const sums = await sumUsage(tx, { projectId: id }, c.req.valid('query').days);
      // A super user administers the global workspace without being of its projects.
      return { ...sums, allowance: role === null ? null : await findAllowance(tx, workspaceId) };
    }), 200);
  })
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const actor = actorOf(c);
    return c.json(await asActor(actor, async (tx) => {
      if (!await findWorkspace(tx, actor.userId, id)) throw notFound('workspace');
      return { items: await listCaps(tx, id), can: { set: await maySetCaps(tx, id) } };
    }), 200);
  })
  .openapi(put, async (c) => {
    const { id } = c.req.valid('param');
    const actor = actorOf(c);
    return c.json(await asActor(actor, async (tx) => {
      if (!await findWorkspace(tx, actor.userId, id)) throw notFound('workspace');
      await putCap(tx, id, c.req.valid('json'));
      return { items: await listCaps(tx, id), can: { set: true } };
    }), 200);
  })
  .openapi(putOfProject, async (c) => {
    const { id } = c.req.valid('param');
    const actor = actorOf(c);
    return c.json(await asActor(actor, async (tx) => {
      const { workspaceId } = await getProject(tx, actor.userId, id);
      await putCap(tx, workspaceId, { projectId: id, userId: null, ...c.req.valid('json') });
      const items = await listCaps(tx, workspaceId);
      return { items: items.filter(({ projectId }) => projectId === id), can: { set: true } };
    }), 200);
  });
