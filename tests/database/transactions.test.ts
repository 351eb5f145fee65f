import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asActor, asAnonymous, asSystem, closeDatabase, narrowTo, openDatabase } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { beginMessage } from '#server/platform/database/session.ts';
import { systemReasons } from '#server/platform/database/system-reasons.ts';
import { connect, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let ada: string;
let bob: string;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  ada = await signUp(auth, 'ada@example.com');
  bob = await signUp(auth, 'bob@example.com');
  await auth.end();
  // One connection: whatever a transaction leaves behind, the next one would meet.
  openDatabase({ url: database.appUrl, maxConnections: 1 });
});
afterAll(() => closeDatabase());

type Setting = { role: string; uid: string | null; claims: string; project: string; actor: string; kind: string; reason: string; timeout: string };
async function settings(tx: Tx): Promise<Setting> {
  const { rows } = await sql<Setting>`select current_user::text as role, auth.uid() as uid, current_setting('request.jwt.claims', true) as claims,
    current_setting('app.project', true) as project, current_setting('app.actor_id', true) as actor, current_setting('app.actor_kind', true) as kind,
    current_setting('app.reason', true) as reason, current_setting('statement_timeout') as timeout`.execute(tx);
  return rows[0]!;
}

/** The one pooled connection as it is between transactions: seen through a session that sets nothing. */
async function between(): Promise<Record<string, string | null>> {
  await closeDatabase();
  const client = new pg.Client({ connectionString: database.appUrl });
  await client.connect();
  const look = `select current_user::text as role, nullif(current_setting('request.jwt.claims', true), '') as claims,
    nullif(current_setting('request.jwt.claim.sub', true), '') as sub, nullif(current_setting('app.project', true), '') as project`;
  await client.query(beginMessage({ role: 'authenticated', actor: { userId: ada }, projectId: bob }));
  await client.query('commit');
  const { rows } = await client.query<Record<string, string | null>>(look);
  await client.end();
  openDatabase({ url: database.appUrl, maxConnections: 1 });
  return rows[0]!;
}

describe('asActor', () => {
  test('is the role authenticated with the person in both claim settings', async () => {
    const found = await asActor({ userId: ada }, settings);
    expect(found).toMatchObject({ role: 'authenticated', uid: ada, project: '', actor: ada, kind: 'user', timeout: '15s' });
    expect(JSON.parse(found.claims)).toEqual({ role: 'authenticated', sub: ada });
  });

  test('says through which agent a person acts', async () => {
    expect(await asActor({ userId: ada, agent: 'coder' }, settings)).toMatchObject({ kind: 'agent', uid: ada });
  });

  test('names its project, and narrowTo names it later', async () => {
    expect((await asActor({ userId: ada }, settings, { projectId: bob })).project).toBe(bob);
    const project = await asActor({ userId: ada }, async (tx) => {
      await narrowTo(tx, bob);
      return (await settings(tx)).project;
    });
    expect(project).toBe(bob);
  });

  test('takes quotes, backslashes and zero characters in a user agent as text', async () => {
    const userAgent = `'); drop table users; -- \\' \0 $$ "x"`;
    const seen = await asActor({ userId: ada, userAgent }, async (tx) => (await sql<{ v: string }>`select current_setting('app.user_agent') as v`.execute(tx)).rows[0]!.v);
    expect(seen).toBe(userAgent.replace('\0', ''));
  });

  test('shows a person the own rows only', async () => {
    expect(await asActor({ userId: bob }, (tx) => tx.selectFrom('users').select('email').execute())).toEqual([{ email: 'bob@example.com' }]);
  });

  test('keeps what was done when the work ends, and nothing of it when it throws', async () => {
    await asActor({ userId: ada }, (tx) => tx.updateTable('users').set({ profile: '{"display_name": "Kept"}' }).where('id', '=', ada).execute());
    await expect(asActor({ userId: ada }, async (tx) => {
      await tx.updateTable('users').set({ profile: '{"display_name": "Lost"}' }).where('id', '=', ada).execute();
      throw new Error('on purpose');
    })).rejects.toThrow('on purpose');
    expect(await asActor({ userId: ada }, (tx) => tx.selectFrom('users').select('profile').where('id', '=', ada).execute())).toEqual([{ profile: { display_name: 'Kept' } }]);
  });

  test('passes errors of PostgreSQL through with their SQLSTATE', async () => {
    await expect(asActor({ userId: ada }, (tx) => sql`update users set is_super_user = true`.execute(tx))).rejects.toMatchObject({ code: '42501' });
  });
});

test('after commit the connection has neither role nor claims nor project', async () => {
  expect(await between()).toEqual({ role: 'authenticator', claims: null, sub: null, project: null });
});

test('the next transaction on the same connection knows nothing of the one before', async () => {
  await asActor({ userId: ada }, settings, { projectId: bob });
  expect(await asAnonymous((tx) => settings(tx))).toMatchObject({ role: 'anon', uid: null, project: '', actor: '' });
  await expect(asActor({ userId: ada }, () => Promise.reject(new Error('on purpose')))).rejects.toThrow();
  expect(await asSystem('agent runs', settings)).toMatchObject({ role: 'service_role', uid: null });
});

test('a role or claim one person sets in SQL does not reach the next person', async () => {
  await asActor({ userId: ada }, (tx) => sql`select set_config('app.project', ${bob}, true)`.execute(tx));
  expect((await asActor({ userId: bob }, settings)).project).toBe('');
});

test('somebody who is not signed in reads no table', async () => {
  await expect(asAnonymous((tx) => tx.selectFrom('users').selectAll().execute())).rejects.toMatchObject({ code: '42501' });
});

test('asSystem goes round row-level security and records its reason and for whom it acts', async () => {
  const found = await asSystem('agent runs', async (tx) => ({ ...(await settings(tx)), count: (await tx.selectFrom('users').select('id').execute()).length }), { actorId: ada, agent: 'coder' });
  expect(found).toMatchObject({ role: 'service_role', uid: null, actor: ada, kind: 'agent', reason: 'agent runs', count: 2, timeout: '2min' });
});

test('every reason to go round row-level security is explained', () => {
  for (const explanation of Object.values(systemReasons)) expect(explanation.length).toBeGreaterThan(40);
});

test('a beginning that fails does not leave its transaction on the connection', async () => {
  await closeDatabase();
  // This login is no member of the roles, so "begin" succeeds and setting the role does not.
  openDatabase({ url: database.authUrl, maxConnections: 1 });
  for (let i = 0; i < 3; i++) await expect(asActor({ userId: ada }, settings)).rejects.toMatchObject({ code: '42501' });
  await closeDatabase();
  openDatabase({ url: database.appUrl, maxConnections: 1 });
});

test('opening twice is refused, and so is work while closed', async () => {
  expect(() => openDatabase({ url: database.appUrl })).toThrow('already open');
  await closeDatabase();
  expect(() => asActor({ userId: ada }, settings)).toThrow('not open');
  openDatabase({ url: database.appUrl, maxConnections: 1 });
});

test('role, claims and scope travel in the message that begins the transaction', () => {
  const message = beginMessage({ role: 'authenticated', actor: { userId: ada }, projectId: bob });
  expect(message).toMatch(/^begin; select set_config\('role', 'authenticated', true\)/);
  expect(message.split(';')).toHaveLength(2);
});
