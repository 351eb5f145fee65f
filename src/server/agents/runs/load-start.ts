import { recordAccess } from '#server/audit/index.ts';
import { planOfProject } from '../models/index.ts';
import type { ModelPlan } from '../models/plan.ts';
import { loadSurroundings, type Surroundings } from './load-context.ts';
import type { RunRef } from './state.ts';

/**
 * What a run begins with: what is around it, and which models work on it, names only; both are decided once.
 * That keys of a workspace will be used is on its record, but not for an asker who was refused.
 */
export async function loadStart(run: RunRef): Promise<{ around: Surroundings; models: ModelPlan }> {
  const [around, models] = await Promise.all([loadSurroundings(run), planOfProject(run.projectId)]);
  if (models.workspaceId) {
    await recordAccess({ userId: run.askerId, agent: 'orchestrator' }, { event: 'read', objectKind: 'model key', workspaceId: models.workspaceId, purpose: 'runs.work' });
  }
  return { around, models };
}
