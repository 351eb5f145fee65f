import { Readable } from 'node:stream';
import pg from 'pg';
import type { Part } from './archive.ts';

/** PostgreSQL would not give a base backup; the message names the cure. */
export class BaseBackupError extends Error {
  override name = 'BaseBackupError';
}

/**
 * A physical copy of the whole server of `url` as of its end, by the replication protocol, while it works: `base.tar`
 * (with the log it needs to be consistent) and `backup_manifest`. The login needs REPLICATION.
 */
export async function* baseBackup(url: string, slot: string): AsyncGenerator<Part> {
  // With a database instead of "true" the ordinary lines of pg_hba.conf let the connection in.
  const config = { connectionString: url, replication: 'database', application_name: 'ninefold backup', keepAlive: true, connectionTimeoutMillis: 10_000 };
  const client = new pg.Client(config);
  client.on('error', () => {}); // What broke reaches the reader of the stream.
  try {
    await client.connect().catch((error: Error) => { throw refused(error); });
    // Keeps the log of the time of the copy, however much is written meanwhile; gone with the connection.
    await client.query(`CREATE_REPLICATION_SLOT ${slot} TEMPORARY PHYSICAL RESERVE_WAL`).catch((error: Error) => { throw refused(error); });
    for await (const part of copyOut(client)) {
      if (typeof part === 'string' && part.endsWith('.tar') && part !== 'base.tar') {
        throw new BaseBackupError('This PostgreSQL uses tablespaces, which a backup does not cover. Use the backup of your PostgreSQL (pg_basebackup, or managed point-in-time recovery).');
      }
      yield part;
    }
  } finally {
    await client.end().catch(() => {});
  }
}

// Upper case: the protocol knows its commands in no other.
const command = `BASE_BACKUP (LABEL 'ninefold', CHECKPOINT 'fast', WAL true, MANIFEST 'yes')`;

/** The parts as they come; the socket rests while the reader does. */
function copyOut(client: pg.Client): AsyncIterable<Part> {
  let socket: { pause(): void; resume(): void } | undefined;
  const parts = new Readable({ objectMode: true, highWaterMark: 32, read: () => socket?.resume() });
  client.once('end', () => parts.destroy(new BaseBackupError('The connection to PostgreSQL ended before the backup was whole. Request it again.')));
  const nothing = () => {};
  client.query({
    submit(connection: { stream: { pause(): void; resume(): void }; query(text: string): void }) {
      socket = connection.stream;
      connection.query(command);
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      const part = partOf(chunk);
      if (part !== null && !parts.push(part)) socket?.pause();
    },
    handleError: (error: Error) => { parts.destroy(refused(error)); },
    handleReadyForQuery: () => { parts.push(null); },
    handleRowDescription: nothing, handleDataRow: nothing, handleCommandComplete: nothing, handleEmptyQuery: nothing, handlePortalSuspended: nothing,
  });
  return parts;
}

// PostgreSQL 15 and later: n begins an archive, m the manifest, d is data, p progress.
function partOf(message: Buffer): Part | null {
  switch (String.fromCharCode(message[0] ?? 0)) {
    case 'n': return message.subarray(1, message.indexOf(0, 1)).toString();
    case 'm': return 'backup_manifest';
    // Copied: the driver uses its buffer again.
    case 'd': return Buffer.from(message.subarray(1));
    default: return null;
  }
}

// No right, no line in pg_hba.conf, not set up for it, no sender or slot left.
const notSetUp = new Set(['42501', '28000', '55000', '53300', '53400']);

function refused(error: Error): BaseBackupError {
  const cure = notSetUp.has((error as { code?: string }).code ?? '')
    ? 'Give the login of DATABASE_URL the right to replicate (alter role … replication), or rely on the managed point-in-time recovery of your PostgreSQL.'
    : 'Request it again.';
  return new BaseBackupError(`PostgreSQL gives no base backup: ${error.message}. ${cure}`, { cause: error });
}
