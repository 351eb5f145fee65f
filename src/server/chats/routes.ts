import { createRoute } from '@hono/zod-openapi';
import { changeChat as changeBody, chat, chatListItem, chatSnapshot, createChat } from '#contract/chats.ts';
import { page, pageQuery } from '#contract/json.ts';
import { getProject } from '#server/projects/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { AppError, notAllowed, toAppError } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { idOfRequest, idempotencyHeader } from '#server/platform/http/idempotency.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, answersNothing, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { enterChat, loadChat, untitled, withoutPlace } from './chat.ts';
import { contextRoutes } from './context-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { mentionRoutes } from './mention-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { participantRoutes } from './participant-routes.ts';
import { projectEventRoutes } from './project-event-routes.ts';
import { changeChat, deleteChat, findChat, insertChat, listChats } from './queries.ts';
import { forkRoutes } from './fork-routes.ts';
import { requestRoutes } from './request-routes.ts';
import { runRoutes } from './run-routes.ts';

const tags = ['chats'];

const list = createRoute({
  method: 'get', path: '/projects/{id}/chats', operationId: 'chats.list', tags, summary: 'Chats of a project, the most recently used first',
  request: { params: idParams, query: pageQuery }, responses: answers(200, page(chatListItem)),
});

const create = createRoute({
  method: 'post', path: '/projects/{id}/chats', operationId: 'chats.create', tags, summary: 'Open a chat',
  request: { params: idParams, headers: idempotencyHeader, ...jsonBody(createChat) }, responses: answers(201, chat),
});

const get = createRoute({
  method: 'get', path: '/chats/{id}', operationId: 'chats.get', tags, summary: 'A chat with its latest messages and where to start its event stream',
  request: { params: idParams }, responses: answers(200, chatSnapshot),
});

const change = createRoute({
  method: 'patch', path: '/chats/{id}', operationId: 'chats.change', tags, summary: 'Rename a chat, or set whether its crew shows plans before it works',
  request: { params: idParams, ...jsonBody(changeBody) }, responses: answers(200, chat),
});

const remove = createRoute({
  method: 'delete', path: '/chats/{id}', operationId: 'chats.delete', tags, summary: 'Delete a chat; the app it built stays',
  request: { params: idParams }, responses: answersNothing,
});

export const chatRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const after = decodeCursor('chats', cursor);
    const place = after && { at: String(after[0]), id: String(after[1]) };
    const actor = actorOf(c);
    const rows = await asActor(actor, async (tx) => {
      await getProject(tx, actor.userId, id);
      return listChats(tx, actor.userId, id, limit + 1, place);
    }, { projectId: id });
    return c.json(pageOf('chats', rows, limit, (row) => [row.place.at, row.place.id], withoutPlace), 200);
  })
  .openapi(create, async (c) => {
    const { id: projectId } = c.req.valid('param');
    const { title = untitled } = c.req.valid('json');
    const actor = actorOf(c);
    const request = idOfRequest(c, actor.userId, `chats of ${projectId}`);
    const made = await asActor(actor, async (tx) => {
      await getProject(tx, actor.userId, projectId);
      await insertChat(tx, { id: request.id, projectId, title });
      return findChat(tx, request.id);
    }, { projectId }).catch((error: unknown) => {
      throw toAppError(error).code === 'not_allowed' ? notAllowed('Viewers may not open a chat.') : error;
    });
    if (!made) throw new AppError('internal', 'The chat was stored, but cannot be read back.');
    return c.json(withoutPlace(made), 201);
  })
  .openapi(get, async (c) => {
    const actor = actorOf(c);
    return c.json(await asActor(actor, (tx) => loadChat(tx, actor.userId, c.req.valid('param').id)), 200);
  })
  .openapi(change, async (c) => {
    const { id } = c.req.valid('param');
    const changed = await asActor(actorOf(c), async (tx) => {
      await enterChat(tx, id);
      if (!await changeChat(tx, id, c.req.valid('json'))) throw notAllowed('Viewers may not change a chat.');
      return enterChat(tx, id);
    });
    return c.json(withoutPlace(changed), 200);
  })
  .openapi(remove, async (c) => {
    const { id } = c.req.valid('param');
    await asActor(actorOf(c), async (tx) => {
      await enterChat(tx, id);
      if (!await deleteChat(tx, id)) throw notAllowed('Viewers may not delete a chat.');
    });
    return c.body(null, 204);
  })
  .route('/', messageRoutes)
  .route('/', eventRoutes)
  .route('/', runRoutes)
  .route('/', requestRoutes)
  .route('/', forkRoutes)
  .route('/', ledgerRoutes)
  .route('/', contextRoutes)
  .route('/', participantRoutes)
  .route('/', mentionRoutes)
  .route('/', projectEventRoutes);
