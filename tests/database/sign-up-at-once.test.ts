import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countTraces, withMore } from '#tests/support/account-traces.ts';
import { connect, doAs, signUp } from '#tests/support/accounts.ts';
import { query, testDatabase, type TestDatabase } from '#tests/support/database.ts';

// Sign-ups that run side by side: every transaction is open, and its insert on its way, before the first one commits.
const database = await testDatabase({ open: false });
let admin: pg.Client;
beforeAll(async () => { admin = await connect(database.adminUrl); });
afterAll(() => admin.end());

const parallel = 10;

/** Signs all addresses up at once; for each the SQLSTATE it was refused with, or null. */
async function atOnce(where: TestDatabase, addresses: string[], o: { proven?: boolean } = {}): Promise<(string | null)[]> {
  const clients = await Promise.all(addresses.map(() => connect(where.authUrl)));
  await Promise.all(clients.map((client) => client.query('begin')));
  const states = await Promise.all(clients.map(async (client, n) => {
    try {
      await signUp(client, addresses[n]!, o);
      await client.query('commit');
      return null;
    } catch (error) {
      await client.query('rollback');
      return (error as { code: string }).code;
    }
  }));
  await Promise.all(clients.map((client) => client.end()));
  return states;
}

const many = (name: string, domain = 'example.com') => Array.from({ length: parallel }, (_, n) => `${name}-${n}@${domain}`);
const empty = () => testDatabase({ open: false });
const superUsers = (where: TestDatabase) => query<{ count: number }>(where.adminUrl, 'select count(*)::int from public.users where is_super_user').then((rows) => rows[0]!.count);
const traces = async (where: TestDatabase) => {
  const client = await connect(where.adminUrl);
  try {
    return await countTraces(client);
  } finally {
    await client.end();
  }
};

describe('on an empty instance', () => {
  test('all get in, one as super user', async () => {
    const where = await empty();
    const none = await traces(where);
    expect(await atOnce(where, many('racer'))).toEqual(Array(parallel).fill(null));
    expect(await superUsers(where)).toBe(1);
    expect(await traces(where)).toEqual(withMore(none, parallel));
  });

  test('only one gets in where an invitation is needed', async () => {
    const where = await empty();
    const none = await traces(where);
    await query(where.adminUrl, `update private.instance set signup = 'invite'`);
    const states = await atOnce(where, many('racer'));
    expect(states.sort()).toEqual([...Array(parallel - 1).fill('42501'), null]);
    expect(await superUsers(where)).toBe(1);
    expect(await traces(where)).toEqual(withMore(none, 1));
  });

  test('one address gets in once, as super user', async () => {
    const where = await empty();
    const none = await traces(where);
    const states = await atOnce(where, Array(parallel).fill('same@example.com'));
    expect(states.sort()).toEqual([...Array(parallel - 1).fill('23505'), null]);
    expect(await superUsers(where)).toBe(1);
    expect(await traces(where)).toEqual(withMore(none, 1));
  });

  test('whoever comes after a first sign-up that failed is the super user', async () => {
    const where = await empty();
    const [failing, next] = await Promise.all([connect(where.authUrl), connect(where.authUrl)]);
    await failing.query('begin');
    await signUp(failing, 'failing@example.com');
    const waiting = signUp(next, 'next@example.com');
    await failing.query('rollback');
    await waiting;
    expect(await query(where.adminUrl, 'select email, is_super_user from public.users')).toEqual([{ email: 'next@example.com', is_super_user: true }]);
    await Promise.all([failing.end(), next.end()]);
  });
});

describe('later', () => {
  let first: string;
  beforeAll(async () => {
    const auth = await connect(database.authUrl);
    first = await signUp(auth, 'first@example.com', { proven: true });
    await auth.end();
  });

  test('one address gets in once, in whatever letters', async () => {
    const before = await countTraces(admin);
    const states = await atOnce(database, Array.from({ length: parallel }, (_, n) => [...'letters@example.com'].map((letter, i) => (i % parallel === n ? letter.toUpperCase() : letter)).join('')));
    expect(states.sort()).toEqual([...Array(parallel - 1).fill('23505'), null]);
    expect(await countTraces(admin)).toEqual(withMore(before, 1));
  });

  test('all of a verified domain join', async () => {
    const app = await connect(database.appUrl);
    const [workspace] = await doAs(app, first, `select create_workspace('Corp', 'Corp') as id`);
    const [claim] = await doAs(app, first, `select * from claim_workspace_domain($1, 'corp.test')`, [workspace!.id]);
    await doAs(app, 'service_role', 'update workspace_domains set verified_at = now() where id = $1', [claim!.domain_id]);
    await app.end();
    const before = await countTraces(admin);
    expect(await atOnce(database, many('joiner', 'corp.test'), { proven: true })).toEqual(Array(parallel).fill(null));
    expect(await countTraces(admin)).toEqual(withMore(before, parallel));
    const { rows } = await admin.query(`select count(*)::int, count(*) filter (where u.status = 'active')::int as active
      from public.workspace_users m join public.users u on u.id = m.user_id where m.workspace_id = $1 and m.role = 'project_creator'`, [workspace!.id]);
    expect(rows).toEqual([{ count: parallel, active: parallel }]);
  });

  test('of accounts that change to one address one gets it', async () => {
    await atOnce(database, many('mover'));
    const before = await countTraces(admin);
    const results = await Promise.allSettled(many('mover').map((mover) => query(database.authUrl, `update auth.users set email = 'wanted@example.com' where email = $1`, [mover])));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(await countTraces(admin)).toEqual(before);
    const { rows } = await admin.query('select from auth.users a join public.users u using (id) where lower(a.email) <> u.email');
    expect(rows).toEqual([]);
  });
});
