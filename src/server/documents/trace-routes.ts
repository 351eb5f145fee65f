import { createRoute } from '@hono/zod-openapi';
import { traceMatrices as answer } from '#contract/traces.ts';
import { getProject } from '#server/projects/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, newRoutes } from '#server/platform/http/routes.ts';
import { traceMatrices } from './matrix.ts';

const list = createRoute({
  method: 'get', path: '/projects/{id}/traces', operationId: 'documentTraces.list', tags: ['documents'],
  summary: 'Each acceptance criterion with the files and checks behind it, and whether they still hold',
  request: { params: idParams }, responses: answers(200, answer),
});

export const traceRoutes = newRoutes().openapi(list, async (c) => {
  const { id } = c.req.valid('param');
  const actor = actorOf(c);
  const items = await asActor(actor, async (tx) => {
    await getProject(tx, actor.userId, id);
    return traceMatrices(tx, id);
  }, { projectId: id });
  return c.json({ items }, 200);
});
