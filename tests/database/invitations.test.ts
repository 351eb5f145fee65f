import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, doAs, runAs, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let auth: pg.Client;
let app: pg.Client;
let owner: string;
let workspace: string;
let project: string;
let guest: string;
let address: string;
let count = 0;

beforeAll(async () => {
  [admin, auth, app] = await Promise.all([connect(database.adminUrl), connect(database.authUrl), connect(database.appUrl)]);
  owner = await signUp(auth, 'owner@example.com', { proven: true, name: 'Olive' });
  workspace = (await doAs(app, owner, `select create_workspace('W', 'C') as id`))[0]!.id as string;
  project = (await doAs(app, owner, `select create_project($1, 'P', null) as id`, [workspace]))[0]!.id as string;
});
beforeEach(async () => {
  address = `guest-${++count}@example.com`;
  guest = await signUp(auth, address, { proven: true });
});
afterAll(() => Promise.all([admin.end(), auth.end(), app.end()]));

type Invitation = { invitation_id: string; token: string; expires_at: Date };
const invite = async (role = 'viewer', by = owner) =>
  (await doAs(app, by, 'select * from invite_to_project($1, $2, $3)', [project, address, role]))[0] as unknown as Invitation;
const accept = (token: string, who = guest) => runAs(app, who, 'select accept_invitation($1)', { values: [token], keep: true });
const roleOf = async (id: string) => (await admin.query('select role from public.project_users where project_id = $1 and user_id = $2', [project, id])).rows[0]?.role;
const statusOf = async (id: string) => (await admin.query('select status from public.users where id = $1', [id])).rows[0].status;

test('a waiting person who accepts becomes an active member with the role offered', async () => {
  expect(await statusOf(guest)).toBe('waitlist');
  const { token, expires_at } = await invite('contributor');
  expect(Math.round((expires_at.getTime() - Date.now()) / 86_400_000)).toBe(7);
  expect((await accept(token)).state).toBe(null);
  expect([await roleOf(guest), await statusOf(guest)]).toEqual(['contributor', 'active']);
});

test('an invited person sees where to, as what and by whom', async () => {
  await invite('manager');
  expect(await doAs(app, guest, 'select place, role, inviter, project_id from my_invitations()')).toEqual([{ place: 'P', role: 'manager', inviter: 'Olive', project_id: project }]);
  expect(await doAs(app, owner, 'select * from my_invitations()')).toEqual([]);
});

test('the token is stored nowhere and its hash is read by nobody', async () => {
  const { token, invitation_id } = await invite();
  const { rows } = await admin.query('select to_jsonb(i)::text as all from public.invitations i where id = $1', [invitation_id]);
  expect(rows[0].all).not.toContain(token);
  expect((await runAs(app, owner, 'select token_hash from invitations')).state).toBe('42501');
});

test('an invitation is accepted once, also by two requests at once', async () => {
  const { token } = await invite();
  const second = await connect(database.appUrl);
  const outcomes = await Promise.all([accept(token), runAs(second, guest, 'select accept_invitation($1)', { values: [token], keep: true })]);
  await second.end();
  expect(outcomes.map((outcome) => outcome.state).sort()).toEqual(['P0002', null]);
});

test('an unproven address accepts nothing until it is proven', async () => {
  const { token } = await invite();
  await auth.query('update users set email_verified = false where id = $1', [guest]);
  expect((await accept(token)).state).toBe('P0002');
  await auth.query('update users set email_verified = true where id = $1', [guest]);
  expect((await accept(token)).state).toBe(null);
});

test('somebody else cannot use the token', async () => {
  const { token } = await invite();
  const thief = await signUp(auth, `thief-${count}@example.com`, { proven: true });
  expect((await accept(token, thief)).state).toBe('P0002');
  expect(await roleOf(thief)).toBeUndefined();
});

test.each(['expired', 'revoked', 'declined'])('an invitation that is %s cannot be accepted', async (ending) => {
  const { token, invitation_id } = await invite();
  if (ending === 'expired') await admin.query(`update public.invitations set expires_at = now() - interval '1 second' where id = $1`, [invitation_id]);
  if (ending === 'revoked') await doAs(app, owner, 'select revoke_invitation($1)', [invitation_id]);
  if (ending === 'declined') await doAs(app, guest, 'select decline_invitation($1)', [invitation_id]);
  expect((await accept(token)).state).toBe('P0002');
  expect(await roleOf(guest)).toBeUndefined();
});

test('an address is invited once at a time, and again after the first has ended', async () => {
  const { invitation_id } = await invite();
  expect((await runAs(app, owner, 'select * from invite_to_project($1, $2, $3)', { values: [project, address, 'viewer'] })).state).toBe('23505');
  await admin.query(`update public.invitations set expires_at = now() - interval '1 second' where id = $1`, [invitation_id]);
  expect((await invite()).invitation_id).not.toBe(invitation_id);
});

test('what the inviter may grant is checked again on acceptance', async () => {
  const manager = await signUp(auth, `manager-${count}@example.com`, { proven: true });
  await admin.query(`update public.users set status = 'active' where id = $1`, [manager]);
  await admin.query(`insert into public.project_users (project_id, user_id, role) values ($1, $2, 'manager')`, [project, manager]);
  const { token } = await invite('contributor', manager);
  await admin.query(`update public.project_users set role = 'viewer' where project_id = $1 and user_id = $2`, [project, manager]);
  expect(await accept(token)).toMatchObject({ state: 'P0001', message: 'Whoever invited you may no longer grant this role.' });
});

test('a member keeps the better of two roles', async () => {
  await admin.query(`insert into public.project_users (project_id, user_id, role) values ($1, $2, 'manager')`, [project, guest]);
  expect((await accept((await invite('viewer')).token)).state).toBe(null);
  expect(await roleOf(guest)).toBe('manager');
});

test('a banned person accepts nothing', async () => {
  const { token } = await invite();
  await admin.query(`update public.users set status = 'banned' where id = $1`, [guest]);
  expect((await accept(token)).state).toBe('P0002');
  expect(await statusOf(guest)).toBe('banned');
});

test('nobody is invited into a personal project or with a role of another place', async () => {
  const personal = (await admin.query('select id from public.projects where personal_owner_id = $1', [owner])).rows[0].id;
  expect((await runAs(app, owner, 'select * from invite_to_project($1, $2, $3)', { values: [personal, address, 'viewer'] })).state).toBe('42501');
  expect((await runAs(app, owner, 'select * from invite_to_project($1, $2, $3)', { values: [project, address, 'admin'] })).state).toBe('23514');
});
