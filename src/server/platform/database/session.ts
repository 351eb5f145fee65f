import pg from 'pg';
import type { AgentType } from '#contract/agents.ts';
import type { SystemReason } from './system-reasons.ts';

/** On whose behalf a request runs: a person, perhaps through an agent, and where the request came from (for the logs of audit). */
export type Actor = { userId: string; agent?: AgentType; ip?: string; userAgent?: string; requestId?: string };

/** Who a transaction is for the database. */
export type Session =
  | { role: 'authenticated'; actor: Actor; projectId?: string }
  | { role: 'anon' }
  | { role: 'service_role'; reason: SystemReason; actorId?: string; agent?: AgentType };

// A request of a person must not hold a connection for long; a job may take a while over many rows.
const statementTimeoutMs = { anon: 5_000, authenticated: 15_000, service_role: 120_000 } as const;
const idleTimeoutMs = 60_000;

/**
 * The one message that begins a transaction as this session: role, claims, project and timeouts, all of them gone
 * after commit or rollback. `start` is `begin` or `start transaction …`.
 */
export function beginMessage(session: Session, start = 'begin'): string {
  const settings = Object.entries(settingsOf(session))
    .map(([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(withoutNul(value))}, true)`);
  return `${start}; select ${settings.join(', ')}`;
}

/** The statement that narrows a running transaction to one project. */
export function narrowMessage(projectId: string): string {
  return `select set_config('app.project', ${pg.escapeLiteral(withoutNul(projectId))}, true)`;
}

function settingsOf(session: Session): Record<string, string> {
  return {
    role: session.role,
    ...claimsOf(session),
    ...auditSettingsOf(session),
    'app.project': session.role === 'authenticated' ? session.projectId ?? '' : '',
    statement_timeout: String(statementTimeoutMs[session.role]),
    idle_in_transaction_session_timeout: String(idleTimeoutMs),
  };
}

// The id is set a second time on its own: reading it out of the claims' JSON costs forty times as much per call.
function claimsOf(session: Session): Record<string, string> {
  const sub = session.role === 'authenticated' ? session.actor.userId : undefined;
  return {
    'request.jwt.claims': JSON.stringify({ role: session.role, sub }),
    'request.jwt.claim.sub': sub ?? '',
    'request.jwt.claim.role': session.role,
  };
}

function auditSettingsOf(session: Session): Record<string, string> {
  if (session.role === 'authenticated') {
    const { userId, agent, ip, userAgent } = session.actor;
    return {
      'app.actor_kind': agent ? 'agent' : 'user', 'app.actor_id': userId, 'app.agent': agent ?? '',
      'app.ip': ip ?? '', 'app.user_agent': userAgent ?? '', 'app.reason': '',
    };
  }
  const { reason = '', actorId = '', agent = '' } = session.role === 'service_role' ? session : {};
  return {
    'app.actor_kind': agent ? 'agent' : 'system', 'app.actor_id': actorId, 'app.agent': agent,
    'app.ip': '', 'app.user_agent': '', 'app.reason': reason,
  };
}

// PostgreSQL has no zero character; a user agent may try.
function withoutNul(value: string): string {
  return value.replaceAll('\0', '');
}
