import { describe, expect, test } from 'vitest';
import type { Problem } from '#contract/errors.ts';
import type { Me } from '#contract/people.ts';
import { Person, problemOf } from './person.ts';
import { startStudio } from './studio.ts';

const studio = await startStudio();
const password = 'correct horse battery';

test('the sign-up page learns that the first account is still free', async () => {
  expect((await studio.nobody.get('/api/instance')).body).toEqual({ isFirstAccount: true, signup: 'waitlist' });
});

test('the first person becomes an active super user with a personal project', async () => {
  const first = new Person(studio.url);
  await first.signUp('First Person');
  const { status, body } = await first.get<Me>('/api/me');
  expect(status).toBe(200);
  expect(body.user).toMatchObject({ email: 'first.person@example.com', displayName: 'First Person', status: 'active', isSuperUser: true });
  expect(body.personalProjectId).toMatch(/^[0-9a-f-]{36}$/);
  expect(body.workspaces).toMatchObject([{ isGlobal: true, role: 'project_creator' }]);
  expect((await studio.nobody.get('/api/instance')).body).toMatchObject({ isFirstAccount: false });
});

test('a second person waits, sees only themselves, and is told so elsewhere', async () => {
  const waiting = await studio.join('Waiting Person', { isWaiting: true });
  expect((await waiting.get<Me>('/api/me')).body.user).toMatchObject({ status: 'waitlist', isSuperUser: false });
  const refused = await waiting.get<Problem>('/api/workspaces');
  expect(problemOf(refused)).toEqual({ status: 403, code: 'account_not_active' });
  expect(refused.body.hint).toContain('waiting list');
  expect(problemOf(await waiting.patch('/api/me', { displayName: 'X' }))).toEqual({ status: 403, code: 'account_not_active' });
});

test('a client cannot give itself authority at sign-up', async () => {
  const sly = new Person(studio.url);
  await sly.post('/api/auth/sign-up/email', {
    name: 'Sly', email: 'sly@example.com', password, isSuperUser: true, is_super_user: true, status: 'active', emailVerified: true, id: 'x', role: 'admin',
  });
  expect((await sly.get<Me>('/api/me')).body.user).toMatchObject({ status: 'waitlist', isSuperUser: false });
});

describe('refused sign-ups', () => {
  const signUp = (body: Record<string, unknown>) => studio.nobody.post<Problem>('/api/auth/sign-up/email', { name: 'Somebody', email: 'new@example.com', password, ...body });

  test('a short password is refused with the rule', async () => {
    const answer = await signUp({ password: 'short' });
    expect(problemOf(answer)).toEqual({ status: 400, code: 'invalid_input' });
    expect(answer.body.fields).toEqual({ password: 'The password is shorter than 8 characters.' });
    expect(answer.body.hint).toContain('at least 8');
  });

  test.each(['password1', 'Qwerty123', 'aaaaaaaaaa', 'new@example.com', '12345678'])('the password %s is refused as easy to guess', async (weak) => {
    const answer = await signUp({ password: weak });
    expect(problemOf(answer)).toEqual({ status: 400, code: 'invalid_input' });
    expect(Object.keys(answer.body.fields ?? {})).toEqual(['password']);
  });

  test('an address that has an account is refused, in any case of letters', async () => {
    const answer = await signUp({ email: 'First.PERSON@example.com' });
    expect(problemOf(answer)).toEqual({ status: 409, code: 'already_exists' });
    expect(answer.body.fields).toHaveProperty('email');
  });

  test.each(['nobody', 'a@b@example.com', '', 'x y@example.com'])('"%s" is no e-mail address', async (email) => {
    const answer = await signUp({ email });
    expect(problemOf(answer)).toEqual({ status: 400, code: 'invalid_input' });
    expect(answer.body.fields).toHaveProperty('email');
  });
});

test('signing in works whatever the case of the address, and a wrong password looks like an unknown address', async () => {
  const person = new Person(studio.url);
  const good = await person.post('/api/auth/sign-in/email', { email: ' First.Person@Example.com', password });
  expect(good.status).toBe(200);
  expect((await person.get('/api/me')).status).toBe(200);
  const wrong = await studio.nobody.post<Problem>('/api/auth/sign-in/email', { email: 'first.person@example.com', password: 'not the password' });
  const unknown = await studio.nobody.post<Problem>('/api/auth/sign-in/email', { email: 'unknown@example.com', password: 'not the password' });
  expect(problemOf(wrong)).toEqual({ status: 401, code: 'wrong_credentials' });
  expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
});

test('the session cookie is out of reach of scripts and of other sites', async () => {
  const response = await studio.nobody.fetch('/api/auth/sign-in/email', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'first.person@example.com', password }),
  });
  const [cookie = ''] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^ninefold\.session_token=.+HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  studio.nobody.cookie = '';
});

test('signing out ends the session at once', async () => {
  const person = new Person(studio.url);
  await person.post('/api/auth/sign-in/email', { email: 'first.person@example.com', password });
  const { cookie } = person;
  expect((await person.get('/api/me')).status).toBe(200);
  expect((await person.post('/api/auth/sign-out')).status).toBe(200);
  expect(person.cookie).toBe('');
  person.cookie = cookie;
  expect(problemOf(await person.get('/api/me'))).toEqual({ status: 401, code: 'not_signed_in' });
});

test('a session also travels as a bearer token', async () => {
  const signedIn = await studio.nobody.post<{ token: string }>('/api/auth/sign-in/email', { email: 'first.person@example.com', password });
  studio.nobody.cookie = '';
  const me = await studio.nobody.get<Me>('/api/me', { authorization: `Bearer ${signedIn.body.token}` });
  expect(me.status).toBe(200);
  expect(problemOf(await studio.nobody.get('/api/me', { authorization: 'Bearer forged' }))).toEqual({ status: 401, code: 'not_signed_in' });
});

test('somebody who is not signed in, or has a forged cookie, is refused', async () => {
  expect(problemOf(await studio.nobody.get('/api/me'))).toEqual({ status: 401, code: 'not_signed_in' });
  expect(problemOf(await studio.nobody.get('/api/me', { cookie: 'ninefold.session_token=forged.forged' }))).toEqual({ status: 401, code: 'not_signed_in' });
});

test('a person changes the own display name', async () => {
  const person = await studio.join('Old Name');
  const changed = await person.patch<Me>('/api/me', { displayName: '  New Name ' });
  expect(changed.body.user.displayName).toBe('New Name');
  expect(problemOf(await person.patch('/api/me', { displayName: '  ' }))).toEqual({ status: 400, code: 'invalid_input' });
});

test('a banned person is stopped within seconds, without signing out', async () => {
  const person = await studio.join('Banned Person');
  expect((await person.get('/api/workspaces')).status).toBe(200);
  await studio.sql(`update public.users set status = 'banned' where id = $1`, [person.id]);
  expect((await person.get<{ items: unknown[] }>('/api/workspaces')).body.items ?? []).toEqual([]);
});

test('of two sign-ups with one address at the same moment one wins', async () => {
  const body = { name: 'Twin', email: 'twin@example.com', password };
  const answers = await Promise.all([1, 2, 3].map(() => new Person(studio.url).post('/api/auth/sign-up/email', body)));
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
});

describe('how an instance takes new accounts', () => {
  const mode = (name: string) => studio.sql('select public.set_signup_mode($1)', [name]);

  test('with invitations only, others are refused with the reason', async () => {
    await mode('invite');
    const answer = await studio.nobody.post<Problem>('/api/auth/sign-up/email', { name: 'Uninvited', email: 'uninvited@example.com', password });
    expect(problemOf(answer)).toEqual({ status: 403, code: 'not_allowed' });
    expect(answer.body.detail).toBe('Sign-up needs an invitation.');
    expect(await studio.sql(`select id from auth.users where email = 'uninvited@example.com'`)).toEqual([]);
  });

  test('open to all, a new account is active at once', async () => {
    await mode('open');
    const person = await studio.join('Walk In', { isWaiting: true });
    expect((await person.get<Me>('/api/me')).body.user).toMatchObject({ status: 'active', isSuperUser: false });
    await mode('waitlist');
  });
});

test('parts of the sign-in library that are not meant to be reached are not there', async () => {
  for (const path of ['update-user', 'delete-user', 'change-email', 'list-accounts', 'ok', 'error']) {
    expect(problemOf(await studio.nobody.post(`/api/auth/${path}`))).toEqual({ status: 404, code: 'not_found' });
  }
});
