import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findBinaries } from './binaries.ts';
import { makeOwned } from './cluster.ts';
import { chooseRunAs, commandAs } from './run-as.ts';

/** The version of PostgreSQL inside: its data opens with no other. */
export const insideMajor = 18;

/** The folder that is there as long as a restore is not finished: it is unpacked to there and appears in its place last of all, by a rename. */
export const unfinishedRestore = (home: string): string => join(home, 'postgres.restoring');

/** Takes the pieces of a tar file. */
export type TarSink = { write(bytes: Buffer): Promise<void>; end(): Promise<void> };

/**
 * Unpacks a base backup into `<dir>/data`, with the owner and the rights the server inside needs for it. `isOwn`: for a
 * PostgreSQL of the operator's own; it then belongs to whoever runs this.
 */
export async function openDataFolder(dir: string, o: { isOwn: boolean }): Promise<TarSink> {
  const dataDir = join(dir, 'data');
  const runAs = o.isOwn ? ({ how: 'self' } as const) : chooseRunAs({ dataDir, paths: [join(findBinaries(), 'postgres'), dir] });
  mkdirSync(dir, { recursive: true });
  // Others may pass through, for the server's user, as in a home that was started.
  chmodSync(dir, 0o711);
  makeOwned(dataDir, runAs);
  const { file, args, options } = commandAs(runAs, 'tar', ['--extract', '--no-same-owner', '--preserve-permissions', '--file', '-', '--directory', dataDir]);
  const tar = spawn(file, args, { ...options, cwd: '/', stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  tar.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString(); });
  const ended = new Promise<void>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`tar could not unpack the database to ${dataDir}: ${complaint.trim().slice(0, 500)}`))));
  });
  ended.catch(() => {}); // Told by write or end.
  tar.stdin.on('error', () => {}); // It ended early and has said why.
  return {
    async write(bytes) {
      if (!tar.stdin.write(bytes)) await Promise.race([once(tar.stdin, 'drain'), ended]);
    },
    async end() {
      tar.stdin.end();
      await ended;
    },
  };
}
