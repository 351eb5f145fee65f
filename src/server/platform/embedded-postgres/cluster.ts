import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findPostmaster, type Postmaster } from './postmaster.ts';
import { commandAs, type RunAs } from './run-as.ts';

/** One data folder and how its programs run. */
export type Cluster = { bin: string; dataDir: string; logFile: string; runAs: RunAs };

// Programs of PostgreSQL read these; nothing of the user's PG* variables may reach them.
const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
const maxLogBytes = 5 * 1024 * 1024;

/** Makes the data folder. Built beside and renamed, so that a kill in the middle leaves nothing that looks finished. */
export function initialise(cluster: Cluster, password: string, durable: boolean): void {
  const draft = `${cluster.dataDir}.draft`;
  const pwfile = `${cluster.dataDir}.password`;
  rmSync(draft, { recursive: true, force: true });
  makeOwned(draft, cluster.runAs);
  const args = ['-D', draft, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${pwfile}`, '-E', 'UTF8',
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions', ...(durable ? [] : ['--no-sync'])];
  try {
    writeFileSync(pwfile, password, { mode: 0o600 });
    own(pwfile, cluster.runAs);
    const command = commandAs(cluster.runAs, join(cluster.bin, 'initdb'), args);
    const done = spawnSync(command.file, command.args, { ...command.options, cwd: '/', env: environment, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`PostgreSQL could not make its data folder ${cluster.dataDir}: ${firstLines(done.error?.message ?? done.stderr)}`);
    renameSync(draft, cluster.dataDir);
  } finally {
    rmSync(pwfile, { force: true });
  }
}

/** Starts the server and waits until it answers; recovery after a crash may take its time. Throws with the server's own last words. */
export async function launch(cluster: Cluster, settings: Record<string, string>, onSlow: (seconds: number) => void): Promise<Postmaster> {
  if (existsSync(cluster.logFile) && statSync(cluster.logFile).size > maxLogBytes) renameSync(cluster.logFile, `${cluster.logFile}.1`);
  const log = openSync(cluster.logFile, 'a', 0o600);
  const logStart = statSync(cluster.logFile).size;
  const args = ['-D', cluster.dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const command = commandAs(cluster.runAs, join(cluster.bin, 'postgres'), args);
  // Detached: in a session of its own, so that Ctrl-C in the terminal reaches only us and we stop it in order.
  const child = spawn(command.file, command.args, { ...command.options, cwd: '/', env: environment, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  let ended = false;
  child.on('error', () => { ended = true; });
  child.on('exit', () => { ended = true; });
  child.unref();
  const started = Date.now();
  let told = 0;
  for (;;) {
    const found = findPostmaster(cluster.dataDir);
    if (found?.pid === child.pid && found?.state === 'ready') return found;
    if (ended) throw new LaunchError(readFileSync(cluster.logFile, 'utf8').slice(logStart).trim());
    const seconds = Math.floor((Date.now() - started) / 1000);
    if (seconds >= told + 5) onSlow((told = seconds));
    await wait(10);
  }
}

/** The server ended while starting; `output` is what it printed. */
export class LaunchError extends Error {
  override name = 'LaunchError';
  output: string;
  constructor(output: string) {
    super(`PostgreSQL did not start: ${firstLines(output) || 'it printed nothing'}`);
    this.output = output;
  }
  /** Another start of the same data folder was faster. */
  get beaten(): boolean { return /lock file ".*" (already exists|is empty)/.test(this.output); }
  get portTaken(): boolean { return /could not bind|Address already in use|could not create any TCP\/IP sockets/.test(this.output); }
}

/** Ends the server: connections are closed and all is written (fast shutdown), after `patienceMs` at once (recovery on the next start). */
export async function shutDown(cluster: Cluster, patienceMs: number): Promise<void> {
  const running = findPostmaster(cluster.dataDir);
  if (!running) return;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(running.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (findPostmaster(cluster.dataDir)?.pid !== running.pid) return;
      await wait(10);
    }
  }
}

/** Makes a folder that belongs to the server's user, closed to others. */
export function makeOwned(dir: string, as: RunAs): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  chmodSync(dir, 0o700);
  own(dir, as);
  return dir;
}

function own(path: string, as: RunAs): void {
  if (as.how === 'user' || as.how === 'searching-user') chownSync(path, as.uid, as.gid);
}

function firstLines(text: string): string {
  return text.split('\n').filter((line) => !/^(The |This |\s*$)/.test(line)).slice(-4).join(' ').trim();
}
