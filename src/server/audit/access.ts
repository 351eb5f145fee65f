import { sql } from 'kysely';
import type { AccessEvent } from '#contract/audit.ts';
import { asSystem } from '#server/platform/database/index.ts';
import type { Actor, Tx } from '#server/platform/database/index.ts';

/** Who accesses: an actor, or where somebody who is not signed in came from. */
export type Accessor = Omit<Actor, 'userId'> & { userId: string | null };

/**
 * What is accessed. `objectKind` is a word of the product (project, members, file, secret …), `purpose` the operation.
 * A project, workspace, chat or artifact says by itself whose log it belongs to; for others name the project or workspace.
 */
export type Access = {
  event: AccessEvent; objectKind: string; objectId?: string; projectId?: string; workspaceId?: string; purpose: string;
  subject?: string; occurrences?: number;
};

/**
 * Writes an entry of the access log. Call it after the read and before its answer leaves, outside of any transaction:
 * what cannot be recorded is then not answered.
 */
export async function recordAccess(who: Accessor, access: Access): Promise<void> {
  await asSystem('access log', (tx) => insertAccess(tx, who, access));
}

/** As recordAccess, within a transaction of the server. */
export async function insertAccess(tx: Tx, who: Accessor | null, access: Access): Promise<void> {
  const entry = {
    event: access.event, object_kind: access.objectKind, object_id: access.objectId, purpose: access.purpose, subject: access.subject,
    occurrences: access.occurrences, workspace_id: access.workspaceId, project_id: access.projectId,
    actor_id: who?.userId, actor_kind: who === null ? 'system' : who.agent ? 'agent' : 'user', agent: who?.agent,
    ip_address: who?.ip, user_agent: who?.userAgent?.replaceAll('\0', ''), request_id: who?.requestId,
  };
  await sql`select public.record_access(${JSON.stringify([entry])}::jsonb)`.execute(tx);
}

/** An address as the logs keep it: its first character and its domain. */
export function maskAddress(address: string): string {
  return address.replace(/^(.)[^@]*/su, '$1…');
}
