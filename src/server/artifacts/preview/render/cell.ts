import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkout } from '#server/platform/config.ts';
import { onNewBundle } from '../bundle/index.ts';
import { findKit } from '../kit/kit.ts';
import type { Kit } from '../kit/kit.ts';
import { previewSettings } from '../settings.ts';
import type { CellSetup } from './child.ts';

const maxHeapMegabytes = 384;
/** A process that waits for an app that does not come is given up. */
const standbyMs = 30_000;

let standby: { child: ChildProcess; kit: Kit; timer: NodeJS.Timeout } | null = null;

// Who builds an app anew tries it next: a page that is warm by then saves most of the wait.
onNewBundle(() => { void findKit().then(warmCell, () => {}); });

/** A process for one app, warm when one stands by. It is used once and then killed. */
export function takeCell(kit: Kit): ChildProcess {
  const ready = standby;
  if (!ready || ready.kit.folder !== kit.folder || ready.child.exitCode !== null) return start(kit);
  clearTimeout(ready.timer);
  standby = null;
  ready.child.removeAllListeners('error');
  return ready.child;
}

/** Has a process stand by for the next page. */
export function warmCell(kit: Kit): void {
  if (standby) return;
  const child = start(kit);
  child.on('error', () => {});
  child.on('exit', () => { if (standby?.child === child) dropStandby(); });
  standby = { child, kit, timer: setTimeout(dropStandby, standbyMs).unref() };
}

/** Ends the process that stands by. */
export function dropStandby(): void {
  if (!standby) return;
  const { child, timer } = standby;
  standby = null;
  clearTimeout(timer);
  killCell(child);
}

function start(kit: Kit): ChildProcess {
  const { cache } = previewSettings();
  const readable = [join(checkout, 'node_modules', '*'), join(checkout, 'src', '*'), join(checkout, 'package.json'), join(kit.folder, '*'), join(cache, 'bundles', '*')];
  const setup: CellSetup = { kitFolder: kit.folder, packages: kit.packages.map(({ specifier, file }) => ({ specifier, file })), boot: kit.boot.file };
  const node = [
    process.execPath, '--permission', ...readable.map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${maxHeapMegabytes}`, '--disable-warning=SecurityWarning', '--no-addons',
    fileURLToPath(new URL('./child.ts', import.meta.url)), JSON.stringify(setup),
  ];
  const [command = '', ...args] = [...ownNetwork(), ...node];
  // No variable of the server, above all no key, is handed on.
  const child = spawn(command, args, { detached: true, env: { TZ: process.env['TZ'] ?? 'UTC', PATH: process.env['PATH'] ?? '' }, stdio: ['pipe', 'pipe', 'pipe'], cwd: '/' });
  child.unref();
  return child;
}

let unshare: string[] | null = null;

/** On Linux, where the system allows it, the process gets a network of its own with nothing in it. */
function ownNetwork(): string[] {
  if (unshare) return unshare;
  const command = ['unshare', '--user', '--map-root-user', '--net', '--'];
  unshare = process.platform === 'linux' && spawnSync(command[0] as string, [...command.slice(1), 'true'], { stdio: 'ignore' }).status === 0 ? command : [];
  return unshare;
}

/** Ends a process and all it started. */
export function killCell({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
