import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problem } from '#contract/errors.ts';
import type { Problem } from '#contract/errors.ts';
import { Person, problemOf } from './person.ts';
import { startStudio } from './studio.ts';

const webFolder = mkdtempSync(join(tmpdir(), 'ninefold-web-'));
mkdirSync(join(webFolder, 'assets'));
writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>Ninefold</title>');
writeFileSync(join(webFolder, 'assets', 'main-abc123.js'), 'export {};');
writeFileSync(join(webFolder, '..', `outside-${process.pid}.txt`), 'secret');

const studio = await startStudio({ webFolder });
const owner = await studio.join('Owner');

describe('every answer', () => {
  test('names its request and closes what a browser would leave open', async () => {
    const { headers } = await studio.nobody.get('/api/instance');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('frame-src http://localhost:3001');
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test('keeps the id a proxy gave, when it looks like one', async () => {
    expect((await studio.nobody.get('/healthz', { 'x-request-id': 'proxy-1234' })).headers.get('x-request-id')).toBe('proxy-1234');
    expect((await studio.nobody.get('/healthz', { 'x-request-id': 'a b <script>' })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('an error', () => {
  test('is problem details with code, hint and request id', async () => {
    const answer = await studio.nobody.get<Problem>('/api/me');
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(problem.parse(answer.body)).toMatchObject({ status: 401, code: 'not_signed_in', title: 'Not signed in' });
    expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
  });

  test('names each wrong field of the request', async () => {
    const answer = await owner.post<Problem>('/api/workspaces', { name: '', companyName: 7 });
    expect(problemOf(answer)).toEqual({ status: 400, code: 'invalid_input' });
    expect(answer.body.fields).toEqual({ name: 'This must not be empty.', companyName: 'This must be a string.' });
  });

  test('is told for a body that is no JSON, of another type, or missing', async () => {
    expect(problemOf(await owner.send('POST', '/api/workspaces', '{"name":'))).toEqual({ status: 400, code: 'invalid_input' });
    expect(problemOf(await owner.send('POST', '/api/workspaces', 'name=x', { 'content-type': 'text/plain' }))).toEqual({ status: 415, code: 'unsupported_type' });
    expect(problemOf(await owner.send('POST', '/api/workspaces'))).toEqual({ status: 400, code: 'invalid_input' });
  });

  test('is told for a body above a megabyte, with the limit', async () => {
    const answer = await owner.post<Problem>('/api/workspaces', { name: 'x'.repeat(2_000_000), companyName: 'x' });
    expect(problemOf(answer)).toEqual({ status: 413, code: 'too_large' });
    expect(answer.body.detail).toContain('1 MB');
  });

  test('is told for a path or a method that does not exist', async () => {
    expect(problemOf(await owner.get('/api/nothing'))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await studio.nobody.get('/api/nothing'))).toEqual({ status: 404, code: 'not_found' });
    const answer = await owner.send('PUT', '/api/workspaces', {});
    expect(problemOf(answer)).toEqual({ status: 405, code: 'method_not_allowed' });
    expect(answer.headers.get('allow')).toContain('POST');
  });

  test('is told for a character PostgreSQL cannot store', async () => {
    expect(problemOf(await owner.post('/api/workspaces', { name: 'a\u0000b', companyName: 'x' }))).toEqual({ status: 400, code: 'invalid_input' });
  });
});

describe('a cursor', () => {
  test('that was changed, or is of another list, is refused', async () => {
    for (const name of ['One', 'Two', 'Three']) await owner.post('/api/workspaces', { name, companyName: 'Company' });
    const first = await owner.get<{ items: { name: string }[]; nextCursor: string }>('/api/workspaces?limit=2');
    expect(first.body.items).toHaveLength(2);
    const rest = await owner.get<{ items: { name: string }[]; nextCursor: null }>(`/api/workspaces?limit=2&cursor=${first.body.nextCursor}`);
    expect(rest.body.items).toHaveLength(2);
    expect(rest.body.nextCursor).toBeNull();
    expect(new Set([...first.body.items, ...rest.body.items].map((item) => item.name)).size).toBe(4);
    const tampered = `${first.body.nextCursor.slice(0, -4)}AAAA`;
    expect(problemOf(await owner.get(`/api/workspaces?cursor=${tampered}`))).toEqual({ status: 400, code: 'invalid_input' });
    expect(problemOf(await owner.get(`/api/projects/${owner.personalProjectId}/chats?cursor=${first.body.nextCursor}`))).toEqual({ status: 400, code: 'invalid_input' });
    expect(problemOf(await owner.get('/api/workspaces?limit=0'))).toEqual({ status: 400, code: 'invalid_input' });
    expect(problemOf(await owner.get('/api/workspaces?limit=1000'))).toEqual({ status: 400, code: 'invalid_input' });
  });
});

describe('a write that another site makes a browser send', () => {
  const write = (headers: Record<string, string>) => owner.post('/api/workspaces', { name: 'Forged', companyName: 'x' }, headers);

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['the preview origin', { origin: 'http://localhost:3001' }],
    ['an opaque origin', { origin: 'null' }],
    ['a cross-site form without an origin', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused from %s', async (_name, headers) => {
    expect(problemOf(await write(headers))).toEqual({ status: 403, code: 'not_allowed' });
  });

  test('is refused at sign-in too', async () => {
    const answer = await studio.nobody.post('/api/auth/sign-in/email', { email: owner.email, password: 'correct horse battery' }, { origin: 'https://evil.example' });
    expect(problemOf(answer)).toEqual({ status: 403, code: 'not_allowed' });
  });

  test('is taken from the studio by any of its names', async () => {
    expect((await write({ origin: 'http://localhost:3000' })).status).toBe(201);
    expect((await write({ origin: studio.url })).status).toBe(201);
  });
});

describe('the web', () => {
  test('is served with hashed files for a year and the page never from a cache', async () => {
    const page = await studio.nobody.fetch('/');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(await page.text()).toContain('<title>Ninefold</title>');
    const asset = await studio.nobody.fetch('/assets/main-abc123.js');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-type')).toContain('text/javascript');
  });

  test('answers a path of the studio with the page, and a missing asset with 404', async () => {
    expect(await (await studio.nobody.fetch('/chats/123')).text()).toContain('<title>Ninefold</title>');
    expect((await studio.nobody.fetch('/assets/gone.js')).status).toBe(404);
  });

  test.each(['/..%2foutside', '/%2e%2e/outside', '/assets/..%2f..%2foutside', '/%00', '/%'])('gives nothing from outside of its folder for %s', async (path) => {
    const answer = await studio.nobody.fetch(`${path}-${process.pid}.txt`);
    expect(await answer.text()).not.toContain('secret');
  });
});

test('health and readiness are told without signing in', async () => {
  expect((await studio.nobody.get('/healthz')).body).toEqual({ status: 'ok' });
  expect((await studio.nobody.get('/readyz')).body).toEqual({ status: 'ready' });
});

test('too many attempts to sign in from one address are stopped', async () => {
  const person = new Person(studio.url);
  await person.post('/api/auth/sign-in/email', { email: owner.email, password: 'wrong password' });
  await studio.sql(`update auth.rate_limits set count = 1000, last_request = $1 where key like '%/sign-in/email'`, [Date.now()]);
  const answer = await person.post<Problem>('/api/auth/sign-in/email', { email: owner.email, password: 'wrong password' });
  expect(problemOf(answer)).toEqual({ status: 429, code: 'too_many_requests' });
  expect(answer.body.hint).toMatch(/Wait \d+ seconds/);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  const forged = await person.post<Problem>('/api/auth/sign-in/email', { email: owner.email, password: 'wrong password' }, { 'x-forwarded-for': '203.0.113.9', 'x-ninefold-peer': '203.0.113.9' });
  expect(problemOf(forged)).toEqual({ status: 429, code: 'too_many_requests' });
});
