import { createRoute, z } from '@hono/zod-openapi';
import { changeComment, documentComment, newComment } from '#contract/document-comments.ts';
import { asActor } from '#server/platform/database/index.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, answersNothing, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { listComments, type FoundComment } from './comment-queries.ts';
import { addComment, getComment, removeComment, settleComment } from './comments.ts';
import { getDocument } from './queries.ts';

const tags = ['documents'];

const list = createRoute({
  method: 'get', path: '/documents/{id}/comments', operationId: 'documentComments.list', tags, summary: 'All comments on a document, in whichever version they were written, oldest first',
  request: { params: idParams }, responses: answers(200, z.object({ items: z.array(documentComment) })),
});

const create = createRoute({
  method: 'post', path: '/documents/{id}/comments', operationId: 'documentComments.create', tags, summary: 'Comment on a paragraph, or answer in a thread',
  request: { params: idParams, ...jsonBody(newComment) }, responses: answers(201, documentComment),
});

const change = createRoute({
  method: 'patch', path: '/document-comments/{id}', operationId: 'documentComments.settle', tags, summary: 'Resolve a thread, or open it again',
  request: { params: idParams, ...jsonBody(changeComment) }, responses: answers(200, documentComment),
});

const remove = createRoute({
  method: 'delete', path: '/document-comments/{id}', operationId: 'documentComments.delete', tags, summary: 'Delete a comment with its answers',
  request: { params: idParams }, responses: answersNothing,
});

export const commentRoutes = newRoutes()
  .openapi(list, async (c) => {
    const items = await asActor(actorOf(c), async (tx) => listComments(tx, await getDocument(tx, c.req.valid('param').id)));
    return c.json({ items: items.map(shown) }, 200);
  })
  .openapi(create, async (c) => {
    const made = await asActor(actorOf(c), async (tx) => getComment(tx, await addComment(tx, c.req.valid('param').id, c.req.valid('json'))));
    return c.json(shown(made), 201);
  })
  .openapi(change, async (c) => {
    const settled = await asActor(actorOf(c), (tx) => settleComment(tx, c.req.valid('param').id, c.req.valid('json')));
    return c.json(shown(settled), 200);
  })
  .openapi(remove, async (c) => {
    await asActor(actorOf(c), (tx) => removeComment(tx, c.req.valid('param').id));
    return c.body(null, 204);
  });

function shown({ projectId: _project, kind: _kind, title: _title, ...comment }: FoundComment) {
  return comment;
}
