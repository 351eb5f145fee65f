import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginMessage } from '#server/platform/database/session.ts';
import { testDatabase } from '#tests/support/database.ts';
import { makeTenant } from './tenant.ts';
import type { Entry, Tenant } from './tenant.ts';

const database = await testDatabase({ open: false });
let t: Tenant;
beforeAll(async () => { t = await makeTenant(database); });
afterAll(() => t.end());

type Session = Parameters<typeof beginMessage>[0];

/** Renames the project in such a session, after `first`, and returns the entry this leaves. */
async function rename(session: Session | null, first?: string): Promise<Entry> {
  const client = session ? t.app : t.owner;
  await client.query(session ? beginMessage(session) : 'begin');
  try {
    if (first) await client.query(first);
    await client.query(`update public.projects set name = 'P' || random() where id = $1`, [t.project]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  return (await t.entries(`record_id = $1 and action = 'UPDATE'`, [t.project])).at(-1)!;
}

const someone = '11111111-1111-4111-8111-111111111111';

describe('the actor of an entry', () => {
  test('is the person who is signed in, with address and browser', async () => {
    const entry = await rename({ role: 'authenticated', actor: { userId: t.member, ip: '::ffff:203.0.113.7', userAgent: 'Browser/1' } });
    expect(entry).toMatchObject({ changed_by: t.member, actor_kind: 'user', agent: null, reason: null, ip_address: '203.0.113.7', user_agent: 'Browser/1' });
  });

  test('is the person also when an agent acts for them, and says which agent', async () => {
    const entry = await rename({ role: 'authenticated', actor: { userId: t.member, agent: 'coder' } });
    expect(entry).toMatchObject({ changed_by: t.member, actor_kind: 'agent', agent: 'coder' });
  });

  test('is the server, with its reason, where it goes round row-level security', async () => {
    expect(await rename({ role: 'service_role', reason: 'agent runs' })).toMatchObject({ changed_by: null, actor_kind: 'system', reason: 'agent runs' });
    expect(await rename({ role: 'service_role', reason: 'agent runs', actorId: t.member, agent: 'coder' })).toMatchObject({ changed_by: t.member, actor_kind: 'agent', agent: 'coder', reason: 'agent runs' });
  });

  test('is the system, by the name of the login, for what is written directly', async () => {
    expect(await rename(null)).toMatchObject({ changed_by: null, actor_kind: 'system', reason: 'login ninefold_owner' });
  });
});

describe('a person cannot pass for somebody else', () => {
  const own = (): Session => ({ role: 'authenticated', actor: { userId: t.member } });
  const forge = `select set_config('app.actor_id', '${someone}', true), set_config('app.actor_kind', 'system', true), set_config('app.reason', 'agent runs', true)`;

  test('by the settings of the server', async () => {
    expect(await rename(own(), forge)).toMatchObject({ changed_by: t.member, actor_kind: 'user', reason: null });
  });

  test('through an agent, which never hides who asked', async () => {
    expect(await rename(own(), `select set_config('app.actor_kind', 'agent', true), set_config('app.agent', 'coder', true)`)).toMatchObject({ changed_by: t.member, actor_kind: 'agent' });
  });

  test('nor can a login that is not the server', async () => {
    expect(await rename(null, forge)).toMatchObject({ changed_by: null, actor_kind: 'system', reason: 'login ninefold_owner' });
  });

  test('by writing an entry', async () => {
    const forged = `insert into public.audit_logs (table_name, record_id, action, changed_by, actor_kind) values ('projects', '${someone}', 'DELETE', '${someone}', 'user')`;
    await expect(rename(own(), forged)).rejects.toMatchObject({ code: '42501' });
    await expect(rename(own(), `insert into audit.audit_logs_${new Date().toISOString().slice(0, 7).replace('-', '_')} default values`)).rejects.toMatchObject({ code: '42501' });
  });
});

test('settings that are no address, no id or endless leave an entry and break nothing', async () => {
  for (const [ip, expected] of [['not an address', null], ['fe80::1%eth0', 'fe80::1'], ['1.2.3.4.5', null], ['', null], ['2001:db8::1', '2001:db8::1']] as const) {
    const entry = await rename({ role: 'authenticated', actor: { userId: t.member, ip, userAgent: 'x'.repeat(5000) } });
    expect([ip, entry.ip_address, entry.user_agent!.length]).toEqual([ip, expected, 300]);
  }
  const entry = await rename({ role: 'service_role', reason: 'agent runs', actorId: 'not-a-uuid' });
  expect(entry).toMatchObject({ changed_by: null, actor_kind: 'system' });
});

test('settings of one transaction are gone in the next on the same connection', async () => {
  await rename({ role: 'authenticated', actor: { userId: t.member, ip: '203.0.113.7', agent: 'coder' } });
  expect(await rename({ role: 'service_role', reason: 'agent runs' })).toMatchObject({ changed_by: null, ip_address: null, agent: null });
});
