import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { configurePreviews, prepareKit } from '#server/artifacts/preview/index.ts';
import { checkout } from '#server/platform/config.ts';
import type { TestDatabase } from '#tests/support/database.ts';
import type { Moment } from './die-at-record.ts';

export type Host = {
  start: (runId: string) => void; kill: () => Promise<void>; stop: () => Promise<void>;
  /** Resolves to the exit code, or null when a signal ended it. */
  ended: Promise<number | null>;
};

/** At the nth record of a step that the process makes. */
export type Death = { moment: Moment; nth: number };
/** Waits for its turn with its code read. */
export type StandBy = Host & { begin: (death?: Death) => void; ready: Promise<void> };

/** `asks` names an agent that asks a question before it works. */
export type HostOptions = { dieAt?: string; model?: 'scripted' | 'built-in' | 'repair' | 'whole'; asks?: string };

export type Hosts = {
  /** Where the processes keep files. */
  files: string;
  /** A process that is at work. */
  open: (o?: HostOptions) => Promise<Host>;
  standBy: (o?: HostOptions) => StandBy;
  /** Model calls that were made so far, in all processes, a line each. */
  calls: () => string[];
  /** Where processes died at a record, a line each. */
  deaths: () => string[];
};

/** Processes that execute runs over one database and one folder of files. With a port, each of them serves the API there. */
export async function hostsOf(database: TestDatabase, o: { pauseMs: number; port?: number }): Promise<Hosts> {
  const home = mkdtempSync(join(tmpdir(), 'ninefold-recovery-'));
  const cache = join(checkout, '.ninefold', 'tests');
  configurePreviews({ home: cache, previewUrl: 'http://localhost:3001' });
  await prepareKit();
  const [calls, deaths] = [join(home, 'calls.log'), join(home, 'deaths.log')];
  // None of them is a variable of the server, whose code reads those as well.
  const env = {
    PATH: process.env.PATH, APP_URL: database.appUrl, OWNER_URL: database.ownerUrl, AUTH_URL: database.authUrl, FILES: join(home, 'files'), CACHE: cache,
    CALLS: calls, DEATHS: deaths, PAUSE_MS: String(o.pauseMs), API_PORT: o.port ? String(o.port) : '',
    // Compiled code is kept between processes, which halves the time to read it.
    NODE_COMPILE_CACHE: join(cache, 'code'),
    // Apps are tried in the page without a screen alone: half the processes, the same verdicts.
    CHROMIUM_PATH: 'none',
  };
  const running = new Set<ChildProcess>();
  afterAll(async () => {
    for (const child of running) await killed(child);
    rmSync(home, { recursive: true, force: true });
  });
  const standBy = ({ dieAt = '', model = 'scripted', asks = '' }: HostOptions = {}): StandBy => {
    const child = spawn(process.execPath, ['--disable-warning=DeprecationWarning', fileURLToPath(new URL('./host.ts', import.meta.url))], {
      env: { ...env, DIE_AT: dieAt, SCRIPT: model, ASKS: asks },
      stdio: ['pipe', 'pipe', 'inherit'], detached: true,
    });
    running.add(child);
    child.stdin.on('error', () => undefined);
    const ended = once(child, 'exit').then(([code]) => { running.delete(child); return code as number | null; });
    const ready = new Promise<void>((resolve) => child.stdout.on('data', (chunk: Buffer) => { if (chunk.toString().includes('ready')) resolve(); }));
    return {
      ended, ready,
      begin: (death) => { child.stdin.write(`begin${death ? ` ${death.moment} ${death.nth}` : ''}\n`); },
      start: (runId: string) => { child.stdin.write(`${runId}\n`); },
      kill: () => killed(child),
      stop: async () => {
        child.kill('SIGTERM');
        await ended;
      },
    };
  };
  return {
    files: env.FILES, standBy,
    calls: () => linesOf(calls),
    deaths: () => linesOf(deaths),
    open: async (options) => {
      const host = standBy(options);
      host.begin();
      await Promise.race([host.ready, host.ended.then((code) => { throw new Error(`the process ended with ${code} before it was ready`); })]);
      return host;
    },
  };
}

function linesOf(log: string): string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
}

// The whole group: a builder that was at work must not outlive its server in the test either.
async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid!, 'SIGKILL');
  await ended;
}
