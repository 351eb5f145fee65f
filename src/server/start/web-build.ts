import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '#server/platform/config.ts';
import { StartError } from './failure.ts';

/** Where the built web is served from. */
export const webFolder = join(checkout, 'dist', 'web');

const stamp = join(webFolder, '.built-from');

/** Whether the built web is that of the sources as they are now. */
export function isWebBuilt(): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceHash();
}

/** Builds the web in a process of its own, so that the bundler's memory is gone afterwards; the old build stays until the new one is whole. */
export async function buildWeb(): Promise<void> {
  const hash = sourceHash();
  const draft = `${webFolder}.${process.pid}`;
  try {
    await runVite(draft);
    writeFileSync(join(draft, '.built-from'), hash);
    rmSync(webFolder, { recursive: true, force: true });
    renameSync(draft, webFolder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function runVite(outDir: string): Promise<void> {
  const vite = join(checkout, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--outDir', outDir, '--logLevel', 'warn'], {
    cwd: checkout, env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => { output += chunk; });
  child.stderr.on('data', (chunk: Buffer) => { output += chunk; });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new StartError(`The web could not be built:\n${output.trim()}`))));
  });
}

function sourceHash(): string {
  const sources = globSync(['src/web/**/*', 'src/contract/**/*', 'src/app-kit/**/*', 'vite.config.ts', 'package-lock.json'], { cwd: checkout, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  const hash = createHash('sha256');
  for (const path of sources) hash.update(path.slice(checkout.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}
