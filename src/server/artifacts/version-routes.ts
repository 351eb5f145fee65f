import { createRoute, z } from '@hono/zod-openapi';
import { artifact, artifactVersion, preview, previewRequest } from '#contract/artifacts.ts';
import { page, pageQuery } from '#contract/json.ts';
import { asActor } from '#server/platform/database/index.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, newRoutes } from '#server/platform/http/routes.ts';
import { openPreview } from './preview.ts';
import { getArtifact } from './queries.ts';
import { listVersions } from './version-queries.ts';
import { restoreVersion } from './version.ts';

const tags = ['artifacts'];
const oneVersion = idParams.extend({ number: z.coerce.number().int().min(1).max(2_147_483_647).openapi({ param: { name: 'number', in: 'path' } }) });

const list = createRoute({
  method: 'get', path: '/artifacts/{id}/versions', operationId: 'artifactVersions.list', tags, summary: 'Versions of an app, newest first',
  request: { params: idParams, query: pageQuery }, responses: answers(200, page(artifactVersion)),
});

const restore = createRoute({
  method: 'post', path: '/artifacts/{id}/versions/{number}/restore', operationId: 'artifactVersions.restore', tags,
  summary: 'Bring an earlier version back as a new one; records stay',
  request: { params: oneVersion }, responses: answers(201, artifact),
});

const openOne = createRoute({
  method: 'post', path: '/artifacts/{id}/preview', operationId: 'artifacts.preview', tags, summary: 'Build a version and get the address at which it runs',
  request: { params: idParams, body: { content: { 'application/json': { schema: previewRequest } } } }, responses: answers(200, preview),
});

export const versionRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const before = decodeCursor('versions', cursor);
    const rows = await asActor(actorOf(c), async (tx) => {
      await getArtifact(tx, id);
      return listVersions(tx, id, limit + 1, before && Number(before[0]));
    });
    return c.json(pageOf('versions', rows, limit, (row) => [row.number], (row) => row), 200);
  })
  .openapi(restore, async (c) => {
    const { id, number } = c.req.valid('param');
    const { place: _place, ...restored } = await asActor(actorOf(c), async (tx) => {
      await restoreVersion(tx, id, number);
      return getArtifact(tx, id);
    });
    return c.json(restored, 201);
  })
  .openapi(openOne, async (c) => c.json(await openPreview(actorOf(c), c.req.valid('param').id, c.req.valid('json')?.version), 200));
