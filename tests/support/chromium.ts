import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findNpmTool } from './npm-tool.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium to test with: `CHROMIUM_PATH`, else the system's, else Debian's package (as root), else one from npm kept in `.ninefold/`. */
export async function findChromium(say: (line: string) => void = console.log): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (works(given)) return given;
    throw new Error(`CHROMIUM_PATH is ${given}, which does not start. Point it to a Chromium or Chrome, or unset it.`);
  }
  const found = onPath() ?? (process.getuid?.() === 0 ? fromDebian(say) : null) ?? (await fromNpm(say));
  if (found) return found;
  throw new Error('No Chromium was found and none could be installed. Install chromium (apt-get install chromium), or point CHROMIUM_PATH to one.');
}

function onPath(): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin', '/Applications/Google Chrome.app/Contents/MacOS'];
  const paths = folders.flatMap((folder) => [...names, 'Google Chrome'].map((name) => join(folder, name)));
  return paths.find((path) => existsSync(path) && works(path)) ?? null;
}

function works(path: string): boolean {
  const { status, stdout } = spawnSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 && /Chrom/.test(stdout);
}

function fromDebian(say: (line: string) => void): string | null {
  if (spawnSync('apt-get', ['--version']).status !== 0) return null;
  say('Installing chromium with apt-get, for the browser tests (once)…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  const { status, stderr } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) say(`apt-get could not install chromium: ${stderr.trim().split('\n').at(-1)}`);
  return onPath();
}

async function fromNpm(say: (line: string) => void): Promise<string | null> {
  let entry: string;
  try {
    entry = findNpmTool({ package: '@sparticuz/chromium', version: '153.0.0', file: 'build/index.js' }, say);
  } catch (error) {
    say((error as Error).message);
    return null;
  }
  const { default: chromium } = (await import(entry)) as { default: { executablePath(): Promise<string> } };
  const path = await chromium.executablePath();
  return works(path) ? path : null;
}
