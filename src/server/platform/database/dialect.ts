import { AsyncLocalStorage } from 'node:async_hooks';
import { CompiledQuery, PostgresDialect, PostgresDriver } from 'kysely';
import type { DatabaseConnection, Driver, PostgresDialectConfig, TransactionSettings } from 'kysely';
import { beginMessage } from './session.ts';
import type { Session } from './session.ts';

/** The session that transactions begun inside belong to. */
export const currentSession = new AsyncLocalStorage<Session>();

class SessionDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const session = currentSession.getStore();
    if (!session) throw new Error('A transaction needs a session: use asActor, asAnonymous or asSystem.');
    try {
      await connection.executeQuery(CompiledQuery.raw(beginMessage(session, startOf(settings))));
    } catch (error) {
      // "begin" may have succeeded before a setting failed: the connection must not go back to the pool inside it.
      // The connection is this driver's own; only its declared type is wider.
      await this.rollbackTransaction(connection as Parameters<PostgresDriver['rollbackTransaction']>[0]);
      throw error;
    }
  }
}

function startOf({ isolationLevel, accessMode }: TransactionSettings): string {
  if (!isolationLevel && !accessMode) return 'begin';
  return ['start transaction', isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(' ');
}

/** Kysely's PostgreSQL dialect whose transactions begin with role, claims and scope in the same round trip. */
export class SessionDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new SessionDriver(this.#config);
  }
}
