import { createRoute } from '@hono/zod-openapi';
import { clearConnectionSecret, connectionStatus, setConnectionSecret } from '#contract/connections.ts';
import { asActor } from '#server/platform/database/index.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, answersNothing, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { clearSecret, getStatus } from './queries.ts';
import { setSecret } from './secrets.ts';

const tags = ['connections'];

const set = createRoute({
  method: 'put', path: '/connections/{id}/secret', operationId: 'connections.setSecret', tags, summary: 'Set or replace a secret, which is never shown again',
  request: { params: idParams, ...jsonBody(setConnectionSecret) }, responses: answersNothing,
});

const clear = createRoute({
  method: 'delete', path: '/connections/{id}/secret', operationId: 'connections.clearSecret', tags, summary: 'Remove a secret',
  request: { params: idParams, query: clearConnectionSecret }, responses: answersNothing,
});

const status = createRoute({
  method: 'get', path: '/connections/{id}/status', operationId: 'connections.getStatus', tags, summary: 'Which secrets are set, and the state of the OAuth token',
  request: { params: idParams }, responses: answers(200, connectionStatus),
});

export const connectionRoutes = newRoutes()
  .openapi(set, async (c) => {
    await setSecret(actorOf(c), c.req.valid('param').id, c.req.valid('json'));
    return c.body(null, 204);
  })
  .openapi(clear, async (c) => {
    await asActor(actorOf(c), (tx) => clearSecret(tx, c.req.valid('param').id, c.req.valid('query').name));
    return c.body(null, 204);
  })
  .openapi(status, async (c) => c.json(await asActor(actorOf(c), (tx) => getStatus(tx, c.req.valid('param').id)), 200));
