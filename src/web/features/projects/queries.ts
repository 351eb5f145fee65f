import { queryOptions } from '@tanstack/react-query';
import { artifact } from '#contract/artifacts.ts';
import { chatListItem } from '#contract/chats.ts';
import { page } from '#contract/json.ts';
import { project, workspace, type Project, type Workspace } from '#contract/people.ts';
import { request } from '#web/api/request.ts';

export const workspacesQuery = queryOptions({
  queryKey: ['workspaces'],
  queryFn: ({ signal }) => request('/api/workspaces?limit=200', { schema: page(workspace), signal }),
  staleTime: 60_000,
});

export const workspaceProjectsQuery = (workspaceId: string) => queryOptions({
  queryKey: ['workspaces', workspaceId, 'projects'],
  queryFn: ({ signal }) => request(`/api/workspaces/${workspaceId}/projects?limit=200`, { schema: page(project), signal }),
  staleTime: 30_000,
});

export const projectQuery = (projectId: string) => queryOptions({
  queryKey: ['projects', projectId],
  queryFn: ({ signal }) => request(`/api/projects/${projectId}`, { schema: project, signal }),
  staleTime: 30_000,
});

export const chatsQuery = (projectId: string) => queryOptions({
  queryKey: ['projects', projectId, 'chats'],
  queryFn: ({ signal }) => request(`/api/projects/${projectId}/chats?limit=100`, { schema: page(chatListItem), signal }),
});

export const artifactsQuery = (projectId: string) => queryOptions({
  queryKey: ['projects', projectId, 'artifacts'],
  queryFn: ({ signal }) => request(`/api/projects/${projectId}/artifacts?limit=100`, { schema: page(artifact), signal }),
});

export function createWorkspace(input: { name: string; companyName: string }): Promise<Workspace> {
  return request('/api/workspaces', { method: 'POST', body: input, schema: workspace });
}

export function createProject(workspaceId: string, input: { name: string; description?: string }): Promise<Project> {
  return request(`/api/workspaces/${workspaceId}/projects`, { method: 'POST', body: input, schema: project });
}

export function renameProject(projectId: string, name: string): Promise<Project> {
  return request(`/api/projects/${projectId}`, { method: 'PATCH', body: { name }, schema: project });
}
