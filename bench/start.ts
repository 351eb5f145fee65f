import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from '#server/platform/config.ts';
import { median, report, timed } from './figures.ts';
import { type BenchServer, startServer } from './server.ts';

/** How long from a clean clone to "ready", how long a later start takes, and what the idle server needs in memory. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ninefold-bench-'));
  try {
    const clone = cloneInto(join(folder, 'clone'));
    const reference = cloneInto(join(folder, 'reference'));
    const installMs = await timed(async () => execFileSync('npm', ['ci', '--omit=dev', '--loglevel=error'], { cwd: reference, stdio: 'ignore' }));
    report('reference: npm ci in a clean clone', [installMs.ms / 1000], 's');

    const home = join(folder, 'home');
    const first = await startServer({ folder: clone, home, port: 4300 });
    report('clean clone to ready', [first.readyMs / 1000], 's');
    await first.stop();

    const warm: number[] = [];
    let last: BenchServer | null = null;
    for (let n = 0; n < 5; n++) {
      await last?.stop();
      last = await startServer({ folder: clone, home, port: 4300 });
      warm.push(last.readyMs / 1000);
    }
    report('reference: npm run of a bare Node HTTP server', await bareStarts(), 's');
    report('warm start to ready', warm, 's');
    await sleep(60_000); // Idle means: what a start leaves behind has been collected and idle workers have ended.
    report('idle memory, server and database (PSS)', [last!.memoryMb()], 'MB');
    const { ms } = await timed(() => last!.stop());
    report('stop', [ms / 1000], 's');
    console.log(`warm start is ${(median(warm) / first.readyMs * 1000 * 100).toFixed(0)} % of the first`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cloneInto(path: string): string {
  execFileSync('git', ['clone', '--quiet', checkout, path]);
  return path;
}

async function bareStarts(): Promise<number[]> {
  const code = `require('node:http').createServer().listen(0, () => process.exit())`;
  const values: number[] = [];
  for (let n = 0; n < 5; n++) values.push((await timed(async () => execFileSync('npm', ['exec', '-c', `node -e "${code}"`], { cwd: checkout }))).ms / 1000);
  return values;
}
