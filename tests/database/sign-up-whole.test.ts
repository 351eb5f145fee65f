import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countTraces, type Traces, withMore } from '#tests/support/account-traces.ts';
import { connect, doAs, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

// Sign-up never ends half-way: all of an account is there, or nothing.
const database = await testDatabase({ open: false });
let admin: pg.Client;
let auth: pg.Client;
let app: pg.Client;
let first: string;
let before: Traces;
let count = 0;
const address = () => `whole-${++count}@example.com`;

beforeAll(async () => {
  [admin, auth, app] = await Promise.all([connect(database.adminUrl), connect(database.authUrl), connect(database.appUrl)]);
  first = await signUp(auth, 'first@example.com', { proven: true });
});
beforeEach(async () => { before = await countTraces(admin); });
afterAll(() => Promise.all([admin.end(), auth.end(), app.end()]));

const after = () => countTraces(admin);

describe('when a step of sign-up fails', () => {
  beforeAll(() => admin.query(`create function private.fail() returns trigger language plpgsql as 'begin raise exception ''This step fails.''; end'`));

  test.each([
    ['public.users', 'insert'], ['public.workspace_users', 'insert'], ['public.projects', 'insert'], ['public.project_users', 'insert'],
  ])('nothing stays if it is the one on %s', async (table, command) => {
    await admin.query(`create trigger zz_fail after ${command} on ${table} for each row execute function private.fail()`);
    try {
      await expect(signUp(auth, address(), { proven: true })).rejects.toThrow('This step fails.');
    } finally {
      await admin.query(`drop trigger zz_fail on ${table}`);
    }
    expect(await after()).toEqual(before);
  });

  test('an address that cannot join by its domain stays unproven', async () => {
    const [workspace] = await doAs(app, first, `select create_workspace('Halves', 'Halves') as id`);
    const [claim] = await doAs(app, first, `select * from claim_workspace_domain($1, 'halves.test')`, [workspace!.id]);
    await doAs(app, 'service_role', 'update workspace_domains set verified_at = now() where id = $1', [claim!.domain_id]);
    const id = await signUp(auth, 'late@halves.test');
    await admin.query('create trigger zz_fail after insert on public.workspace_users for each row execute function private.fail()');
    try {
      await expect(auth.query('update users set email_verified = true where id = $1', [id])).rejects.toThrow('This step fails.');
    } finally {
      await admin.query('drop trigger zz_fail on public.workspace_users');
    }
    const { rows } = await admin.query('select a.email_confirmed_at as auth, u.email_confirmed_at as mirror, u.status from auth.users a join public.users u using (id) where id = $1', [id]);
    expect(rows).toEqual([{ auth: null, mirror: null, status: 'waitlist' }]);
    await auth.query('update users set email_verified = true where id = $1', [id]);
    expect((await admin.query('select status from public.users where id = $1', [id])).rows).toEqual([{ status: 'active' }]);
  });

  test('nothing stays of a sign-up whose connection is cut before its end', async () => {
    const cut = await connect(database.authUrl);
    cut.on('error', () => {}); // The cut is what is tried.
    await cut.query('begin');
    await signUp(cut, address(), { proven: true });
    const { rows: [{ pid }] } = await cut.query('select pg_backend_pid() as pid');
    await admin.query('select pg_terminate_backend($1, 5000)', [pid]);
    expect(await after()).toEqual(before);
  });
});

describe('the same address again', () => {
  test.each([
    ['as it was', (taken: string) => taken], ['in other letters', (taken: string) => taken.toUpperCase()], ['with spaces around', (taken: string) => `  ${taken} `],
  ])('is refused %s, and nothing of the second account stays', async (_, again) => {
    const taken = address();
    await signUp(auth, taken);
    await expect(signUp(auth, again(taken))).rejects.toMatchObject({ code: '23505' });
    expect(await after()).toEqual(withMore(before, 1));
  });

  test('is another account where the part before the @ is another, also by a plus', async () => {
    const taken = address();
    await signUp(auth, taken);
    await signUp(auth, taken.replace('@', '+team@'));
    expect(await after()).toEqual(withMore(before, 2));
  });

  test('cannot be taken by a change, which then changes nothing', async () => {
    const taken = address();
    const mine = address();
    await signUp(auth, taken);
    const id = await signUp(auth, mine);
    await expect(auth.query('update users set email = $2 where id = $1', [id, taken.toUpperCase()])).rejects.toMatchObject({ code: '23505' });
    expect((await admin.query('select a.email as auth, u.email as mirror from auth.users a join public.users u using (id) where id = $1', [id])).rows).toEqual([{ auth: mine, mirror: mine }]);
  });

  test('is free again once its account is gone, and the new account has a project of its own', async () => {
    const again = address();
    const old = await signUp(auth, again);
    await auth.query('delete from users where id = $1', [old]);
    const next = await signUp(auth, again);
    expect(await after()).toEqual(withMore(before, 1));
    expect((await admin.query('select personal_owner_id from public.projects where personal_owner_id = any ($1)', [[old, next]])).rows).toEqual([{ personal_owner_id: next }]);
  });

  test('is refused to an account of single sign-on too, which the sign-in service itself would let in', async () => {
    const taken = address();
    await signUp(auth, taken);
    await expect(auth.query('insert into users (email, is_sso_user) values ($1, true)', [taken])).rejects.toMatchObject({ code: '23505' });
    expect(await after()).toEqual(withMore(before, 1));
  });

  test('a phone number belongs to one account', async () => {
    await signUp(auth, null, { phone: '+10000000042' });
    await expect(signUp(auth, address(), { phone: '+10000000042' })).rejects.toMatchObject({ code: '23505' });
    expect(await after()).toEqual(withMore(before, 1));
  });
});

describe('an anonymous account', () => {
  const begin = async () => {
    const id = randomUUID();
    await auth.query('insert into users (id, is_anonymous) values ($1, true)', [id]);
    return id;
  };

  test('is no person', async () => {
    await begin();
    expect(await after()).toEqual({ ...before, accounts: before.accounts + 1 });
  });

  test.each([
    ['at once', ['update users set email = $2, is_anonymous = false where id = $1']],
    ['after its address is there', ['update users set email = $2 where id = $1', 'update users set is_anonymous = false where id = $1 and $2 <> $1::text']],
    ['before its address is there', ['update users set is_anonymous = false where id = $1 and $2 <> $1::text', 'update users set email = $2 where id = $1']],
  ])('becomes a whole person when it stops being anonymous %s', async (_, steps) => {
    const id = await begin();
    const mine = address();
    for (const sql of steps) await auth.query(sql, [id, mine]);
    expect(await after()).toEqual(withMore(before, 1));
    expect((await admin.query('select email, status from public.users where id = $1', [id])).rows).toEqual([{ email: mine, status: 'waitlist' }]);
  });

  test('stays anonymous where sign-up needs an invitation it has not', async () => {
    const id = await begin();
    await doAs(app, 'service_role', `select set_signup_mode('invite')`);
    await expect(auth.query('update users set email = $2, is_anonymous = false where id = $1', [id, address()])).rejects.toMatchObject({ code: '42501' });
    await doAs(app, 'service_role', `select set_signup_mode('waitlist')`);
    expect(await after()).toEqual({ ...before, accounts: before.accounts + 1 });
    expect((await admin.query('select email, is_anonymous from auth.users where id = $1', [id])).rows).toEqual([{ email: null, is_anonymous: true }]);
  });

  test('may be removed', async () => {
    await auth.query('delete from users where id = $1', [await begin()]);
    expect(await after()).toEqual(before);
  });
});
