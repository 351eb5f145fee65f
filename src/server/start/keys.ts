import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { listSecretKeys, rotateSecretKeys } from '#server/connections/index.ts';
import { type Config, readConfig } from '#server/platform/config.ts';
import { closeDatabase, openDatabase } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { hasMasterKey, openSecrets } from '#server/platform/secrets/index.ts';
import { type DatabaseAccess, startDatabase } from './database.ts';
import { loadEnvironment } from './environment.ts';
import { explainFailure, StartError } from './failure.ts';
import { lockHome } from './home-lock.ts';

// `ninefold keys list`, `ninefold keys rotate`: the keys of secrets, also while the studio runs.
const commands: Record<string, () => Promise<void>> = { list, rotate };
// Any number will do, as long as every such command uses the same.
const lockKey = 7_305_002;

try {
  const command = commands[process.argv[2] ?? ''];
  if (!command) throw new StartError('Use: ninefold keys list | rotate');
  loadEnvironment();
  await withDatabase(readConfig(), command);
} catch (error) {
  console.error(error instanceof AppError ? [error.detail, error.hint].filter(Boolean).join(' ') : explainFailure(error));
  process.exit(1);
}

async function list(): Promise<void> {
  const keys = await listSecretKeys();
  if (keys.length === 0) return console.log('There are no keys yet: the first secret makes one.');
  for (const key of keys) {
    const times = [['created', key.createdAt], ['retired', key.retiredAt], ['destroyed', key.destroyedAt]] as const;
    const history = times.flatMap(([word, time]) => (time ? [`${word} ${time.toISOString().slice(0, 16)}Z`] : [])).join(', ');
    console.log(`${key.id}  ${key.state.padEnd(12)}  ${`values: ${key.values}`.padEnd(14)}  ${history}`);
  }
}

async function rotate(): Promise<void> {
  let told = 0;
  const result = await rotateSecretKeys({
    onBatch: (rewrapped) => {
      if (rewrapped >= told + 10_000) console.log(`  values re-wrapped: ${(told = rewrapped)}…`);
    },
  });
  if (result.activeKey === null) return console.log('There are no keys yet, so there is nothing to rotate.');
  if (result.entriesMoved > 0) console.log(`Keys moved under the new master key: ${result.entriesMoved}. NINEFOLD_PREVIOUS_MASTER_KEY is no longer needed.`);
  console.log(`The active key is ${result.activeKey}. Values re-wrapped: ${result.rewrapped}.`);
  for (const id of result.destroyed) console.log(`The former key ${id} was destroyed.`);
  for (const id of result.kept) console.log(`The former key ${id} is kept: values under it cannot be opened. Enter those secrets again, then rotate once more.`);
  if (result.kept.length > 0) process.exitCode = 1;
}

async function withDatabase(config: Config, work: () => Promise<void>): Promise<void> {
  if (!config.databaseUrl && !existsSync(join(config.home, 'postgres', 'data'))) {
    throw new StartError(`There is no database in ${config.home} yet. Start Ninefold once (npm start), or set NINEFOLD_HOME or DATABASE_URL.`);
  }
  // A master key made now would open nothing that is there.
  if (!hasMasterKey(config.home, config.masterKey)) {
    throw new StartError(`There is no master key in ${config.home}. Put the file master-key back, or set NINEFOLD_MASTER_KEY.`);
  }
  openSecrets(config);
  const lock = config.databaseUrl ? null : lockUnlessServed(config.home);
  const database = await startDatabase(config, console.log, { isShared: lock === null });
  try {
    openDatabase({ url: database.app, maxConnections: 4 });
    await takingTurns(database, work);
  } finally {
    await closeDatabase();
    await database.stop();
    lock?.release();
  }
}

/** The lock of the home; null when a studio has it, whose database is then used. */
function lockUnlessServed(home: string): { release(): void } | null {
  try {
    return lockHome(home, 'ninefold keys');
  } catch (error) {
    if (error instanceof StartError) return null;
    throw error;
  }
}

/** One command at a time on a database; the lock goes with the connection, so a killed one leaves none behind. */
async function takingTurns({ owner }: DatabaseAccess, work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: owner, application_name: 'ninefold keys' });
  await client.connect();
  try {
    const { rows } = await client.query<{ there: boolean }>(`select to_regclass('private.secret_keys') is not null as there`);
    if (!rows[0]?.there) throw new StartError('The database is older than this code. Run npm run migrate first.');
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await work();
  } finally {
    await client.end();
  }
}
