import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { groupBytes } from '../../group-memory.ts';
import { killCell } from '../../render/cell.ts';
import { openPipe, type Pipe } from './pipe.ts';

/** Shared pages of Chromium's processes are counted once each: this is about 700 MB of its own. */
const maxGroupBytes = 2500 * 1024 * 1024;
const memoryCheckMs = 500;
const startTimeoutMs = 10_000;
/** Nobody: a server that runs as root hands no right of its own to a browser. */
const nobody = { uid: 65534, gid: 65534 };

export const pageSize = { width: 1280, height: 900 };

/** The sandbox of Chromium stays on: a browser that cannot start with it is not used. */
const flags = [
  '--headless', '--remote-debugging-pipe', '--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-default-apps', '--disable-extensions', '--disable-breakpad', '--disable-crash-reporter', '--disable-gpu', '--mute-audio',
  '--disable-dev-shm-usage', '--force-prefers-reduced-motion', '--renderer-process-limit=1', '--password-store=basic', '--use-mock-keychain',
  '--disable-features=Translate,MediaRouter,OptimizationHints', '--js-flags=--max-old-space-size=384', `--window-size=${pageSize.width},${pageSize.height}`,
  // No name leads anywhere, and what is no name goes to a proxy that is not there. What a page may load is handed to it.
  '--host-resolver-rules=MAP * ~NOTFOUND', '--proxy-server=http://127.0.0.1:9', '--proxy-bypass-list=<-loopback>',
];

export type Chromium = { pipe: Pipe; close(): void };

/** Starts a Chromium with a profile and, on Linux, a network of its own; both are gone after `close` or `lifeMs`. Throws when it cannot be started. */
export async function launchChromium(path: string, lifeMs: number): Promise<Chromium> {
  const profile = mkdtempSync(join(tmpdir(), 'ninefold-chromium-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(profile, nobody.uid, nobody.gid);
  const [command = '', ...args] = [...ownNetwork(isRoot), path, ...flags, `--user-data-dir=${profile}`, 'about:blank'];
  const child = spawn(command, args, {
    ...(isRoot ? nobody : {}), detached: true, cwd: '/', stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    // No variable of the server, above all no key, is handed on.
    env: { PATH: process.env['PATH'] ?? '', HOME: profile, TZ: process.env['TZ'] ?? 'UTC', LANG: 'en_US.UTF-8' },
  });
  const pipe = openPipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const close = (reason = 'The browser was closed.') => {
    clearTimeout(life);
    clearInterval(memory);
    pipe.close(reason);
    end(child, profile);
  };
  const life = setTimeout(() => close(`The app was not done within ${lifeMs / 1000} seconds.`), lifeMs);
  const memory = setInterval(() => {
    if (child.pid !== undefined && groupBytes(child.pid) > maxGroupBytes) close('The app took too much memory.');
  }, memoryCheckMs);
  child.on('error', () => close('The browser could not be started.'));
  child.on('exit', () => close('The browser ended.'));
  try {
    await pipe.send('Browser.getVersion', {}, undefined, startTimeoutMs);
  } catch (error) {
    close();
    throw error;
  }
  return { pipe, close };
}

function end(child: ChildProcess, profile: string): void {
  killCell(child);
  // Its processes end a moment after the signal, and may still write until then.
  setTimeout(() => rmSync(profile, { recursive: true, force: true, maxRetries: 3 }), 300);
}

const found = new Map<boolean, string[]>();

/** What starts a program in an empty network, for the user it will run as; nothing where the system does not allow it. */
function ownNetwork(asNobody: boolean): string[] {
  const known = found.get(asNobody);
  if (known) return known;
  const command = ['unshare', '--user', '--map-current-user', '--net', '--'];
  const works = process.platform === 'linux' && spawnSync(command[0] as string, [...command.slice(1), 'true'], { stdio: 'ignore', ...(asNobody ? nobody : {}) }).status === 0;
  found.set(asNobody, works ? command : []);
  return works ? command : [];
}
