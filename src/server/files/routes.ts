import { createRoute, z } from '@hono/zod-openapi';
import { maxPathLength, storedFile } from '#contract/files.ts';
import { page, pageQuery } from '#contract/json.ts';
import { recordAccess } from '#server/audit/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { toAppError } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, answersFile, answersNothing, fileBody, idParams, newOpenRoutes, newRoutes } from '#server/platform/http/routes.ts';
import { areas } from './area.ts';
import type { Area } from './area.ts';
import { sendFile } from './download.ts';
import { getFile, putFile, removeFile } from './file.ts';
import { listFiles } from './queries.ts';

const tags = ['files'];
const inArea = idParams.extend({ path: z.string().openapi({ param: { name: 'path', in: 'path' } }) });
// A cursor holds a path, of which each character may take four bytes.
const listQuery = pageQuery.extend({ cursor: z.string().max(maxPathLength * 6).optional() });

/** The four operations on the files of an area: the same for workspaces, projects and apps. */
function routesOf(name: string, area: Area) {
  const one = `${area.path}/:path{.+}`;
  const list = createRoute({
    method: 'get', path: area.path, operationId: `${name}.list`, tags, summary: `Files of ${area.of} by path`,
    request: { params: idParams, query: listQuery }, responses: answers(200, page(storedFile)),
  });
  const put = createRoute({
    method: 'put', path: one, operationId: `${name}.put`, tags, summary: `Store a file of ${area.of}, in place of the one at this path`,
    request: { params: inArea, ...fileBody }, responses: { ...answers(200, storedFile, 'Replaced'), ...answers(201, storedFile, 'Created') },
  });
  const get = createRoute({
    method: 'get', path: one, operationId: `${name}.get`, tags, summary: `Download a file of ${area.of}, or a range of its bytes`,
    request: { params: inArea }, responses: answersFile,
  });
  const remove = createRoute({
    method: 'delete', path: one, operationId: `${name}.delete`, tags, summary: `Delete a file of ${area.of}`,
    request: { params: inArea }, responses: answersNothing,
  });
  return newRoutes()
    .openapi(list, async (c) => {
      const { id } = c.req.valid('param');
      const { cursor, limit } = c.req.valid('query');
      const after = decodeCursor(`${name} ${id}`, cursor)?.map(String)[0];
      const actor = actorOf(c);
      const rows = await asActor(actor, async (tx) => {
        const { id: ownerId } = await area.enter(tx, actor, id);
        return listFiles(tx, { bucket: area.bucket, ownerId }, limit + 1, after);
      });
      return c.json(pageOf(`${name} ${id}`, rows, limit, (row) => [row.path], ({ key: _key, ...file }) => file), 200);
    })
    .openapi(put, async (c) => {
      const type = (c.req.header('content-type') ?? 'application/octet-stream').split(';')[0]!.trim().toLowerCase();
      const length = c.req.header('content-length');
      const { file, isNew } = await putFile(
        { actor: actorOf(c), area, ...c.req.valid('param') },
        { body: c.req.raw.body ?? new Blob([]).stream(), type, ...(length ? { length: Number(length) } : {}) },
      );
      return c.json(file, isNew ? 201 : 200);
    })
    .openapi(get, async (c): Promise<Response> => {
      const send = async (): Promise<Response> => {
        const actor = actorOf(c);
        const { id, path } = c.req.valid('param');
        const { file, open } = await getFile({ actor, area, id, path });
        // Not the path: who reads the log need not read the project.
        await recordAccess(actor, { event: 'read', objectKind: area.owner, objectId: id, purpose: `${name}.get` });
        return sendFile(c, file, open);
      };
      // Replaced between its row and its bytes: the new one is there.
      return send().catch((error: unknown) => (toAppError(error).code === 'conflict' ? send() : Promise.reject(error)));
    })
    .openapi(remove, async (c) => {
      await removeFile({ actor: actorOf(c), area, ...c.req.valid('param') });
      return c.body(null, 204);
    });
}

export const fileRoutes = newOpenRoutes();
for (const [name, area] of Object.entries(areas)) fileRoutes.route('/', routesOf(name, area));

const uploads = Object.values(areas).map(({ path }) => new RegExp(`^/api${path.replace('{id}', '[^/]+')}/`));

/** Whether a request carries a file, whose size is limited while it is stored. */
export function isUpload(method: string, path: string): boolean {
  return method === 'PUT' && uploads.some((upload) => upload.test(path));
}
