import { createRoute } from '@hono/zod-openapi';
import { accessEntry, accessQuery, auditEntry, auditQuery } from '#contract/audit.ts';
import type { AccessQuery, AuditQuery } from '#contract/audit.ts';
import { page } from '#contract/json.ts';
import { asActor } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { notAllowed, notFound } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import type { AppContext } from '#server/platform/http/request.ts';
import { answers, idParams, newRoutes } from '#server/platform/http/routes.ts';
import { recordAccess } from './access.ts';
import { findRights, listAccessEntries, listAuditEntries } from './queries.ts';
import type { LogScope, Place } from './queries.ts';

const tags = ['audit'];

const workspaceAudit = createRoute({
  method: 'get', path: '/workspaces/{id}/audit-logs', operationId: 'workspaceAuditLogs.list', tags, summary: 'Who changed what in a workspace, newest first',
  request: { params: idParams, query: auditQuery }, responses: answers(200, page(auditEntry)),
});
const projectAudit = createRoute({
  method: 'get', path: '/projects/{id}/audit-logs', operationId: 'projectAuditLogs.list', tags, summary: 'Who changed what in a project, newest first',
  request: { params: idParams, query: auditQuery }, responses: answers(200, page(auditEntry)),
});
const platformAudit = createRoute({
  method: 'get', path: '/admin/audit-logs', operationId: 'adminAuditLogs.list', tags, summary: 'Who changed accounts and the global workspace, newest first',
  request: { query: auditQuery }, responses: answers(200, page(auditEntry)),
});
const workspaceAccess = createRoute({
  method: 'get', path: '/workspaces/{id}/access-logs', operationId: 'workspaceAccessLogs.list', tags, summary: 'Who looked at what in a workspace, or was refused, newest first',
  request: { params: idParams, query: accessQuery }, responses: answers(200, page(accessEntry)),
});
const projectAccess = createRoute({
  method: 'get', path: '/projects/{id}/access-logs', operationId: 'projectAccessLogs.list', tags, summary: 'Who looked at what in a project, or was refused, newest first',
  request: { params: idParams, query: accessQuery }, responses: answers(200, page(accessEntry)),
});
const platformAccess = createRoute({
  method: 'get', path: '/admin/access-logs', operationId: 'adminAccessLogs.list', tags, summary: 'Who signed in and out, and what else concerns no tenant, newest first',
  request: { query: accessQuery }, responses: answers(200, page(accessEntry)),
});

export const auditRoutes = newRoutes()
  .openapi(workspaceAudit, async (c) => c.json(await readAudit(c, { workspaceId: c.req.valid('param').id }, c.req.valid('query')), 200))
  .openapi(projectAudit, async (c) => c.json(await readAudit(c, { projectId: c.req.valid('param').id }, c.req.valid('query')), 200))
  .openapi(platformAudit, async (c) => c.json(await readAudit(c, 'platform', c.req.valid('query')), 200))
  .openapi(workspaceAccess, async (c) => c.json(await readAccess(c, { workspaceId: c.req.valid('param').id }, c.req.valid('query')), 200))
  .openapi(projectAccess, async (c) => c.json(await readAccess(c, { projectId: c.req.valid('param').id }, c.req.valid('query')), 200))
  .openapi(platformAccess, async (c) => c.json(await readAccess(c, 'platform', c.req.valid('query')), 200));

function readAudit(c: AppContext, scope: LogScope, q: AuditQuery) {
  return readLog(c, 'audit_logs', scope, q, (tx, place) => listAuditEntries(tx, scope, { ...q, limit: q.limit + 1 }, place));
}

function readAccess(c: AppContext, scope: LogScope, q: AccessQuery) {
  return readLog(c, 'access_logs', scope, q, (tx, place) => listAccessEntries(tx, scope, { ...q, limit: q.limit + 1 }, place));
}

/** Reads a page of a log as the person, and records that it was read. */
async function readLog<Entry extends { place: Place }>(
  c: AppContext, log: 'audit_logs' | 'access_logs', scope: LogScope, q: { cursor?: string | undefined; limit: number },
  list: (tx: Tx, place: Place | undefined) => Promise<Entry[]>,
): Promise<{ items: Omit<Entry, 'place'>[]; nextCursor: string | null }> {
  const actor = actorOf(c);
  const after = decodeCursor(log, q.cursor);
  const place = after && { atUs: String(after[0]), position: String(after[1]) };
  const entries = await asActor(actor, async (tx) => {
    const { isVisible, isAllowed } = await findRights(tx, scope);
    if (!isVisible) throw notFound('workspaceId' in Object(scope) ? 'workspace' : 'project');
    if (!isAllowed) throw notAllowed('You may not read this log.');
    return list(tx, place);
  });
  await recordAccess(actor, { event: 'read', objectKind: log, purpose: `${c.req.method} ${c.req.path}`, ...(scope === 'platform' ? {} : scope) });
  return pageOf(log, entries, q.limit, (entry) => [entry.place.atUs, entry.place.position], ({ place: _place, ...entry }) => entry);
}
