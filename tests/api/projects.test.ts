import { describe, expect, test } from 'vitest';
import type { Project, Workspace } from '#contract/people.ts';
import { problemOf } from './person.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';

const studio = await startStudio();
await studio.join('Administrator');
const { workspaceId, projectId, owner, manager, contributor, viewer, outsider } = await makeTeam(studio);
type List<T> = { items: T[]; nextCursor: string | null };
type Member = { userId: string; displayName: string; email: string | null; role: string };

describe('workspaces', () => {
  test('a person sees the own workspaces and no others', async () => {
    const { body } = await owner.get<List<Workspace>>('/api/workspaces');
    expect(body.items.map((item) => [item.name, item.role])).toEqual([['Global Workspace', 'project_creator'], ['Team', 'owner']]);
    expect((await owner.get<Workspace>(`/api/workspaces/${workspaceId}`)).body).toMatchObject({ name: 'Team', companyName: 'Company', isGlobal: false });
    expect(problemOf(await outsider.get(`/api/workspaces/${workspaceId}`))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await owner.get('/api/workspaces/not-an-id'))).toEqual({ status: 404, code: 'not_found' });
  });
});

describe('projects', () => {
  test('a member creates a project in a workspace, an outsider cannot', async () => {
    const made = await owner.post<Project>(`/api/workspaces/${workspaceId}/projects`, { name: ' Second ', description: 'About it' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Second', description: 'About it', role: 'owner', isPersonal: false });
    expect(problemOf(await outsider.post(`/api/workspaces/${workspaceId}/projects`, { name: 'Mine' }))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await owner.post(`/api/workspaces/${workspaceId}/projects`, { name: '  ' }))).toEqual({ status: 400, code: 'invalid_input' });
  });

  test('a list shows what the person may see', async () => {
    const names = async (path: string) => (await owner.get<List<Project>>(path)).body.items.map((item) => item.name);
    expect(await names(`/api/workspaces/${workspaceId}/projects`)).toEqual(['Project', 'Second']);
    expect(problemOf(await outsider.get(`/api/workspaces/${workspaceId}/projects`))).toEqual({ status: 404, code: 'not_found' });
  });

  test('a manager renames a project, a contributor cannot, an outsider does not see it', async () => {
    expect((await manager.patch<Project>(`/api/projects/${projectId}`, { name: 'Renamed' })).body.name).toBe('Renamed');
    expect(problemOf(await contributor.patch(`/api/projects/${projectId}`, { name: 'Mine' }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.patch(`/api/projects/${projectId}`, { name: 'Mine' }))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await outsider.get(`/api/projects/${projectId}`))).toEqual({ status: 404, code: 'not_found' });
    expect((await viewer.get<Project>(`/api/projects/${projectId}`)).body).toMatchObject({ name: 'Renamed', role: 'viewer' });
  });

  test('a personal project is its owner\'s alone', async () => {
    expect((await owner.get<Project>(`/api/projects/${owner.personalProjectId}`)).body).toMatchObject({ isPersonal: true, role: 'owner' });
    expect(problemOf(await manager.get(`/api/projects/${owner.personalProjectId}`))).toEqual({ status: 404, code: 'not_found' });
    const added = await owner.post(`/api/projects/${owner.personalProjectId}/members`, { userId: manager.id, role: 'viewer' });
    expect(problemOf(added)).toEqual({ status: 403, code: 'not_allowed' });
  });
});

describe('members', () => {
  test('members see each other by name, and only managers see addresses', async () => {
    const seen = (await owner.get<List<Member>>(`/api/projects/${projectId}/members`)).body.items;
    expect(seen.map((member) => [member.displayName, member.role])).toEqual([['Owner', 'owner'], ['Manager', 'manager'], ['Contributor', 'contributor'], ['Viewer', 'viewer']]);
    expect(seen.every((member) => member.email?.endsWith('@example.com'))).toBe(true);
    const byViewer = (await viewer.get<List<Member>>(`/api/projects/${projectId}/members`)).body.items;
    expect(byViewer.filter((member) => member.email !== null).map((member) => member.userId)).toEqual([viewer.id]);
    expect(problemOf(await outsider.get(`/api/projects/${projectId}/members`))).toEqual({ status: 404, code: 'not_found' });
  });

  test('pages hold every member once', async () => {
    const first = (await owner.get<List<Member>>(`/api/projects/${projectId}/members?limit=3`)).body;
    const rest = (await owner.get<List<Member>>(`/api/projects/${projectId}/members?limit=3&cursor=${first.nextCursor}`)).body;
    expect(new Set([...first.items, ...rest.items].map((member) => member.userId)).size).toBe(4);
    expect(rest.nextCursor).toBeNull();
  });

  test('a manager adds viewers and no owners, a contributor adds nobody', async () => {
    expect(problemOf(await manager.post(`/api/projects/${projectId}/members`, { userId: outsider.id, role: 'owner' }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await contributor.post(`/api/projects/${projectId}/members`, { userId: outsider.id, role: 'viewer' }))).toEqual({ status: 403, code: 'not_allowed' });
    expect((await manager.post<Member>(`/api/projects/${projectId}/members`, { userId: outsider.id, role: 'viewer' })).body).toMatchObject({ role: 'viewer', displayName: 'Outsider' });
    expect(problemOf(await manager.post(`/api/projects/${projectId}/members`, { userId: outsider.id, role: 'viewer' }))).toEqual({ status: 409, code: 'already_exists' });
    expect((await manager.delete(`/api/projects/${projectId}/members/${outsider.id}`)).status).toBe(204);
    expect(problemOf(await manager.delete(`/api/projects/${projectId}/members/${outsider.id}`))).toEqual({ status: 404, code: 'not_found' });
  });

  test('somebody who does not exist cannot be added', async () => {
    const answer = await owner.post(`/api/projects/${projectId}/members`, { userId: '00000000-0000-4000-8000-000000000000', role: 'viewer' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  test('an owner changes a role, nobody changes the own, and the last owner stays', async () => {
    expect((await owner.patch<Member>(`/api/projects/${projectId}/members/${viewer.id}`, { role: 'contributor' })).body.role).toBe('contributor');
    expect((await owner.patch<Member>(`/api/projects/${projectId}/members/${viewer.id}`, { role: 'viewer' })).body.role).toBe('viewer');
    expect(problemOf(await contributor.patch(`/api/projects/${projectId}/members/${contributor.id}`, { role: 'owner' }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await owner.patch(`/api/projects/${projectId}/members/${viewer.id}`, { role: 'king' }))).toEqual({ status: 400, code: 'invalid_input' });
    const leaving = await owner.delete(`/api/projects/${projectId}/members/${owner.id}`);
    expect(problemOf(leaving)).toEqual({ status: 409, code: 'conflict' });
    expect((leaving.body as unknown as { detail: string }).detail).toBe('A project keeps at least one owner.');
  });
});
