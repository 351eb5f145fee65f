import { recordAccess } from '#server/audit/index.ts';
import { planOfProject } from '../models/index.ts';
import type { ModelPlan } from '../models/plan.ts';
import type { RunRef } from './state.ts';

/** Which models work on a run, decided once: names only. That keys of a workspace will be used is on its record. */
export async function loadModels(run: RunRef): Promise<ModelPlan> {
  const plan = await planOfProject(run.projectId);
  if (plan.workspaceId) {
    await recordAccess({ userId: run.askerId, agent: 'orchestrator' }, { event: 'read', objectKind: 'model key', workspaceId: plan.workspaceId, purpose: 'runs.work' });
  }
  return plan;
}
