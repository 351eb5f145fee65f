import { sql } from 'kysely';
import type { AccessEntry, AccessQuery, AuditEntry, AuditQuery } from '#contract/audit.ts';
import type { Tx } from '#server/platform/database/index.ts';

/** Whose log: a workspace's, a project's, or that of the platform, which belongs to no tenant. */
export type LogScope = { workspaceId: string } | { projectId: string } | 'platform';

/** A place in a list, newest first: time in microseconds since 1970 and position, both as decimal text. */
export type Place = { atUs: string; position: string };

/** Whether the caller sees what the log is about, and whether they may read its log. */
export async function findRights(tx: Tx, scope: LogScope): Promise<{ isVisible: boolean; isAllowed: boolean }> {
  const rights = scope === 'platform'
    ? sql`true as visible, private.is_super_user() as allowed`
    : 'workspaceId' in scope
      ? sql`exists (select from workspaces where id = ${scope.workspaceId}) as visible,
          coalesce(${scope.workspaceId}::uuid = any (private.workspace_scope(2)) or ${scope.workspaceId}::uuid = private.administered_global_workspace(), false) as allowed`
      : sql`exists (select from projects where id = ${scope.projectId}) as visible, ${scope.projectId}::uuid = any (private.scope(3, true)) as allowed`;
  const { rows: [row] } = await sql<{ visible: boolean; allowed: boolean }>`select ${rights}`.execute(tx);
  return { isVisible: row!.visible, isAllowed: row!.allowed };
}

export async function listAuditEntries(tx: Tx, scope: LogScope, q: Omit<AuditQuery, 'cursor'>, after?: Place): Promise<(AuditEntry & { place: Place })[]> {
  const rows = await tx.selectFrom('audit_logs')
    .selectAll().select(atUs)
    .where(ofScope(scope))
    .$if(q.actor !== undefined, (b) => b.where('changed_by', '=', q.actor!))
    .$if(q.table !== undefined, (b) => b.where('table_name', '=', q.table!))
    .$if(q.action !== undefined, (b) => b.where('action', '=', q.action!))
    .$if(q.from !== undefined, (b) => b.where('created_at', '>=', new Date(q.from!)))
    .$if(q.to !== undefined, (b) => b.where('created_at', '<', new Date(q.to!)))
    .$if(after !== undefined, (b) => b.where(before(after!)))
    .orderBy('created_at', 'desc').orderBy('position', 'desc').limit(q.limit).execute();
  return rows.map((row) => ({
    id: row.id, position: row.position, createdAt: row.created_at.toISOString(), workspaceId: row.workspace_id, projectId: row.project_id,
    table: row.table_name, recordId: row.record_id, action: row.action,
    before: row.old_data as AuditEntry['before'], inserted: row.new_data as AuditEntry['inserted'], changedColumns: row.changed_columns,
    actor: { id: row.changed_by, kind: row.actor_kind, agent: row.agent }, reason: row.reason, ipAddress: row.ip_address, userAgent: row.user_agent,
    place: { atUs: row.at_us, position: row.position },
  }));
}

export async function listAccessEntries(tx: Tx, scope: LogScope, q: Omit<AccessQuery, 'cursor'>, after?: Place): Promise<(AccessEntry & { place: Place })[]> {
  const rows = await tx.selectFrom('access_logs')
    .selectAll().select(atUs)
    .where(ofScope(scope))
    .$if(q.actor !== undefined, (b) => b.where('actor_id', '=', q.actor!))
    .$if(q.event !== undefined, (b) => b.where('event', '=', q.event!))
    .$if(q.from !== undefined, (b) => b.where('created_at', '>=', new Date(q.from!)))
    .$if(q.to !== undefined, (b) => b.where('created_at', '<', new Date(q.to!)))
    .$if(after !== undefined, (b) => b.where(before(after!)))
    .orderBy('created_at', 'desc').orderBy('position', 'desc').limit(q.limit).execute();
  return rows.map((row) => ({
    id: row.id, position: row.position, createdAt: row.created_at.toISOString(), workspaceId: row.workspace_id, projectId: row.project_id,
    event: row.event as AccessEntry['event'], object: { kind: row.object_kind, id: row.object_id }, purpose: row.purpose, subject: row.subject, occurrences: row.occurrences,
    actor: { id: row.actor_id, kind: row.actor_kind, agent: row.agent }, ipAddress: row.ip_address, userAgent: row.user_agent, requestId: row.request_id,
    place: { atUs: row.at_us, position: row.position },
  }));
}

const atUs = sql<string>`(extract(epoch from created_at) * 1000000)::bigint`.as('at_us');

function before(place: Place) {
  return sql<boolean>`(created_at, position) < (timestamptz 'epoch' + ${place.atUs}::bigint * interval '1 microsecond', ${place.position}::bigint)`;
}

// The platform's log: what belongs to no tenant, and of the global workspace all but its people's projects.
function ofScope(scope: LogScope) {
  if (scope === 'platform') return sql<boolean>`project_id is null and (workspace_id is null or workspace_id = (select private.global_workspace()))`;
  return 'workspaceId' in scope ? sql<boolean>`workspace_id = ${scope.workspaceId}` : sql<boolean>`project_id = ${scope.projectId}`;
}
