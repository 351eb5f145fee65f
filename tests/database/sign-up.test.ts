import type pg from 'pg';
import { beforeAll, beforeEach, afterAll, describe, expect, test } from 'vitest';
import { connect, connected, doAs, runAs, signUp } from '#tests/support/accounts.ts';
import { query, testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let auth: pg.Client;
let app: pg.Client;
let first: string;
let count = 0;
const address = (domain = 'example.com') => `person-${++count}@${domain}`;

beforeAll(async () => {
  [admin, auth, app] = await Promise.all([connect(database.adminUrl), connect(database.authUrl), connect(database.appUrl)]);
  first = await signUp(auth, 'first@example.com', { proven: true, name: 'First' });
});
beforeEach(() => admin.query(`update private.instance set signup = 'waitlist'`));
afterAll(() => Promise.all([admin.end(), auth.end(), app.end()]));

async function user(id: string): Promise<Record<string, unknown>> {
  return (await admin.query('select * from public.users where id = $1', [id])).rows[0];
}

async function workspaceOf(owner: string, name: string): Promise<string> {
  return (await doAs(app, owner, 'select create_workspace($1, $1) as id', [name]))[0]!.id as string;
}

test('the first account becomes an active super user', async () => {
  expect(await user(first)).toMatchObject({ status: 'active', is_super_user: true, profile: { display_name: 'First' } });
});

test('the second account waits and is no super user', async () => {
  expect(await user(await signUp(auth, address()))).toMatchObject({ status: 'waitlist', is_super_user: false });
});

test('every account gets the global membership and a personal project of its own', async () => {
  const id = await signUp(auth, address());
  const { rows } = await admin.query(`
    select w.is_global, m.role, p.name, p.personal_owner_id = m.user_id as personal, o.role as project_role,
      (select count(*)::int from public.project_users x where x.project_id = p.id) as members
    from public.workspace_users m join public.workspaces w on w.id = m.workspace_id
    join public.projects p on p.workspace_id = w.id and p.personal_owner_id = m.user_id
    join public.project_users o on o.project_id = p.id and o.user_id = m.user_id where m.user_id = $1`, [id]);
  expect(rows).toEqual([{ is_global: true, role: 'project_creator', name: 'Personal project', personal: true, project_role: 'owner', members: 1 }]);
});

test('of two accounts that are first at the same moment exactly one becomes a super user', async () => {
  const empty = await cloneEmpty();
  const clients = await Promise.all(Array.from({ length: 4 }, () => connect(empty.authUrl)));
  await Promise.all(clients.map((client) => client.query('begin')));
  // All inserts are on their way before the first commit; the others wait for it.
  await Promise.all(clients.map(async (client, n) => {
    await signUp(client, `racer-${n}@example.com`);
    await client.query('commit');
  }));
  const rows = await query(empty.adminUrl, 'select is_super_user, status from public.users order by is_super_user desc');
  expect(rows.map((row) => [row.is_super_user, row.status])).toEqual([[true, 'active'], [false, 'waitlist'], [false, 'waitlist'], [false, 'waitlist']]);
  await Promise.all(clients.map((client) => client.end()));
});

async function cloneEmpty() {
  return testDatabase({ open: false });
}

describe('sign-up modes', () => {
  test('with open sign-up a new account is active at once', async () => {
    await doAs(app, 'service_role', `select set_signup_mode('open')`);
    expect(await user(await signUp(auth, address()))).toMatchObject({ status: 'active', is_super_user: false });
  });

  test('with sign-up by invitation an address without one is refused and leaves nothing', async () => {
    await doAs(app, 'service_role', `select set_signup_mode('invite')`);
    await expect(signUp(auth, 'stranger@example.com')).rejects.toMatchObject({ code: '42501' });
    expect(await query(database.adminUrl, `select from auth.users where email = 'stranger@example.com'`)).toEqual([]);
  });

  test('with sign-up by invitation an invited address gets in', async () => {
    const workspace = await workspaceOf(first, 'Invite mode');
    const invited = address();
    await doAs(app, first, `select * from invite_to_workspace($1, $2, 'project_creator')`, [workspace, invited]);
    await doAs(app, 'service_role', `select set_signup_mode('invite')`);
    expect(await user(await signUp(auth, invited))).toMatchObject({ status: 'invited' });
  });

  test('a person cannot set the sign-up mode', async () => {
    expect((await runAs(app, first, `select set_signup_mode('open')`)).state).toBe('42501');
  });
});

describe('addresses', () => {
  test('an account with a phone only is provisioned', async () => {
    expect(await user(await signUp(auth, null, { phone: '+10000000001' }))).toMatchObject({ email: null, phone: '+10000000001' });
  });

  test('an anonymous account is not provisioned', async () => {
    await auth.query(`insert into users (id, is_anonymous) values ('00000000-0000-4000-8000-00000000a001', true)`);
    expect(await user('00000000-0000-4000-8000-00000000a001')).toBeUndefined();
  });

  test.each(['"@corp.test"@evil.test', 'a@b@c.test', 'no-at-sign'])('an address like %s is refused', async (disguised) => {
    await expect(signUp(auth, disguised, { proven: true })).rejects.toMatchObject({ code: '23514' });
  });

  test('an address is kept in lower case and is unique without regard to case', async () => {
    const id = await signUp(auth, 'Mixed@Example.com');
    expect((await user(id)).email).toBe('mixed@example.com');
    await expect(signUp(auth, 'mixed@example.COM')).rejects.toMatchObject({ code: '23505' });
  });

  test('a change of the account is mirrored without touching profile, status and super user', async () => {
    const id = await signUp(auth, address(), { name: 'Before' });
    const next = address();
    await auth.query(`update users set email = $2, last_sign_in_at = '2026-01-02T03:04:05Z', raw_user_meta_data = '{"a":1}' where id = $1`, [id, next]);
    expect(await user(id)).toMatchObject({
      email: next, last_sign_in_at: new Date('2026-01-02T03:04:05Z'), raw_user_meta_data: { a: 1 }, status: 'waitlist',
      profile: { display_name: 'Before' }, is_super_user: false,
    });
  });

  test('email_verified and email_confirmed_at stay in step', async () => {
    const id = await signUp(auth, address());
    const read = async () => (await admin.query('select email_verified, email_confirmed_at is not null as at from auth.users where id = $1', [id])).rows[0];
    expect(await read()).toEqual({ email_verified: false, at: false });
    await auth.query('update users set email_verified = true where id = $1', [id]);
    expect(await read()).toEqual({ email_verified: true, at: true });
    await auth.query('update users set email_confirmed_at = null where id = $1', [id]);
    expect(await read()).toEqual({ email_verified: false, at: false });
  });
});

describe('joining by domain', () => {
  let corp: string;
  beforeAll(async () => {
    corp = await workspaceOf(first, 'Corp');
    const [claim] = await doAs(app, first, `select * from claim_workspace_domain($1, 'Corp.test')`, [corp]);
    await doAs(app, 'service_role', 'update workspace_domains set verified_at = now() where id = $1', [claim!.domain_id]);
  });
  const membership = async (id: string) => (await admin.query('select role from public.workspace_users where workspace_id = $1 and user_id = $2', [corp, id])).rows;

  test('a proven address joins at sign-up and becomes active, whatever its case', async () => {
    const id = await signUp(auth, 'c@CORP.test', { proven: true });
    expect(await membership(id)).toEqual([{ role: 'project_creator' }]);
    expect(await user(id)).toMatchObject({ status: 'active' });
  });

  test('an unproven address joins only once it is proven', async () => {
    const id = await signUp(auth, 'later@corp.test');
    expect(await membership(id)).toEqual([]);
    expect(await user(id)).toMatchObject({ status: 'waitlist' });
    await auth.query('update users set email_verified = true where id = $1', [id]);
    expect(await membership(id)).toHaveLength(1);
    expect(await user(id)).toMatchObject({ status: 'active' });
  });

  test('a person who moves to a proven address of the domain joins', async () => {
    const id = await signUp(auth, address(), { proven: true });
    await auth.query(`update users set email = 'moved@corp.test' where id = $1`, [id]);
    expect(await membership(id)).toHaveLength(1);
  });

  test('a banned person is not activated by a domain', async () => {
    const id = await signUp(auth, 'banned@corp.test');
    await doAs(app, first, `select set_user_status($1, 'banned')`, [id]);
    await auth.query('update users set email_verified = true where id = $1', [id]);
    expect(await membership(id)).toEqual([]);
    expect(await user(id)).toMatchObject({ status: 'banned' });
  });

  test('a sub-domain is another domain', async () => {
    expect(await membership(await signUp(auth, 'x@mail.corp.test', { proven: true }))).toEqual([]);
  });

  test('an archived workspace captures nobody', async () => {
    await doAs(app, first, 'select archive_workspace($1)', [corp]);
    expect(await membership(await signUp(auth, 'late@corp.test', { proven: true }))).toEqual([]);
    await doAs(app, first, 'select restore_workspace($1)', [corp]);
  });

  test('verified domains are mirrored at the workspace, claims are not', async () => {
    await doAs(app, first, `select * from claim_workspace_domain($1, 'unproven.test')`, [corp]);
    const { rows } = await admin.query('select company_email_domains from public.workspaces where id = $1', [corp]);
    expect(rows[0].company_email_domains).toEqual(['corp.test']);
  });

  test.each(['gmail.com', '*', '*.test', 'localhost', ''])('the domain "%s" cannot be claimed', async (domain) => {
    expect((await runAs(app, first, 'select * from claim_workspace_domain($1, $2)', { values: [corp, domain] })).state).toBe('23514');
  });

  test('a domain has one verified owner', async () => {
    const rival = await workspaceOf(first, 'Rival');
    const [claim] = await doAs(app, first, `select * from claim_workspace_domain($1, 'corp.test')`, [rival]);
    expect((await runAs(app, 'service_role', 'update workspace_domains set verified_at = now() where id = $1', { values: [claim!.domain_id] })).state).toBe('23505');
  });
});

describe('the global workspace', () => {
  test('creating it again changes nothing', async () => {
    const [a] = await doAs(app, 'service_role', 'select create_default_global_workspace() as id');
    const [b] = await doAs(app, 'service_role', 'select create_default_global_workspace() as id');
    expect(a).toEqual(b);
    expect(await query(database.adminUrl, 'select from public.workspaces where is_global')).toHaveLength(1);
  });

  test('a second one is refused', async () => {
    const outcome = await runAs(app, 'service_role', `insert into workspaces (name, company_name, is_global) values ('x', 'x', true)`);
    expect(outcome.state).toBe('23505');
  });

  test('without it sign-up says so', async () => {
    const empty = await cloneEmpty();
    await query(empty.adminUrl, 'delete from public.workspaces where is_global');
    await connected(empty.authUrl, async (client) => {
      await expect(signUp(client, 'x@example.com')).rejects.toThrow('The global workspace is missing.');
    });
  });
});
