import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findBinaries } from './binaries.ts';
import { type Cluster, initialise, launch, LaunchError, makeOwned, shutDown } from './cluster.ts';
import { findFreePort } from './free-port.ts';
import { openPasswords } from './passwords.ts';
import { clearStaleLocks, findPostmaster } from './postmaster.ts';
import { chooseRunAs } from './run-as.ts';
import { fitsSocket, type Listening, settings } from './settings.ts';
import { watch } from './watch.ts';

/** A running PostgreSQL of our own. */
export type EmbeddedPostgres = {
  /** Address for the superuser `postgres`, database `postgres`. */
  adminUrl: string;
  /** Address for a login; its password is made on first use, kept in `<dir>/passwords.json` (mode 0600) and not yet given to the role. */
  urlFor(login: string, database: string): string;
  /** The login's password, to be given to the role. */
  passwordOf(login: string): string;
  /** Ends the server in order: within `patienceMs` (8 s) gracefully, then at once with recovery on the next start. */
  stop(patienceMs?: number): Promise<void>;
  /** True when the server was running already (node was killed before). */
  reused: boolean;
};

/** `durable: false` trades safety against power loss for speed, for tests; `restart: false` leaves a server that dies as it is. `log` gets progress lines. */
export type EmbeddedOptions = { dir: string; durable?: boolean; restart?: boolean; log?: (line: string) => void };

/** Starts PostgreSQL with its data in `<dir>/data`, or takes over the server that runs there already; restarts it when it dies. */
export async function startEmbeddedPostgres(o: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const log = o.log ?? (() => {});
  const durable = o.durable ?? true;
  // Others may pass through (0711), for the server's user; what is secret inside has modes of its own.
  mkdirSync(o.dir, { recursive: true, mode: 0o711 });
  const bin = findBinaries();
  const dataDir = join(o.dir, 'data');
  const runAs = chooseRunAs({ dataDir, paths: [join(bin, 'postgres'), o.dir] });
  const cluster: Cluster = { bin, dataDir, logFile: join(o.dir, 'server.log'), runAs };
  const passwords = openPasswords(o.dir);
  if (existsSync(dataDir) && !passwords.exist()) {
    throw new Error(`${o.dir}/passwords.json is missing, without which the data beside it cannot be opened. Put it back from a backup, or set NINEFOLD_HOME to a new folder.`);
  }
  if (!existsSync(join(dataDir, 'PG_VERSION'))) {
    log('Making the database…');
    initialise(cluster, passwords.of('postgres'), durable);
  }
  checkMajor(bin, dataDir);
  const { listening, reused } = await ensureRunning(cluster, { dir: o.dir, durable, log });
  const watching = o.restart === false ? null : watch(cluster, async () => {
    await ensureRunning(cluster, { dir: o.dir, durable, log, listening });
  });
  const urlFor = (login: string, database: string) => urlOf(listening, login, passwords.of(login), database);
  return {
    adminUrl: urlFor('postgres', 'postgres'),
    urlFor,
    passwordOf: passwords.of,
    reused,
    async stop(patienceMs = 8_000) {
      await watching?.end();
      await shutDown(cluster, patienceMs);
    },
  };
}

// Recovery of a large database after a crash takes minutes; only a hung server takes longer than this.
const settleSeconds = 900;

type Start = { dir: string; durable: boolean; log: (line: string) => void; listening?: Listening };

// Several tries: another start may win the data folder, a port may be taken between looking and using.
async function ensureRunning(cluster: Cluster, o: Start): Promise<{ listening: Listening; reused: boolean }> {
  const onSlow = (seconds: number) => o.log(`The database is getting ready (it may be recovering from a crash), ${seconds} s…`);
  const mark = join(o.dir, 'started-with.json');
  let refused: unknown;
  for (let attempt = 0; attempt < 8; attempt++) {
    if (await settle(cluster, onSlow)) {
      const listening = readListening(mark, o.durable);
      if (listening) return { listening, reused: true };
      o.log('Restarting the database with new settings…');
      await shutDown(cluster, 10_000);
    }
    await clearStaleLocks(cluster.dataDir, join(o.dir, 'run'));
    // A restart keeps the address, which connection pools hold; a start prefers the last one.
    const listening = o.listening ?? (await chooseListening(cluster, o.dir, attempt === 0 ? readMark(mark)?.listening : undefined));
    try {
      const wanted = settings({ listening, durable: o.durable });
      await launch(cluster, wanted, onSlow);
      writeFileSync(mark, JSON.stringify({ listening, settings: wanted }), { mode: 0o600 });
      return { listening, reused: false };
    } catch (error) {
      if (!(error instanceof LaunchError) || !(error.beaten || error.portTaken)) throw error;
      refused = error;
      await wait(50);
    }
  }
  throw refused ?? new Error(`The PostgreSQL of ${cluster.dataDir} neither started nor stopped. See ${cluster.logFile}.`);
}

/** Waits while a server someone else started is starting or stopping; true when it then runs. */
async function settle(cluster: Cluster, onSlow: (seconds: number) => void): Promise<boolean> {
  const started = Date.now();
  for (let told = 0; ; await wait(25)) {
    const state = findPostmaster(cluster.dataDir)?.state;
    if (state === undefined || state === 'ready') return state === 'ready';
    const seconds = Math.floor((Date.now() - started) / 1000);
    if (seconds > settleSeconds) throw new Error(`The PostgreSQL of ${cluster.dataDir} has been ${state} for ${seconds} s. See ${cluster.logFile}.`);
    if (seconds >= told + 5) onSlow((told = seconds));
  }
}

async function chooseListening(cluster: Cluster, dir: string, last: Listening | undefined): Promise<Listening> {
  const socketDir = join(dir, 'run');
  if (!fitsSocket(socketDir)) return last && 'port' in last ? last : { port: await findFreePort() };
  makeOwned(socketDir, cluster.runAs);
  return { socketDir };
}

// Null when the running server was started by another version of these settings, or by a start that was killed half-way.
function readListening(mark: string, durable: boolean): Listening | null {
  const found = readMark(mark);
  if (!found) return null;
  return JSON.stringify(found.settings) === JSON.stringify(settings({ listening: found.listening, durable })) ? found.listening : null;
}

function readMark(mark: string): { listening: Listening; settings: unknown } | null {
  try {
    return JSON.parse(readFileSync(mark, 'utf8')) as { listening: Listening; settings: unknown };
  } catch {
    return null; // Missing on the first start, cut short by a full disk or a power loss: the server is then started anew.
  }
}

// DBOS and others parse addresses as URLs, so the socket is named by the parameter pg knows, beside a host they accept.
function urlOf(listening: Listening, login: string, password: string, database: string): string {
  const who = `postgresql://${encodeURIComponent(login)}:${encodeURIComponent(password)}`;
  return 'port' in listening
    ? `${who}@127.0.0.1:${listening.port}/${database}`
    : `${who}@localhost/${database}?host=${encodeURIComponent(listening.socketDir)}`;
}

function checkMajor(bin: string, dataDir: string): void {
  const found = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (found !== '18') {
    throw new Error(`The data in ${dataDir} was made by PostgreSQL ${found}, the one inside (${bin}) is 18. Use the Ninefold version that made it, or set NINEFOLD_HOME to a new folder.`);
  }
}
