import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockHome } from './home-lock.ts';
import { processStart } from './process-start.ts';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'ninefold-lock-')); });
afterEach(() => rmSync(home, { recursive: true, force: true }));

const url = 'http://localhost:3000';
const holder = (pid: number, started: string | null) => writeFileSync(join(home, 'server.json'), JSON.stringify({ pid, started, url }));

test('a second start on the same home is told who runs there', async () => {
  const other = spawn('sleep', ['30']);
  holder(other.pid ?? 0, processStart(other.pid ?? 0));
  expect(() => lockHome(home, url)).toThrow(new RegExp(`runs already.*process ${other.pid}, ${url}.*NINEFOLD_HOME`));
  other.kill('SIGKILL');
  await new Promise((resolve) => other.once('exit', resolve));
  lockHome(home, url).release();
});

test('a lock whose number now belongs to another process is taken over', () => {
  holder(process.ppid, 'another boot 1');
  lockHome(home, url).release();
  expect(existsSync(join(home, 'server.json'))).toBe(false);
});

test('a lock file that was cut short is taken over', () => {
  writeFileSync(join(home, 'server.json'), '{"pi');
  lockHome(home, url).release();
});

test('of many processes that start at once one gets the lock', async () => {
  const module = JSON.stringify(new URL('./home-lock.ts', import.meta.url).href);
  const script = `const { lockHome } = await import(${module});
    try { lockHome(${JSON.stringify(home)}, 'x'); console.log('mine'); setTimeout(() => {}, 3000); } catch { console.log('taken'); }`;
  holder(1, 'a dead one');
  const answers = await Promise.all(Array.from({ length: 5 }, () => new Promise<string>((resolve) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  })));
  expect(answers.filter((answer) => answer === 'mine')).toHaveLength(1);
  expect(answers.filter((answer) => answer === 'taken')).toHaveLength(4);
});
