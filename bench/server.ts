import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { checkout } from '#server/platform/config.ts';

export type BenchServer = { url: string; home: string; readyMs: number; stop: () => Promise<void>; memoryMb: () => number };

/** Runs `npm start` in a folder as a person would, and waits for the line that names the address. */
export async function startServer(o: { folder?: string; home: string; port: number; env?: Record<string, string> }): Promise<BenchServer> {
  const start = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: o.folder ?? checkout,
    env: { ...outsideEnvironment(), NINEFOLD_HOME: o.home, PORT: String(o.port), PREVIEW_PORT: String(o.port + 1), SIGNUP: 'open', ...o.env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const url = await readyUrl(child);
  return { url, home: o.home, readyMs: performance.now() - start, stop: () => stop(child), memoryMb: () => memoryMb(child.pid!, o.home) };
}

// As typed in a terminal: without what the npm that runs this bench has put into the environment.
function outsideEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$/i.test(name));
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(entries), PATH: path.join(delimiter) };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /ready at (\S+)/.exec(line)?.[1];
    if (url) {
      child.stdout!.resume();
      return url;
    }
  }
  throw new Error('The server ended before it was ready.');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid!, 'SIGINT');
  await ended;
}

/** Proportional memory (PSS) in MB of the server's processes and of its PostgreSQL. */
function memoryMb(root: number, home: string): number {
  const parents = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => [Number(pid), parentOf(pid)]));
  const roots = [root, ...postmasters(home)];
  const all = [...parents.keys()].filter((pid) => roots.some((top) => isBelow(pid, top, parents)));
  return all.reduce((sum, pid) => sum + pssKb(pid), 0) / 1024;
}

function postmasters(home: string): number[] {
  const files = [home, '/tmp', '/var/tmp'].filter(existsSync).flatMap((folder) =>
    readdirSync(folder, { recursive: folder === home, encoding: 'utf8' }).filter((name) => name.endsWith('postmaster.pid')).map((name) => join(folder, name)));
  return files.map((file) => Number(readFileSync(file, 'utf8').split('\n')[0]));
}

function isBelow(pid: number, top: number, parents: Map<number, number>): boolean {
  for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === top) return true;
  return false;
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    return 0; // It ended while we were looking.
  }
}

/** Proportional memory of one process. */
export function pssKb(pid: number | 'self'): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
