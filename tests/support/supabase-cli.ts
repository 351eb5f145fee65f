import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Migration } from '#server/platform/migrations/files.ts';
import { findNpmTool } from './npm-tool.ts';

const tool = { package: '@supabase/cli-PLATFORM', version: '3.1.0', file: 'bin/supabase' };

/**
 * Runs the real `supabase db push` with these migrations against the address and returns the names of those it applied.
 * It works in a folder of its own, which is also its home: it keeps its state there, and reports and asks nobody.
 */
export async function supabasePush(url: string, migrations: Migration[]): Promise<string[]> {
  const binary = findNpmTool(tool);
  const folder = mkdtempSync(join(tmpdir(), 'ninefold-push-'));
  try {
    mkdirSync(join(folder, 'supabase', 'migrations'), { recursive: true });
    for (const { path } of migrations) cpSync(path, join(folder, 'supabase', 'migrations', basename(path)));
    const env = { PATH: process.env.PATH ?? '', HOME: folder, SUPABASE_HOME: folder, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', SUPABASE_NO_UPDATE_NOTIFIER: '1' };
    const output = await run(binary, ['db', 'push', '--workdir', folder, '--db-url', url, '--yes'], env);
    return [...output.matchAll(/^Applying migration \d+_(\w+)\.sql/gm)].map(([, name]) => name!);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(file: string, args: string[], env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk; });
    child.on('error', reject);
    child.on('close', (status) => (status === 0 ? resolve(output) : reject(new Error(`supabase db push ended with ${status}:\n${output}`))));
  });
}
