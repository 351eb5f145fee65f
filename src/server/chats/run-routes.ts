import { createRoute } from '@hono/zod-openapi';
import { run } from '#contract/agents.ts';
import { page, pageQuery } from '#contract/json.ts';
import { cancelRun } from '#server/agents/index.ts';
import { asActor, narrowTo } from '#server/platform/database/index.ts';
import { notAllowed, notFound } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, newRoutes } from '#server/platform/http/routes.ts';
import { enterChat, publicRun } from './chat.ts';
import { findRank } from './queries.ts';
import { findRun, listRuns, updateCancelRequest } from './run-queries.ts';

const tags = ['runs'];

const list = createRoute({
  method: 'get', path: '/chats/{id}/runs', operationId: 'runs.list', tags, summary: 'Runs of a chat, newest first',
  request: { params: idParams, query: pageQuery }, responses: answers(200, page(run)),
});

const get = createRoute({
  method: 'get', path: '/runs/{id}', operationId: 'runs.get', tags, summary: 'One run with its steps',
  request: { params: idParams }, responses: answers(200, run),
});

const cancel = createRoute({
  method: 'post', path: '/runs/{id}/cancel', operationId: 'runs.cancel', tags, summary: 'Stop a run, or take it out of the queue; one that is over stays as it is',
  request: { params: idParams }, responses: answers(202, run, 'It stops as soon as the step at hand allows'),
});

export const runRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const before = decodeCursor('runs', cursor);
    const place = before && { at: String(before[0]), id: String(before[1]) };
    const rows = await asActor(actorOf(c), async (tx) => {
      await enterChat(tx, id);
      return listRuns(tx, id, limit + 1, place);
    });
    return c.json(pageOf('runs', rows, limit, (row) => [row.place.at, row.place.id], publicRun), 200);
  })
  .openapi(get, async (c) => {
    const found = await asActor(actorOf(c), (tx) => findRun(tx, c.req.valid('param').id));
    if (!found) throw notFound('run');
    return c.json(publicRun(found), 200);
  })
  .openapi(cancel, async (c) => {
    const { id } = c.req.valid('param');
    const actor = actorOf(c);
    const isOver = await asActor(actor, async (tx) => {
      const found = await findRun(tx, id);
      if (!found) throw notFound('run');
      await narrowTo(tx, found.projectId);
      if (found.finishedAt !== null) return true;
      const isOfOther = found.createdBy !== null && found.createdBy !== actor.userId;
      if (found.status === 'queued' && isOfOther && await findRank(tx, found.projectId, actor.userId) < 3) {
        throw notAllowed('Only its author and managers take a request out of the queue.');
      }
      if (!await updateCancelRequest(tx, id)) throw notAllowed('Viewers may not stop a run.');
      return false;
    });
    if (!isOver) await cancelRun(id);
    const after = await asActor(actor, (tx) => findRun(tx, id));
    if (!after) throw notFound('run');
    return c.json(publicRun(after), 202);
  });
