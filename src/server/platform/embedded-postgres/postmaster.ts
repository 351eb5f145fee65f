import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What `postmaster.pid` says about the server of a data folder. */
export type Postmaster = { pid: number; port: number; state: 'starting' | 'ready' | 'stopping' };

/** The running server of a data folder, or null: a pid file alone proves nothing (it outlives kill -9). */
export function findPostmaster(dataDir: string): Postmaster | null {
  const written = readPidFile(dataDir);
  return written && isPostmaster(written.pid, dataDir) ? written : null;
}

/** Whether the process lives, is no zombie and is a PostgreSQL of this data folder (process numbers are used again after a reboot). */
export function isPostmaster(pid: number, dataDir: string): boolean {
  const linux = existsSync('/proc/self/stat');
  const found = linux ? readProc(pid) : askPs(pid);
  return found !== null && !found.zombie && found.command.includes('postgres') && found.command.includes(dataDir);
}

/**
 * Removes a pid file (and the socket's lock) whose number now belongs to a zombie or a stranger, which PostgreSQL would
 * take for a running server. Waits first until processes the dead server left behind are gone: two sets would corrupt
 * the data. A server that is just being started by somebody else counts as such a process until its file is written.
 */
export async function clearStaleLocks(dataDir: string, socketDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  const deadline = Date.now() + patienceMs;
  while (existsSync(file) && !findPostmaster(dataDir)) {
    if (countProcessesIn(dataDir) === 0 && ageMs(file) > quietMs) {
      for (const path of [file, join(socketDir, '.s.PGSQL.5432'), join(socketDir, '.s.PGSQL.5432.lock')]) rmSync(path, { force: true });
      return;
    }
    if (Date.now() > deadline) throw new Error(`Processes of an earlier PostgreSQL still use ${dataDir}. End them, then start again.`);
    await wait(25);
  }
}

const patienceMs = 10_000;
// Where working folders cannot be seen, a file this old is no longer being written.
const quietMs = existsSync('/proc/self/stat') ? 0 : 2_000;

function ageMs(file: string): number {
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

function readPidFile(dataDir: string): Postmaster | null {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return null;
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return null; // Removed between the two calls: the server has just stopped.
  }
  const state = (lines[7] ?? '').trim();
  return {
    pid: Number(lines[0]),
    port: Number(lines[3] ?? 0),
    state: state === 'ready' ? 'ready' : state === 'stopping' ? 'stopping' : 'starting',
  };
}

function readProc(pid: number): { zombie: boolean; command: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    return { zombie: state === 'Z' || state === 'X', command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
  } catch {
    return null;
  }
}

function askPs(pid: number): { zombie: boolean; command: string } | null {
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=,command=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? { zombie: stdout.trim().startsWith('Z'), command: stdout } : null;
}

// Backends work inside the data folder, which is how they are known once their server is dead. Linux only; elsewhere they end by themselves.
function countProcessesIn(dataDir: string): number {
  if (!existsSync('/proc/self/stat')) return 0;
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && cwdOf(name) === dataDir && !readProc(Number(name))?.zombie).length;
}

function cwdOf(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
