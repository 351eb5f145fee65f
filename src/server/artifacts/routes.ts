import { createRoute, z } from '@hono/zod-openapi';
import { artifact } from '#contract/artifacts.ts';
import { page, pageQuery, shortText } from '#contract/json.ts';
import { getProject } from '#server/projects/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { notAllowed } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, answersNothing, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { eventRoutes } from './event-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { deleteArtifact, getArtifact, listArtifacts, updateArtifactTitle } from './queries.ts';
import type { ArtifactRow } from './queries.ts';
import { versionRoutes } from './version-routes.ts';

const tags = ['artifacts'];

const list = createRoute({
  method: 'get', path: '/projects/{id}/artifacts', operationId: 'artifacts.list', tags, summary: 'Apps of a project, the latest changed first',
  request: { params: idParams, query: pageQuery }, responses: answers(200, page(artifact)),
});

const get = createRoute({
  method: 'get', path: '/artifacts/{id}', operationId: 'artifacts.get', tags, summary: 'One app',
  request: { params: idParams }, responses: answers(200, artifact),
});

const rename = createRoute({
  method: 'patch', path: '/artifacts/{id}', operationId: 'artifacts.rename', tags, summary: 'Rename an app',
  request: { params: idParams, ...jsonBody(z.object({ title: shortText })) }, responses: answers(200, artifact),
});

const remove = createRoute({
  method: 'delete', path: '/artifacts/{id}', operationId: 'artifacts.delete', tags, summary: 'Delete an app with its versions and records',
  request: { params: idParams }, responses: answersNothing,
});

const withoutPlace = ({ place: _place, ...row }: ArtifactRow) => row;

export const artifactRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const after = decodeCursor('artifacts', cursor);
    const place = after && { at: String(after[0]), id: String(after[1]) };
    const actor = actorOf(c);
    const rows = await asActor(actor, async (tx) => {
      await getProject(tx, actor.userId, id);
      return listArtifacts(tx, id, limit + 1, place);
    }, { projectId: id });
    return c.json(pageOf('artifacts', rows, limit, (row) => [row.place.at, row.place.id], withoutPlace), 200);
  })
  .openapi(get, async (c) => c.json(withoutPlace(await asActor(actorOf(c), (tx) => getArtifact(tx, c.req.valid('param').id))), 200))
  .openapi(rename, async (c) => {
    const { id } = c.req.valid('param');
    const renamed = await asActor(actorOf(c), async (tx) => {
      await getArtifact(tx, id);
      if (!await updateArtifactTitle(tx, id, c.req.valid('json').title)) throw notAllowed('Viewers may not rename an app.');
      return getArtifact(tx, id);
    });
    return c.json(withoutPlace(renamed), 200);
  })
  .openapi(remove, async (c) => {
    const { id } = c.req.valid('param');
    await asActor(actorOf(c), async (tx) => {
      await getArtifact(tx, id);
      if (!await deleteArtifact(tx, id)) throw notAllowed('Only owners, managers and whoever made an app may delete it.');
    });
    return c.body(null, 204);
  })
  .route('/', fileRoutes)
  .route('/', versionRoutes)
  .route('/', eventRoutes);
