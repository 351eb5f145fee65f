import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, chmodSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, launch, makeOwned, shutDown } from '#server/platform/embedded-postgres/cluster.ts';
import type { EmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts';
import { chooseRunAs, commandAs } from '#server/platform/embedded-postgres/run-as.ts';

const folders = ['/usr/lib/postgresql/15/bin', '/usr/pgsql-15/bin', '/opt/homebrew/opt/postgresql@15/bin', '/usr/local/opt/postgresql@15/bin'];
const password = 'not-asked-for';
// Each job has a worker of its own; five at a time, unless told.
const cronSettings = { shared_preload_libraries: 'pg_cron', 'cron.use_background_workers': 'on', 'cron.max_running_jobs': '16', max_worker_processes: '24' };

/** A running PostgreSQL 15, and the folder with its programs, `psql` among them. */
export type DebianPostgres = EmbeddedPostgres & { bin: string };

/**
 * A new, empty cluster of PostgreSQL 15, reachable by a socket that only its user may open. It is found in `POSTGRES15_BIN`,
 * else on the system, else installed from Debian (as root). Stopping it removes it. `cronIn` names the database of pg_cron.
 */
export async function startDebianPostgres(o: { cronIn?: string } = {}): Promise<DebianPostgres> {
  const bin = findPrograms();
  if (o.cronIn !== undefined) findCron(bin);
  const dir = mkdtempSync(join(tmpdir(), 'ninefold-15-'));
  chmodSync(dir, 0o711);
  const runAs = chooseRunAs({ dataDir: join(dir, 'data'), paths: [join(bin, 'postgres'), dir] });
  const cluster: Cluster = { bin, dataDir: makeOwned(join(dir, 'data'), runAs), logFile: join(dir, 'server.log'), runAs };
  const socketDir = makeOwned(join(dir, 'run'), runAs);
  const command = commandAs(runAs, join(bin, 'initdb'), ['-D', cluster.dataDir, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions']);
  const made = spawnSync(command.file, command.args, { ...command.options, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' }, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb of ${bin} failed: ${made.error?.message ?? made.stderr}`);
  const settings = { listen_addresses: '', unix_socket_directories: socketDir, unix_socket_permissions: '0700', fsync: 'off', TimeZone: 'UTC' };
  await launch(cluster, o.cronIn === undefined ? settings : { ...settings, ...cronSettings, 'cron.database_name': o.cronIn }, () => {});
  const urlFor = (login: string, database: string) => `postgresql://${login}:${password}@localhost/${database}?host=${encodeURIComponent(socketDir)}`;
  return {
    adminUrl: urlFor('postgres', 'postgres'),
    urlFor,
    passwordOf: () => password,
    reused: false,
    bin,
    async stop(patienceMs = 8_000) {
      await shutDown(cluster, patienceMs);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function findPrograms(): string {
  const given = process.env.POSTGRES15_BIN;
  if (given) {
    if (isMajor15(given)) return given;
    throw new Error(`POSTGRES15_BIN is ${given}, which holds no PostgreSQL 15. Point it to the folder with initdb and postgres, or unset it.`);
  }
  const find = () => folders.find(isMajor15);
  const found = find() ?? installFromDebian('postgresql-15') ?? find();
  if (found) return found;
  throw new Error('No PostgreSQL 15 was found and none could be installed. Install Debian\'s package postgresql-15, or point POSTGRES15_BIN to the folder with its programs.');
}

function isMajor15(folder: string): boolean {
  if (!existsSync(join(folder, 'initdb'))) return false;
  return / 15[. ]/.test(spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout ?? '');
}

function findCron(bin: string): void {
  const isThere = () => ['../lib', '../lib/postgresql'].some((folder) => existsSync(join(bin, folder, 'pg_cron.so')));
  if (!isThere()) installFromDebian('postgresql-15-cron');
  if (!isThere()) throw new Error(`The PostgreSQL 15 of ${bin} has no pg_cron, and none could be installed. Install Debian's package postgresql-15-cron, or add pg_cron to that PostgreSQL.`);
}

// The package of the server would make and start a cluster of its own; a setting that exists for this purpose says not to.
function installFromDebian(name: string): undefined {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  console.log(`Installing ${name} with apt-get, for the tests on PostgreSQL 15 (once)…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const setting = '/etc/postgresql-common/createcluster.d/ninefold-tests.conf';
  mkdirSync('/etc/postgresql-common/createcluster.d', { recursive: true });
  writeFileSync(setting, 'create_main_cluster = false\n');
  try {
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
    const { status, stderr } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', name], { env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
    if (status !== 0) console.log(`apt-get could not install ${name}: ${stderr.trim().split('\n').at(-1)}`);
  } finally {
    rmSync(setting, { force: true });
  }
}
