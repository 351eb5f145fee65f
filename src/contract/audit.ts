import { z } from 'zod';
import { id, pageQuery, time } from './json.ts';

const actorKind = z.enum(['user', 'agent', 'system']);

/** Who acted: `id` is the person, also when an agent or the server acted for one; null for the system itself. */
const actor = z.object({ id: id.nullable(), kind: actorKind, agent: z.string().nullable() });

const origin = { ipAddress: z.string().nullable(), userAgent: z.string().nullable() };

/**
 * One change of one row. `before` are the recorded columns before an update or delete, `inserted` those of a new row;
 * both are null where only names are recorded, as for content. `position` grows with time, as decimal text.
 */
export const auditEntry = z.object({
  id, position: z.string(), createdAt: time, workspaceId: id.nullable(), projectId: id.nullable(),
  table: z.string(), recordId: id, action: z.enum(['INSERT', 'UPDATE', 'DELETE']),
  before: z.record(z.string(), z.unknown()).nullable(), inserted: z.record(z.string(), z.unknown()).nullable(),
  changedColumns: z.array(z.string()).nullable(), actor, reason: z.string().nullable(), ...origin,
});

export const accessEvent = z.enum(['read', 'export', 'sign_up', 'sign_in', 'sign_out', 'failed_sign_in', 'refused', 'purge']);

/** One access: what was read, who came or went, what was refused. `occurrences` counts repeats of a refusal. */
export const accessEntry = z.object({
  id, position: z.string(), createdAt: time, workspaceId: id.nullable(), projectId: id.nullable(),
  event: accessEvent, object: z.object({ kind: z.string(), id: id.nullable() }), purpose: z.string(), subject: z.string().nullable(),
  occurrences: z.number().int(), actor, ...origin, requestId: z.string().nullable(),
});

const filters = { actor: id.optional(), from: time.optional(), to: time.optional() };

/** Filters of the trail; `from` is included, `to` is not. */
export const auditQuery = pageQuery.extend({ ...filters, table: z.string().max(63).optional(), action: auditEntry.shape.action.optional() });

export const accessQuery = pageQuery.extend({ ...filters, event: accessEvent.optional() });

export type AuditEntry = z.infer<typeof auditEntry>;
export type AccessEntry = z.infer<typeof accessEntry>;
export type AccessEvent = z.infer<typeof accessEvent>;
export type AuditQuery = z.infer<typeof auditQuery>;
export type AccessQuery = z.infer<typeof accessQuery>;
