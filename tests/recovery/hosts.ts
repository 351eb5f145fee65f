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

export type Host = { start: (runId: string) => void; kill: () => Promise<void>; stop: () => Promise<void>; ended: Promise<unknown> };

export type Hosts = {
  /** Where the processes keep files. */
  files: string;
  /** `asks` names an agent that asks a question before it works. */
  open: (o?: { dieAt?: string; model?: 'scripted' | 'built-in' | 'repair'; asks?: string }) => Promise<Host>;
  /** Model calls that were made so far, in all processes, a line each. */
  calls: () => string[];
};

/** Processes that execute runs over one database and one folder of files. */
export async function hostsOf(database: TestDatabase, o: { pauseMs: number }): Promise<Hosts> {
  const home = mkdtempSync(join(tmpdir(), 'ninefold-recovery-'));
  const cache = join(checkout, '.ninefold', 'tests');
  configurePreviews({ home: cache, previewUrl: 'http://localhost:3001' });
  await prepareKit();
  const log = join(home, 'calls.log');
  const env = {
    PATH: process.env.PATH, APP_URL: database.appUrl, OWNER_URL: database.ownerUrl, FILES: join(home, 'files'), CACHE: cache, CALLS: log, PAUSE_MS: String(o.pauseMs),
    // Apps are tried in the page without a screen alone: half the processes, the same verdicts.
    CHROMIUM_PATH: 'none',
  };
  const running = new Set<ChildProcess>();
  afterAll(async () => {
    for (const child of running) await killed(child);
    rmSync(home, { recursive: true, force: true });
  });
  return {
    files: env.FILES,
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    open: async ({ dieAt = '', model = 'scripted', asks = '' } = {}) => {
      const child = spawn(process.execPath, ['--disable-warning=DeprecationWarning', fileURLToPath(new URL('./host.ts', import.meta.url))],
        { env: { ...env, DIE_AT: dieAt, MODEL: model, ASKS: asks }, stdio: ['pipe', 'pipe', 'inherit'], detached: true });
      running.add(child);
      const ended = once(child, 'exit');
      child.stdin.on('error', () => undefined);
      await Promise.race([
        new Promise<void>((ready) => child.stdout.on('data', (chunk: Buffer) => { if (chunk.toString().includes('ready')) ready(); })),
        ended.then(([code]) => { throw new Error(`the process ended with ${code} before it was ready`); }),
      ]);
      return {
        ended,
        start: (runId) => { child.stdin.write(`${runId}\n`); },
        kill: async () => { await killed(child); running.delete(child); },
        stop: async () => {
          child.kill('SIGTERM');
          await ended;
          running.delete(child);
        },
      };
    },
  };
}

// The whole group: a builder that was at work must not outlive its server in the test either.
async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid!, 'SIGKILL');
  await ended;
}
