import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { log, openLog } from '../log.ts';
import { rotatingFile } from './rotating-file.ts';

const home = mkdtempSync(join(tmpdir(), 'ninefold-log-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a log line is on disk at once, readable by the owner only, without personal data', () => {
  openLog({ home, terminalLevel: 'error' });
  log.info({ requestId: 'q1', email: 'a@example.com' }, 'signed in');
  const file = join(home, 'logs', 'ninefold.log');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ level: 30, requestId: 'q1', email: '[hidden]', msg: 'signed in' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a full log file gives way to a new one', () => {
  const path = join(home, 'full.log');
  writeFileSync(path, 'x'.repeat(10 * 1024 * 1024 + 1));
  const file = rotatingFile(path);
  file.write('first line of the new file\n');
  expect(readFileSync(path, 'utf8')).toBe('first line of the new file\n');
  expect(statSync(`${path}.1`).size).toBeGreaterThan(10 * 1024 * 1024);
});
