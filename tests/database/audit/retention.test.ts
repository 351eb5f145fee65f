import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropExpired, makePartitions, sealAuditLogs, verifyAuditLogs } from '#server/audit/index.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { runAs } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { makeTenant } from './tenant.ts';
import type { Tenant } from './tenant.ts';

const database = await testDatabase();
let t: Tenant;
let home: string;

/** The last month that ended seven years ago, and the one after it, whose time is not over. */
const monthAt = (ago: number) => new Date(Date.UTC(new Date().getUTCFullYear() - 7, new Date().getUTCMonth() - ago, 15)).toISOString().slice(0, 7);
const [expired, kept] = [monthAt(1), monthAt(0)];
const hasPartition = async (month: string) => (await t.admin.query(`select to_regclass($1) is not null as there`, [`audit.audit_logs_${month.replace('-', '_')}`])).rows[0].there as boolean;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'ninefold-retention-'));
  openSecrets({ home });
  t = await makeTenant(database);
  await sealAuditLogs({ home });
  for (const month of [expired, kept]) {
    await t.owner.query(`select private.make_log_partition('audit_logs', $1::date)`, [`${month}-01`]);
    await t.admin.query(`insert into public.audit_logs (created_at, table_name, record_id, action, actor_kind) select $1::timestamptz, 'users', gen_random_uuid(), 'UPDATE', 'user' from generate_series(1, 3)`, [`${month}-15`]);
  }
});
afterAll(async () => {
  await t.end();
  rmSync(home, { recursive: true, force: true });
});

test('a month whose entries are not sealed is kept, however old', async () => {
  expect(await dropExpired({ home })).toEqual([]);
  expect(await hasPartition(expired)).toBe(true);
});

test('a sealed month goes when its seven years are over, not before; the seals stay and say so', async () => {
  await sealAuditLogs({ home });
  const entries = (await t.entries('created_at < $1', ['2023-01-01'])).length;
  expect(await dropExpired({ home })).toEqual([`audit_logs ${expired}`]);
  expect([await hasPartition(expired), await hasPartition(kept)]).toEqual([false, true]);
  expect((await t.entries('created_at < $1', ['2023-01-01'])).length).toBe(entries - 3);
  const verdict = await verifyAuditLogs({ home });
  expect(verdict).toMatchObject({ purgedMonths: [`audit_logs ${expired}`] });
  // These were put in with an old date, which is what the verifier says of them; none of what was purged is missed.
  expect(new Set(verdict.findings.map((finding) => finding.what))).toEqual(new Set(['entry backdated']));
  const { rows } = await t.admin.query(`select event, object_kind, purpose, actor_kind from public.access_logs`);
  expect(rows).toEqual([{ event: 'purge', object_kind: 'audit_logs', purpose: `retention: ${expired}, 3 entries`, actor_kind: 'system' }]);
  expect(JSON.parse(readFileSync(join(home, 'audit-receipts.jsonl'), 'utf8').trim().split('\n').at(-1)!)).toEqual(verdict.newest);
});

test('doing it again removes nothing, and makes no seal', async () => {
  const before = (await verifyAuditLogs({ home })).seals;
  expect(await dropExpired({ home })).toEqual([]);
  expect((await verifyAuditLogs({ home })).seals).toBe(before);
});

test('a month that somebody else dropped is missed, entry by entry', async () => {
  await t.admin.query(`drop table audit.audit_logs_${kept.replace('-', '_')}`);
  const removed = (await verifyAuditLogs({ home })).findings.filter((finding) => finding.what === 'entry removed');
  expect(removed).toHaveLength(3);
});

test('months are made ahead by the server, and only the server removes them', async () => {
  expect(await makePartitions()).toBe(0);
  await t.admin.query(`drop table audit.access_logs_${new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 3)).toISOString().slice(0, 7).replace('-', '_')}`);
  expect(await makePartitions()).toBe(1);
  for (const caller of ['anon', t.member, t.root]) expect((await runAs(t.app, caller, 'select public.drop_expired_logs()')).state).toBe('42501');
});
