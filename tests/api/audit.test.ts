import { beforeAll, describe, expect, test } from 'vitest';
import type { AccessEntry, AuditEntry } from '#contract/audit.ts';
import type { Page } from '#contract/json.ts';
import { problemOf } from './person.ts';
import type { Person } from './person.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';
import type { Team } from './team.ts';

const studio = await startStudio();
let root: Person;
let team: Team;
beforeAll(async () => {
  root = await studio.join('Root');
  team = await makeTeam(studio);
});

const trail = (person: Person, query = '') => person.get<Page<AuditEntry>>(`/api/projects/${team.projectId}/audit-logs${query}`);

describe('the trail', () => {
  test('says who added whom with which role, from where', async () => {
    const { status, body } = await trail(team.manager, '?table=project_users&action=INSERT');
    expect(status).toBe(200);
    expect(body.items[0]).toMatchObject({
      table: 'project_users', action: 'INSERT', projectId: team.projectId, workspaceId: team.workspaceId, before: null, changedColumns: null,
      inserted: { user_id: team.viewer.id, role: 'viewer', invited_by: team.owner.id },
      actor: { id: team.owner.id, kind: 'user', agent: null }, ipAddress: '127.0.0.1', userAgent: expect.any(String), reason: null,
    });
    expect(body.items.map((entry) => entry.inserted?.role)).toEqual(['viewer', 'contributor', 'manager', 'owner']);
  });

  test('of a workspace holds what happened in its projects, and the other way round not', async () => {
    await team.owner.post(`/api/workspaces/${team.workspaceId}/projects`, { name: 'Another' });
    const { body } = await team.owner.get<Page<AuditEntry>>(`/api/workspaces/${team.workspaceId}/audit-logs?limit=200`);
    expect(new Set(body.items.map((entry) => entry.table))).toEqual(new Set(['workspaces', 'workspace_subscriptions', 'workspace_users', 'projects', 'project_users']));
    expect(new Set((await trail(team.owner, '?limit=200')).body.items.map((entry) => entry.projectId))).toEqual(new Set([team.projectId]));
  });

  test('is filtered by actor, table, action and time', async () => {
    expect((await trail(team.owner, `?actor=${team.outsider.id}`)).body.items).toEqual([]);
    expect((await trail(team.owner, `?actor=${team.owner.id}&table=projects`)).body.items).toHaveLength(1);
    const [entry] = (await trail(team.owner, '?table=projects')).body.items;
    const later = new Date(Date.parse(entry!.createdAt) + 1).toISOString();
    expect((await trail(team.owner, `?table=projects&from=${later}`)).body.items).toEqual([]);
    expect((await trail(team.owner, `?table=projects&from=${entry!.createdAt}&to=${later}`)).body.items).toEqual([entry]);
  });

  test('is read page by page without a gap or a repeat, though all entries of a transaction have nearly one time', async () => {
    await studio.sql(`insert into public.project_context (project_id, context_type, title, content) select $1, 'search', 'T', '{}' from generate_series(1, 25)`, [team.projectId]);
    const all = (await trail(team.owner, '?limit=200')).body.items.map((entry) => entry.id);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await trail(team.owner, `?limit=7${cursor && `&cursor=${cursor}`}`) as { body: Page<AuditEntry> };
      paged.push(...body.items.map((entry) => entry.id));
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(new Set(paged).size).toBe(paged.length);
  });

  test('is refused to contributors and viewers, and is not there for outsiders and super users', async () => {
    for (const person of [team.contributor, team.viewer]) expect(problemOf(await trail(person))).toEqual({ status: 403, code: 'not_allowed' });
    for (const person of [team.outsider, root]) expect(problemOf(await trail(person))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await team.manager.get(`/api/workspaces/${team.workspaceId}/audit-logs`))).toEqual({ status: 404, code: 'not_found' });
    for (const log of ['audit-logs', 'access-logs']) expect(problemOf(await team.owner.get(`/api/admin/${log}`))).toEqual({ status: 403, code: 'not_allowed' });
  });

  test('of the platform is the super user\'s: accounts, and no tenant', async () => {
    const { body } = await root.get<Page<AuditEntry>>('/api/admin/audit-logs?limit=200');
    expect(body.items.find((entry) => entry.table === 'users' && entry.recordId === team.viewer.id)).toMatchObject({ workspaceId: null, changedColumns: expect.arrayContaining(['status']), before: { status: 'waitlist', email: 'v…@example.com' } });
    expect(body.items.filter((entry) => entry.projectId !== null || entry.workspaceId === team.workspaceId)).toEqual([]);
    expect(JSON.stringify(body)).not.toContain(team.viewer.email);
  });

  test('refuses filters that are none, and the cursor of another list', async () => {
    for (const query of ['?actor=x', '?action=TRUNCATE', '?from=yesterday', '?limit=0', '?limit=201', '?cursor=x']) {
      expect(problemOf(await trail(team.owner, query)), query).toEqual({ status: 400, code: 'invalid_input' });
    }
    const { body } = await team.owner.get<Page<AccessEntry>>(`/api/projects/${team.projectId}/access-logs?limit=1`);
    await trail(team.owner);
    const { body: { nextCursor } } = await team.owner.get<Page<AccessEntry>>(`/api/projects/${team.projectId}/access-logs?limit=1`);
    expect(body.items).toHaveLength(1);
    expect(problemOf(await trail(team.owner, `?cursor=${nextCursor}`))).toEqual({ status: 400, code: 'invalid_input' });
  });
});
