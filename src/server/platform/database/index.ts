import { CompiledQuery } from 'kysely';
import type { Transaction } from 'kysely';
import type { AgentType } from '#contract/agents.ts';
import { closeDatabase, database, openDatabase } from './connection.ts';
import { currentSession } from './dialect.ts';
import type { DB } from './schema.gen.ts';
import { narrowMessage } from './session.ts';
import type { Actor, Session } from './session.ts';
import type { SystemReason } from './system-reasons.ts';

export { closeDatabase, openDatabase };
export type { Actor, DB, SystemReason };

/** A typed transaction that already is somebody: role, claims and scope are set until it ends. */
export type Tx = Transaction<DB>;

/**
 * Runs `work` in one transaction as this person under row-level security. `scope` names the project it is about, which
 * only narrows: what the person may not see stays invisible. Errors of PostgreSQL pass through with their SQLSTATE and
 * roll everything back. Do not start another transaction inside: it would wait for a second connection.
 */
export function asActor<T>(actor: Actor, work: (tx: Tx) => Promise<T>, scope?: { projectId: string }): Promise<T> {
  return transact({ role: 'authenticated', actor, projectId: scope?.projectId }, work);
}

/** Runs `work` in one transaction as somebody who is not signed in. */
export function asAnonymous<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact({ role: 'anon' }, work);
}

/**
 * Runs `work` in one transaction round row-level security: the only way to do so. `actorId` and `agent` say in the
 * audit trail for whom; they give no rights and take none.
 */
export function asSystem<T>(reason: SystemReason, work: (tx: Tx) => Promise<T>, o: { actorId?: string; agent?: AgentType } = {}): Promise<T> {
  return transact({ role: 'service_role', reason, ...o }, work);
}

/** Narrows a running transaction to one project, once its id is known. */
export async function narrowTo(tx: Tx, projectId: string): Promise<void> {
  await tx.executeQuery(CompiledQuery.raw(narrowMessage(projectId)));
}

function transact<T>(session: Session, work: (tx: Tx) => Promise<T>): Promise<T> {
  return currentSession.run(session, () => database().transaction().execute(work));
}
