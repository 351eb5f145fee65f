import { beforeAll, describe, expect, test } from 'vitest';
import { flushRefusals } from '#server/audit/index.ts';
import type { AccessEntry } from '#contract/audit.ts';
import type { Page } from '#contract/json.ts';
import { Person, problemOf } from './person.ts';
import { startStudio } from './studio.ts';
import { makeApp, makeTeam } from './team.ts';
import type { Team } from './team.ts';

const studio = await startStudio();
let root: Person;
let team: Team;
beforeAll(async () => {
  root = await studio.join('Root');
  team = await makeTeam(studio);
});

type Row = { event: string; object_kind: string; object_id: string | null; purpose: string; subject: string | null; occurrences: number; actor_id: string | null; actor_kind: string; workspace_id: string | null; project_id: string | null; ip_address: string | null; request_id: string | null };

/** Entries of the access log since the last call, oldest first. */
let seen = 0n;
async function fresh(): Promise<Row[]> {
  const rows = await studio.sql<Row & { position: string }>('select * from public.access_logs where position > $1 order by position', [String(seen)]);
  if (rows.length > 0) seen = BigInt(rows.at(-1)!.position);
  return rows;
}

describe('signing in and out', () => {
  test('is recorded with the account, the shortened address and where from', async () => {
    const person = await studio.join('Traveller');
    await fresh();
    await person.post('/api/auth/sign-out');
    const back = new Person(studio.url);
    const answer = await back.post('/api/auth/sign-in/email', { email: person.email, password: 'correct horse battery' });
    const entries = await fresh();
    expect(entries.map((entry) => [entry.event, entry.actor_id, entry.object_id, entry.workspace_id])).toEqual([['sign_out', person.id, person.id, null], ['sign_in', person.id, person.id, null]]);
    expect(entries[1]).toMatchObject({ subject: 't…@example.com', ip_address: '127.0.0.1', request_id: answer.headers.get('x-request-id') });
  });

  test('is recorded when an account is made', async () => {
    await fresh();
    const person = await studio.join('Newcomer', { isWaiting: true });
    expect(await fresh()).toMatchObject([{ event: 'sign_up', actor_id: person.id, subject: 'n…@example.com' }]);
  });

  test('is recorded when it fails, of nobody, without password or whole address', async () => {
    await fresh();
    const secret = 'canary-of-a-password';
    for (const email of [root.email, 'stranger@example.com']) {
      expect(problemOf(await studio.nobody.post('/api/auth/sign-in/email', { email, password: secret })).code).toBe('wrong_credentials');
    }
    const entries = await fresh();
    expect(entries.map((entry) => [entry.event, entry.actor_id, entry.subject, entry.purpose])).toEqual([
      ['failed_sign_in', null, 'r…@example.com', 'wrong_credentials'], ['failed_sign_in', null, 's…@example.com', 'wrong_credentials'],
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/canary|root@|stranger/);
  });

  test('is seen by super users, and by nobody else', async () => {
    const { body } = await root.get<Page<AccessEntry>>('/api/admin/access-logs?event=failed_sign_in');
    expect(body.items.length).toBeGreaterThan(0);
    expect(body.items[0]).toMatchObject({ event: 'failed_sign_in', object: { kind: 'account', id: null }, actor: { id: null, kind: 'user', agent: null } });
    const { body: own } = await team.owner.get<Page<AccessEntry>>(`/api/workspaces/${team.workspaceId}/access-logs?limit=200`);
    expect(own.items.filter((entry) => entry.event !== 'read')).toEqual([]);
  });
});

describe('reading', () => {
  test('addresses of members is recorded; a list without addresses is not', async () => {
    await fresh();
    await team.viewer.get(`/api/projects/${team.projectId}/members`);
    expect(await fresh()).toEqual([]);
    const answer = await team.owner.get(`/api/projects/${team.projectId}/members`);
    expect(await fresh()).toMatchObject([{ event: 'read', object_kind: 'members', purpose: 'projectMembers.list', actor_id: team.owner.id, project_id: team.projectId, workspace_id: team.workspaceId, request_id: answer.headers.get('x-request-id') }]);
  });

  test('a log is recorded, the access log included', async () => {
    await fresh();
    await team.owner.get(`/api/workspaces/${team.workspaceId}/audit-logs`);
    await team.manager.get(`/api/projects/${team.projectId}/access-logs`);
    await root.get('/api/admin/audit-logs');
    expect((await fresh()).map((entry) => [entry.object_kind, entry.actor_id, entry.workspace_id, entry.project_id])).toEqual([
      ['audit_logs', team.owner.id, team.workspaceId, null], ['access_logs', team.manager.id, team.workspaceId, team.projectId], ['audit_logs', root.id, null, null],
    ]);
  });

  test('a file of an app is recorded', async () => {
    const app = await makeApp(studio, team.projectId, team.owner);
    await fresh();
    await team.viewer.get(`/api/artifacts/${app}/files/app.tsx`);
    expect(await fresh()).toMatchObject([{ event: 'read', object_kind: 'artifact', object_id: app, purpose: 'artifactFiles.get', project_id: team.projectId }]);
  });

  test('is not answered when it cannot be recorded', async () => {
    const [partition] = await studio.sql<{ name: string }>(`select c.relname::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'public.access_logs'::regclass order by 1 limit 1`);
    await studio.sql(`alter table public.access_logs detach partition audit.${partition!.name}`);
    await studio.sql(`alter table audit.${partition!.name} rename to aside`);
    try {
      expect(problemOf(await team.owner.get(`/api/projects/${team.projectId}/members`))).toEqual({ status: 503, code: 'unavailable' });
      // Refusing goes on: it tells nothing.
      expect(problemOf(await team.viewer.patch(`/api/projects/${team.projectId}`, { name: 'x' }))).toEqual({ status: 403, code: 'not_allowed' });
    } finally {
      await studio.sql(`alter table audit.aside rename to ${partition!.name}`);
      const month = partition!.name.slice(-7).replace('_', '-');
      const [year, number] = month.split('-').map(Number) as [number, number];
      const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
      await studio.sql(`alter table public.access_logs attach partition audit.${partition!.name} for values from ('${month}-01 00:00:00+00') to ('${next}-01 00:00:00+00')`);
      await flushRefusals();
    }
  });
});

describe('a refusal', () => {
  test('is recorded in the log of what was tried', async () => {
    await fresh();
    await team.viewer.patch(`/api/projects/${team.projectId}`, { name: 'Mine' });
    await team.outsider.get(`/api/projects/${team.projectId}`);
    await team.outsider.get('/api/projects/11111111-1111-4111-8111-111111111111');
    expect((await fresh()).map((entry) => [entry.event, entry.actor_id, entry.object_kind, entry.purpose.split(' ').at(-1), entry.workspace_id, entry.project_id])).toEqual([
      ['refused', team.viewer.id, 'project', 'not_allowed', team.workspaceId, team.projectId],
      ['refused', team.outsider.id, 'project', 'not_found', team.workspaceId, team.projectId],
      ['refused', team.outsider.id, 'project', 'not_found', null, null],
    ]);
  });

  test('of somebody who waits to be let in is recorded; bad input is no refusal', async () => {
    const waiting = await studio.join('Waiting', { isWaiting: true });
    await fresh();
    await waiting.get('/api/workspaces');
    await team.owner.post('/api/workspaces', { name: '' });
    await studio.nobody.get('/api/workspaces');
    expect(await fresh()).toMatchObject([{ event: 'refused', actor_id: waiting.id, purpose: 'GET /api/workspaces: account_not_active' }]);
  });

  test('repeated a hundred times is one entry at once and one with the number of repeats', async () => {
    await flushRefusals();
    await fresh();
    for (let n = 0; n < 100; n++) await team.contributor.patch(`/api/projects/${team.projectId}`, { name: 'Mine' });
    expect((await fresh()).map((entry) => entry.occurrences)).toEqual([1]);
    await flushRefusals();
    expect((await fresh()).map((entry) => [entry.actor_id, entry.occurrences])).toEqual([[team.contributor.id, 99]]);
  });

  test('in many forms fills the log no more: thirty are told apart, the others counted', async () => {
    await flushRefusals();
    await fresh();
    for (let n = 0; n < 60; n++) await team.contributor.get(`/api/projects/11111111-1111-4111-8111-1111111111${String(n).padStart(2, '0')}`);
    await flushRefusals();
    const entries = await fresh();
    expect(entries.length).toBeLessThanOrEqual(32);
    expect(entries.reduce((sum, entry) => sum + entry.occurrences, 0)).toBe(60);
    expect(entries.filter((entry) => entry.purpose === 'further refusals').map((entry) => entry.occurrences)).toEqual([1, 29]);
  });
});
