import { createRoute } from '@hono/zod-openapi';
import { backup, backupPage } from '#contract/backups.ts';
import { pageQuery } from '#contract/json.ts';
import { asActor } from '#server/platform/database/index.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, newRoutes } from '#server/platform/http/routes.ts';
import { findBackup, insertRequest, listBackupAlerts, listBackups } from './queries.ts';

const tags = ['admin'];

const list = createRoute({
  method: 'get', path: '/admin/backups', operationId: 'backups.list', tags, summary: 'The runs of the backup, newest first, and what is wrong with them; for super users',
  request: { query: pageQuery }, responses: answers(200, backupPage),
});

const request = createRoute({
  method: 'post', path: '/admin/backups', operationId: 'backups.request', tags, summary: 'Request a backup now; returns the one that waits already, if any; for super users',
  responses: answers(202, backup, 'Requested'),
});

export const backupRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const after = decodeCursor('backups', cursor);
    const { alerts, rows } = await asActor(actorOf(c), async (tx) => ({
      alerts: await listBackupAlerts(tx),
      rows: await listBackups(tx, limit + 1, after && { at: String(after[0]), id: String(after[1]) }),
    }));
    return c.json({ ...pageOf('backups', rows, limit, (row) => [row.at, row.id], ({ at: _at, ...row }) => row), alerts }, 200);
  })
  .openapi(request, async (c) => {
    const found = await asActor(actorOf(c), async (tx) => findBackup(tx, await insertRequest(tx)));
    return c.json(found!, 202);
  });
