import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealAuditLogs } from '#server/audit/index.ts';
import { checkout } from '#server/platform/config.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { connected } from '#tests/support/accounts.ts';
import { query, testDatabase } from '#tests/support/database.ts';

const database = await testDatabase();
const home = mkdtempSync(join(tmpdir(), 'ninefold-verify-'));
beforeAll(async () => {
  openSecrets({ home });
  await query(database.ownerUrl, `update public.workspaces set description = 'Changed' where is_global`);
  await sealAuditLogs({ home });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function verify(args: string[] = [], env: Record<string, string> = {}): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(checkout, 'src/server/start/audit-verify.ts'), ...args], {
    encoding: 'utf8', env: { PATH: process.env.PATH, NINEFOLD_HOME: home, DATABASE_URL: database.appUrl, ...env },
  });
  return { status, said: stdout + stderr };
}

test('the command says that the logs are intact, and shows the newest seal', () => {
  const { status, said } = verify();
  expect(said).toMatch(/^\d+ seals over \d+ entries; 0 entries are newer than the last seal\.\nNewest seal: \d+:[0-9a-f]{64}\n/);
  expect(said).toContain('Intact: every sealed entry is as it was.');
  expect(status).toBe(0);
});

test('the command takes a receipt that was kept elsewhere', () => {
  const receipt = /Newest seal: (\S+)/.exec(verify().said)![1]!;
  expect(verify(['--receipt', receipt]).status).toBe(0);
  const [number] = receipt.split(':');
  const replaced = verify(['--receipt', `${number}:${'0'.repeat(64)}`]);
  expect(replaced.said).toContain(`Seal ${number} is not the one of which a receipt was kept on the command line.`);
  expect(replaced.status).toBe(1);
});

test('the command names the entry that was changed, and ends with 1', async () => {
  const row = await connected(database.adminUrl, async (superuser) => {
    await superuser.query('set session_replication_role = replica');
    return (await superuser.query<{ position: string; id: string }>(`update public.audit_logs set action = 'DELETE' returning position, id`)).rows[0]!;
  });
  const { status, said } = verify();
  expect(said).toContain(`NOT INTACT:\n  Entry ${row.position} of audit_logs (${row.id}) was changed after seal 1.`);
  expect(status).toBe(1);
});

test('the command says in words what it cannot do, and ends with 2', () => {
  expect(verify(['--receipt', 'x'])).toEqual({ status: 2, said: expect.stringContaining('"x" is no receipt.') });
  const empty = mkdtempSync(join(tmpdir(), 'ninefold-verify-'));
  expect(verify([], { NINEFOLD_HOME: empty, DATABASE_URL: '' })).toEqual({ status: 2, said: expect.stringContaining(`There is no database in ${empty}.`) });
  rmSync(empty, { recursive: true });
});
