import { queryOptions } from '@tanstack/react-query';
import { modelTest, workspaceModels, type ModelTest, type SetWorkspaceModels, type TestModel, type WorkspaceModels } from '#contract/models.ts';
import { request } from '#web/api/request.ts';

export const workspaceModelsQuery = (workspaceId: string) => queryOptions({
  queryKey: ['workspaces', workspaceId, 'models'],
  queryFn: ({ signal }) => request(`/api/workspaces/${workspaceId}/models`, { schema: workspaceModels, signal }),
});

export function saveModels(workspaceId: string, input: SetWorkspaceModels): Promise<WorkspaceModels> {
  return request(`/api/workspaces/${workspaceId}/models`, { method: 'PUT', body: input, schema: workspaceModels });
}

export async function removeModels(workspaceId: string): Promise<void> {
  await request(`/api/workspaces/${workspaceId}/models`, { method: 'DELETE' });
}

export function tryModel(workspaceId: string, input: TestModel): Promise<ModelTest> {
  return request(`/api/workspaces/${workspaceId}/models/test`, { method: 'POST', body: input, schema: modelTest });
}
