import { createRoute, z } from '@hono/zod-openapi';
import { artifactFile, artifactFileContent } from '#contract/artifacts.ts';
import { recordAccess } from '#server/audit/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, newRoutes } from '#server/platform/http/routes.ts';
import { readVersionFile } from './files.ts';
import { getVersion } from './version-queries.ts';

const tags = ['artifacts'];
const versionQuery = z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647).optional() });

const list = createRoute({
  method: 'get', path: '/artifacts/{id}/files', operationId: 'artifactFiles.list', tags, summary: 'Files of a version, the current one unless named',
  request: { params: idParams, query: versionQuery },
  responses: answers(200, z.object({ items: z.array(artifactFile), nextCursor: z.string().nullable() })),
});

const get = createRoute({
  method: 'get', path: '/artifacts/{id}/files/:path{.+}', operationId: 'artifactFiles.get', tags, summary: 'One file with its text',
  request: { params: idParams.extend({ path: z.string().max(500).openapi({ param: { name: 'path', in: 'path' } }) }), query: versionQuery },
  responses: answers(200, artifactFileContent),
});

export const fileRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { version } = await asActor(actorOf(c), (tx) => getVersion(tx, id, c.req.valid('query').version));
    const items = version.files.map(({ path, size, isMainFile }) => ({ path, size, isMainFile }));
    return c.json({ items, nextCursor: null }, 200);
  })
  .openapi(get, async (c) => {
    const { id, path } = c.req.valid('param');
    const actor = actorOf(c);
    const { version } = await asActor(actor, (tx) => getVersion(tx, id, c.req.valid('query').version));
    const file = version.files.find((one) => one.path === path);
    if (!file) throw notFound('file in this version');
    await recordAccess(actor, { event: 'read', objectKind: 'artifact', objectId: id, purpose: 'artifactFiles.get' });
    return c.json({ path: file.path, size: file.size, isMainFile: file.isMainFile, content: await readVersionFile(id, file) }, 200);
  });
