import { createRoute, z } from '@hono/zod-openapi';
import { page, pageQuery } from '#contract/json.ts';
import { addProjectMember, projectMember, projectRole } from '#contract/people.ts';
import { recordAccess } from '#server/audit/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import type { Actor } from '#server/platform/database/index.ts';
import { notAllowed, notFound } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, answersNothing, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { deleteMember, findMember, insertMember, listMembers, updateMemberRole } from './member-queries.ts';
import type { Member } from './member-queries.ts';
import { getProject } from './queries.ts';

const tags = ['projects'];
const memberParams = idParams.extend({ userId: z.uuid().openapi({ param: { name: 'userId', in: 'path' } }) });

const list = createRoute({
  method: 'get', path: '/projects/{id}/members', operationId: 'projectMembers.list', tags, summary: 'Members of a project',
  request: { params: idParams, query: pageQuery }, responses: answers(200, page(projectMember)),
});

const add = createRoute({
  method: 'post', path: '/projects/{id}/members', operationId: 'projectMembers.add', tags, summary: 'Add a person to a project',
  request: { params: idParams, ...jsonBody(addProjectMember) }, responses: answers(201, projectMember),
});

const change = createRoute({
  method: 'patch', path: '/projects/{id}/members/{userId}', operationId: 'projectMembers.update', tags, summary: 'Change the role of a member',
  request: { params: memberParams, ...jsonBody(z.object({ role: projectRole })) }, responses: answers(200, projectMember),
});

const remove = createRoute({
  method: 'delete', path: '/projects/{id}/members/{userId}', operationId: 'projectMembers.remove', tags, summary: 'Remove a member, or leave',
  request: { params: memberParams }, responses: answersNothing,
});

export const memberRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const after = decodeCursor('members', cursor);
    const place = after && { createdAt: String(after[0]), userId: String(after[1]) };
    const actor = actorOf(c);
    const rows = await asActor(actor, async (tx) => {
      await getProject(tx, actor.userId, id);
      return listMembers(tx, id, limit + 1, place);
    }, { projectId: id });
    await recordAddresses(actor, id, rows.slice(0, limit), 'projectMembers.list');
    return c.json(pageOf('members', rows, limit, (row) => [row.createdAt, row.userId], (row) => row), 200);
  })
  .openapi(add, async (c) => {
    const { id } = c.req.valid('param');
    const { userId, role } = c.req.valid('json');
    const actor = actorOf(c);
    const added = await asActor(actor, async (tx) => {
      await getProject(tx, actor.userId, id);
      await insertMember(tx, id, userId, role);
      return findMember(tx, id, userId);
    }, { projectId: id });
    await recordAddresses(actor, id, [added!], 'projectMembers.add');
    return c.json(added!, 201);
  })
  .openapi(change, async (c) => {
    const { id, userId } = c.req.valid('param');
    const actor = actorOf(c);
    const changed = await asActor(actor, async (tx) => {
      await getProject(tx, actor.userId, id);
      if (!await findMember(tx, id, userId)) throw notFound('member');
      if (!await updateMemberRole(tx, id, userId, c.req.valid('json').role)) throw notAllowed('You may not change this member.');
      return findMember(tx, id, userId);
    }, { projectId: id });
    await recordAddresses(actor, id, [changed!], 'projectMembers.update');
    return c.json(changed!, 200);
  })
  .openapi(remove, async (c) => {
    const { id, userId } = c.req.valid('param');
    const actor = actorOf(c);
    await asActor(actor, async (tx) => {
      await getProject(tx, actor.userId, id);
      if (!await findMember(tx, id, userId)) throw notFound('member');
      if (!await deleteMember(tx, id, userId)) throw notAllowed('You may not remove this member.');
    }, { projectId: id });
    return c.body(null, 204);
  });

/** Addresses of others are personal data: whoever is shown them is recorded. */
async function recordAddresses(actor: Actor, projectId: string, members: Member[], purpose: string): Promise<void> {
  if (!members.some((member) => member.email !== null && member.userId !== actor.userId)) return;
  await recordAccess(actor, { event: 'read', objectKind: 'members', projectId, purpose });
}
