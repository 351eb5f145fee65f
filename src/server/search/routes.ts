import { createRoute } from '@hono/zod-openapi';
import { page } from '#contract/json.ts';
import { searchHit, searchQuery } from '#contract/search.ts';
import { getProject } from '#server/projects/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, newRoutes } from '#server/platform/http/routes.ts';
import { findWorkspace } from '#server/workspaces/index.ts';
import { searchEverything } from './queries.ts';
import type { Found, Place } from './queries.ts';

const query = createRoute({
  method: 'get', path: '/search', operationId: 'search.query', tags: ['search'],
  summary: 'What you may read that holds the words, best first',
  description: 'Finds names of workspaces and projects, chats, messages, apps and documents by their words. A query without a word to look for, such as "the", answers an empty page.',
  request: { query: searchQuery }, responses: answers(200, page(searchHit)),
});

export const searchRoutes = newRoutes()
  .openapi(query, async (c) => {
    const { cursor, limit, ...search } = c.req.valid('query');
    const list = listOf(search);
    const place = placeOf(list, cursor);
    const actor = actorOf(c);
    const found = await asActor(actor, async (tx) => {
      if (search.projectId !== undefined) await getProject(tx, actor.userId, search.projectId);
      if (search.workspaceId !== undefined && !await findWorkspace(tx, actor.userId, search.workspaceId)) throw notFound('workspace');
      // PostgreSQL has no zero character, so nothing holds one.
      return searchEverything(tx, { ...search, q: search.q.replaceAll('\0', ' ') }, limit + 1, place);
    }, search.projectId === undefined ? undefined : { projectId: search.projectId });
    return c.json(pageOf(list, found, limit, ({ place: p }) => [p.rank, p.at, p.id, p.asOf], withoutPlace), 200);
  });

// A cursor goes on with one search only: with other words its place means nothing.
function listOf(search: object): string {
  return `search ${JSON.stringify(search)}`;
}

function placeOf(list: string, cursor: string | undefined): Place | undefined {
  const values = decodeCursor(list, cursor);
  return values && { rank: Number(values[0]), at: String(values[1]), id: String(values[2]), asOf: String(values[3]) };
}

const withoutPlace = ({ place: _place, ...hit }: Found) => hit;
