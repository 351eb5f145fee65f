import { createRoute, z } from '@hono/zod-openapi';
import { message, postMessageResult } from '#contract/chats.ts';
import { id } from '#contract/json.ts';
import { answeredRequest, requestAnswer, steerRun as steerBody } from '#contract/requests.ts';
import { answerRequest, startRun, steerRun } from '#server/agents/index.ts';
import { idOfRequest, idempotencyHeader } from '#server/platform/http/idempotency.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { retryStep } from './retry.ts';

const tags = ['runs'];

const answer = createRoute({
  method: 'post', path: '/runs/{id}/requests/{requestId}/answer', operationId: 'runs.answer', tags, summary: 'Answer what a run asks; the first answer counts',
  request: { params: idParams.extend({ requestId: id }), ...jsonBody(requestAnswer) }, responses: answers(200, answeredRequest, 'The run goes on'),
});

const steer = createRoute({
  method: 'post', path: '/runs/{id}/steer', operationId: 'runs.steer', tags, summary: 'Say something to the crew while it works',
  request: { params: idParams, headers: idempotencyHeader, ...jsonBody(steerBody) }, responses: answers(202, message, 'The next model that is asked is told'),
});

const retry = createRoute({
  method: 'post', path: '/runs/{id}/steps/{index}/retry', operationId: 'runs.retry', tags, summary: 'Do a step that failed again, with all that follows it',
  request: { params: idParams.extend({ index: z.coerce.number().int().min(0).max(99) }), headers: idempotencyHeader },
  responses: answers(202, postMessageResult, 'A new run goes on at that step'),
});

export const requestRoutes = newRoutes()
  .openapi(answer, async (c) => {
    const { id: runId, requestId } = c.req.valid('param');
    const { answeredBy, answeredAt } = await answerRequest(actorOf(c), runId, requestId, c.req.valid('json'));
    return c.json({ id: requestId, runId, answeredBy, answeredAt: answeredAt?.toISOString() ?? '' }, 200);
  })
  .openapi(steer, async (c) => {
    const { id: runId } = c.req.valid('param');
    const actor = actorOf(c);
    const { id: messageId } = idOfRequest(c, actor.userId, `guidance of ${runId}`);
    return c.json(await steerRun(actor, runId, { id: messageId, text: c.req.valid('json').text }), 202);
  })
  .openapi(retry, async (c) => {
    const { id: runId, index } = c.req.valid('param');
    const actor = actorOf(c);
    const { id: messageId } = idOfRequest(c, actor.userId, `retry of ${runId} ${index}`);
    const posted = await retryStep(actor, { id: messageId, runId, stepIndex: index });
    await startRun(posted.run.id);
    return c.json(posted, 202);
  });
