import { defineWorkflow } from '#server/platform/jobs/index.ts';
import { workflowName } from './runs.ts';
import { work } from './workflow.ts';

export { cancelRun, startRun } from './runs.ts';
export { startSweep, stopSweep } from './sweep.ts';
export { chooseModels, describeModel, warmModels, type ModelChoice, type ModelDescription } from './models/index.ts';

/** Makes the crew's durable work known to this process. Call it before `startJobs`. */
export function registerWorkflows(): void {
  defineWorkflow(workflowName, work);
}
