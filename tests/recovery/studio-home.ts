import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll } from 'vitest';
import { checkout } from '#server/platform/config.ts';
import { type Serving, serve } from '#tests/support/serve.ts';

/** A home with the whole studio in it, and the commands that work on it. Its servers end with the test file. */
export type StudioHome = {
  folder: string;
  start(env?: Record<string, string>): Promise<Serving>;
  /** Runs `src/server/start/<file>` to its end. */
  run(file: string, args?: string[], env?: Record<string, string>): Promise<{ status: number | null; output: string }>;
  /** A connection to the database inside, as its superuser. End it yourself. */
  connect(): Promise<pg.Client>;
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Names in `backups`, drafts included. */
  backups(): string[];
};

/** A new, empty home. */
export function studioHome(): StudioHome {
  const folder = mkdtempSync(join(tmpdir(), 'ninefold-home-'));
  const running = new Set<Serving>();
  afterAll(async () => {
    for (const server of running) {
      server.kill('SIGTERM');
      await server.ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });
  rmSync(folder, { recursive: true });
  mkdirSync(folder, { mode: 0o711 });
  const connect = async () => {
    const password = (JSON.parse(readFileSync(join(folder, 'postgres', 'passwords.json'), 'utf8')) as { postgres: string }).postgres;
    const client = new pg.Client({ host: join(folder, 'postgres', 'run'), user: 'postgres', password, database: 'ninefold' });
    client.on('error', () => {});
    await client.connect();
    return client;
  };
  return {
    folder, connect,
    async start(env = {}) {
      const server = await serve({ NINEFOLD_HOME: folder, ...env });
      running.add(server);
      void server.ended.then(() => running.delete(server));
      return server;
    },
    run: (file, args = [], env = {}) => run(file, args, { NINEFOLD_HOME: folder, ...env }).ended,
    async sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]) {
      const client = await connect();
      return (await client.query<Row>(text, values).finally(() => client.end())).rows;
    },
    backups: () => (existsSync(join(folder, 'backups')) ? readdirSync(join(folder, 'backups')) : []),
  };
}

/** Runs a command of the studio; `kill` ends it at once. */
export function run(file: string, args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [join(checkout, 'src', 'server', 'start', file), ...args], {
    cwd: checkout, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  const ended = new Promise<{ status: number | null; output: string }>((resolve) => { child.once('close', (status) => resolve({ status, output })); });
  return { ended, kill: () => child.kill('SIGKILL') };
}
