import { createRoute } from '@hono/zod-openapi';
import { modelContext, modelContextSummary } from '#contract/contexts.ts';
import { page, pageQuery } from '#contract/json.ts';
import { asActor, narrowTo } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, newRoutes } from '#server/platform/http/routes.ts';
import { findContext, listContexts } from './context-queries.ts';
import { findRun } from './run-queries.ts';

const tags = ['runs'];

const list = createRoute({
  method: 'get', path: '/runs/{id}/contexts', operationId: 'contexts.list', tags, summary: 'Calls of models in a run, in their order; kept for 30 days',
  request: { params: idParams, query: pageQuery }, responses: answers(200, page(modelContextSummary)),
});

const get = createRoute({
  method: 'get', path: '/contexts/{id}', operationId: 'contexts.get', tags, summary: 'What a model saw in one call',
  request: { params: idParams }, responses: answers(200, modelContext),
});

export const contextRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const after = decodeCursor('contexts', cursor);
    const rows = await asActor(actorOf(c), async (tx) => {
      const run = await findRun(tx, id);
      if (!run) throw notFound('run');
      await narrowTo(tx, run.projectId);
      return listContexts(tx, id, limit + 1, after ? Number(after[0]) : undefined);
    });
    return c.json(pageOf('contexts', rows, limit, (row) => [row.seq], ({ seq: _seq, ...context }) => context), 200);
  })
  .openapi(get, async (c) => {
    const found = await asActor(actorOf(c), (tx) => findContext(tx, c.req.valid('param').id));
    if (!found) throw notFound('context');
    return c.json(found, 200);
  });
