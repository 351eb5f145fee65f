import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordAccess, sealAuditLogs, verifyAuditLogs } from '#server/audit/index.ts';
import { beginMessage } from '#server/platform/database/session.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { makeTenant } from './tenant.ts';
import type { Tenant } from './tenant.ts';

const database = await testDatabase();
let t: Tenant;
let home: string;
const receipts = () => join(home, 'audit-receipts.jsonl');

beforeAll(async () => {
  t = await makeTenant(database);
  home = mkdtempSync(join(tmpdir(), 'ninefold-seals-'));
  openSecrets({ home });
  await rename(3);
  await sealAuditLogs({ home });
  await t.owner.query(`begin; update public.projects set name = 'never' where id = '${t.project}'; rollback`);
  await rename(3);
  await recordAccess({ userId: t.member }, { event: 'read', objectKind: 'audit_logs', projectId: t.project, purpose: 'a test' });
  await sealAuditLogs({ home });
});
afterAll(async () => {
  await t.end();
  rmSync(home, { recursive: true, force: true });
});

// Whoever tampers is a superuser with the triggers switched off; what they did is undone after each test.
let kept: string;
const tampered = ['audit_logs', 'access_logs', 'audit_seals'];
beforeEach(async () => {
  kept = readFileSync(receipts(), 'utf8');
  await t.admin.query(`set session_replication_role = replica; ${tampered.map((table) => `create temporary table ${table}_kept as table public.${table};`).join(' ')}`);
});
afterEach(async () => {
  await t.admin.query(tampered.map((table) => `delete from public.${table}; insert into public.${table} select * from ${table}_kept; drop table ${table}_kept;`).join(' '));
  await t.admin.query('set session_replication_role = origin');
  writeFileSync(receipts(), kept);
});

async function rename(times: number): Promise<void> {
  for (let n = 0; n < times; n++) await t.owner.query(`update public.projects set name = 'P' || random() where id = $1`, [t.project]);
}
const verify = () => verifyAuditLogs({ home });
const first = async () => (await verify()).findings[0];
const positions = async (log = 'audit_logs') => (await t.admin.query<{ position: string }>(`select position from public.${log} order by position`)).rows.map((row) => BigInt(row.position));
const tamper = (sql: string, values?: unknown[]) => t.admin.query(sql, values);

test('what nobody touched is intact, and the newest seal is that of the receipt', async () => {
  const verdict = await verify();
  expect(verdict).toMatchObject({ isIntact: true, findingCount: 0, hasReceipts: true, unsealedEntries: 0 });
  expect(verdict.sealedEntries).toBe((await positions()).length + (await positions('access_logs')).length);
  expect(JSON.parse(readFileSync(receipts(), 'utf8').trim().split('\n').at(-1)!)).toEqual(verdict.newest);
});

test('sealing again seals what is new and nothing twice', async () => {
  expect(await sealAuditLogs({ home })).toBe(0);
  await rename(2);
  expect((await verify()).unsealedEntries).toBe(2);
  expect(await sealAuditLogs({ home })).toBe(2);
  expect(await verify()).toMatchObject({ isIntact: true, unsealedEntries: 0 });
});

describe('the verifier names the entry', () => {
  const columns: [string, string][] = [
    ['changed_by', `'11111111-1111-4111-8111-111111111111'`], ['old_data', `'{"name": "other"}'`], ['created_at', `created_at + interval '1 microsecond'`], ['changed_columns', `'{description}'`],
    ['ip_address', `'198.51.100.1'`], ['workspace_id', 'null'], ['action', `'DELETE'`], ['reason', `''`], ['tx', `'1'`], ['id', 'gen_random_uuid()'],
  ];
  for (const [column, value] of columns) {
    test(`whose ${column} a superuser changed`, async () => {
      const position = (await positions())[5]!;
      const { rows: [row] } = await tamper(`update public.audit_logs set ${column} = ${value} where position = $1 returning id`, [position]);
      expect(await first()).toMatchObject({ what: 'entry changed', log: 'audit_logs', position, entryId: row.id });
      expect((await verify()).findingCount).toBe(1);
    });
  }

  test('of the access log that was changed', async () => {
    const [position] = await positions('access_logs');
    await tamper(`update public.access_logs set purpose = 'another' where position = $1`, [position]);
    expect(await first()).toMatchObject({ what: 'entry changed', log: 'access_logs', position });
  });

  test('that was removed, be it the first, one between or the last', async () => {
    const all = await positions();
    for (const position of [all.at(-1)!, all[4]!, all[0]!]) {
      await tamper('delete from public.audit_logs where position = $1', [position]);
      expect(await first()).toMatchObject({ what: 'entry removed', position });
    }
    expect((await verify()).findingCount).toBe(3);
  });

  test('that was inserted into a sealed range, also into the gap of a transaction that was rolled back', async () => {
    const all = await positions();
    const gap = all.find((position, i) => i > 0 && position !== all[i - 1]! + 1n)! - 1n;
    for (const position of [gap, 0n]) {
      await tamper(`insert into public.audit_logs (position, table_name, record_id, action, actor_kind) values ($1, 'users', gen_random_uuid(), 'DELETE', 'user')`, [position]);
      expect(await first()).toMatchObject({ what: 'entry inserted', position });
    }
  });

  test('that was put into an earlier month', async () => {
    await t.admin.query(`select private.make_log_partition('audit_logs', '2020-01-01')`);
    await tamper(`insert into public.audit_logs (position, created_at, table_name, record_id, action, actor_kind) values (0, '2020-01-15', 'users', gen_random_uuid(), 'DELETE', 'user')`);
    expect(await first()).toMatchObject({ what: 'entry inserted', position: 0n });
    await tamper('delete from public.audit_logs where position = 0');
    // A new place, an old date.
    await tamper(`insert into public.audit_logs (created_at, table_name, record_id, action, actor_kind) values ('2020-01-15', 'users', gen_random_uuid(), 'DELETE', 'user')`);
    expect(await first()).toMatchObject({ what: 'entry backdated' });
    await t.admin.query('delete from public.audit_logs where created_at < $1', ['2020-02-01']);
    await t.admin.query('drop table audit.audit_logs_2020_01');
  });

  test('two of which changed places', async () => {
    const [, , a, b] = await positions();
    for (const [from, to] of [[a, 0n], [b, a], [0n, b]]) await tamper('update public.audit_logs set position = $2 where position = $1', [from, to]);
    expect((await verify()).findings.map(({ what, position }) => ({ what, position }))).toEqual([{ what: 'entry changed', position: a }, { what: 'entry changed', position: b }]);
  });
});

describe('the verifier notices that', () => {
  const seals = async () => (await t.admin.query<{ id: string }>('select id from public.audit_seals order by id')).rows.map((row) => Number(row.id));

  test('a seal between was removed', async () => {
    await tamper('delete from public.audit_seals where id = 1');
    expect(await first()).toMatchObject({ what: 'seal removed', seal: 2 });
  });

  test('the newest seals were removed, or all of them', async () => {
    const last = (await seals()).at(-1)!;
    await tamper('delete from public.audit_seals where id = $1', [last]);
    expect(await first()).toMatchObject({ what: 'seal removed', seal: last });
    await tamper('delete from public.audit_seals');
    expect(await first()).toMatchObject({ what: 'seal removed' });
  });

  test('a seal was altered to match a changed entry', async () => {
    const position = (await positions())[0]!;
    await tamper(`update public.audit_logs set reason = 'x' where position = $1`, [position]);
    await tamper(`update public.audit_seals set leaves = set_byte(leaves, 20, (get_byte(leaves, 20) + 1) % 256) where id = 1`);
    expect(await first()).toMatchObject({ what: 'seal changed', seal: 1 });
    await tamper(`update public.audit_seals set created_at = created_at + interval '1 hour' where id = 2`);
    expect((await verify()).findings.filter((finding) => finding.what === 'seal changed').map((finding) => finding.seal)).toEqual([1, 2]);
  });

  test('everything was sealed anew with another key', async () => {
    await tamper('delete from public.audit_seals');
    await tamper(`update public.audit_logs set reason = 'x' where position = $1`, [(await positions())[0]]);
    const thief = mkdtempSync(join(tmpdir(), 'ninefold-thief-'));
    openSecrets({ home: thief });
    await sealAuditLogs({ home: thief });
    openSecrets({ home });
    rmSync(thief, { recursive: true });
    expect((await verify()).findings.map((finding) => finding.what)).toEqual(expect.arrayContaining(['seal forged', 'seal replaced']));
  });

  test('everything was removed and sealed anew by the studio itself', async () => {
    await tamper('delete from public.audit_seals');
    await tamper('delete from public.audit_logs where position = $1', [(await positions())[0]]);
    const before = readFileSync(receipts(), 'utf8');
    await sealAuditLogs({ home });
    expect(readFileSync(receipts(), 'utf8').startsWith(before)).toBe(true);
    expect((await verify()).findings.map((finding) => finding.what)).toContain('seal replaced');
  });

  test('a receipt that was kept elsewhere does not fit', async () => {
    const hash = 'ab'.repeat(32);
    const verdict = await verifyAuditLogs({ home, receipts: [{ seal: 1, hash, publicKey: '', at: 'elsewhere' }] });
    expect(verdict.findings).toMatchObject([{ what: 'seal replaced', seal: 1 }]);
  });
});

test('without a receipt the verdict says that there is none; a line cut short is passed over', async () => {
  writeFileSync(receipts(), '');
  expect(await verify()).toMatchObject({ isIntact: true, hasReceipts: false });
  writeFileSync(receipts(), kept);
  appendFileSync(receipts(), '{"seal": 99, "ha');
  expect(await verify()).toMatchObject({ isIntact: true, hasReceipts: true });
});

test('a transaction that commits late is never below the seal', async () => {
  const slow = await connect(database.appUrl);
  await slow.query(beginMessage({ role: 'authenticated', actor: { userId: t.member } }));
  await slow.query(`update projects set description = 'late' where id = $1`, [t.project]);
  const ahead = await t.person(); // Has a higher position, and is committed before.
  expect(await sealAuditLogs({ home, patienceMs: 200 })).toBe(0);
  expect((await t.entries('record_id = $1', [ahead])).length).toBeGreaterThan(0);
  await slow.query('commit');
  await slow.end();
  expect(await sealAuditLogs({ home })).toBeGreaterThan(1);
  expect(await verify()).toMatchObject({ isIntact: true, unsealedEntries: 0 });
});

test('two servers that seal at the same moment make one chain', async () => {
  await rename(5);
  const sealed = await Promise.all([sealAuditLogs({ home }), sealAuditLogs({ home })]);
  expect(sealed[0] + sealed[1]).toBe(5);
  expect(await verify()).toMatchObject({ isIntact: true });
});

test('more entries than one seal holds are sealed by several', async () => {
  await t.owner.query(`insert into public.project_context (project_id, context_type, title, content) select $1, 'search', 'T', '{}' from generate_series(1, 9000)`, [t.project]);
  expect(await sealAuditLogs({ home })).toBe(9000);
  const position = (await positions()).at(-4000)!;
  await tamper('delete from public.audit_logs where position = $1', [position]);
  expect((await verify()).findings).toMatchObject([{ what: 'entry removed', position }]);
});
