import { defineWorkflow } from '#server/platform/jobs/index.ts';
import { workflowName } from './runs/run.ts';
import { work } from './runs/workflow.ts';

export { answerRequest } from './answer-request.ts';
export { forkChat } from './fork-chat.ts';
export { steerRun } from './steer-run.ts';
export { setRunLimits } from './runs/limits.ts';
export { cancelRun, startRun } from './runs/run.ts';
export { replayRun, type Replay } from './replay.ts';
export { startSweep, stopSweep } from './runs/sweep.ts';
export { chooseModels, configureModels, instanceModels, planOfProject, type ModelChoice, type ModelDescription } from './models/index.ts';
export { modelRoutes } from './models/routes.ts';

/** Makes the crew's durable work known to this process. Call it before `startJobs`. */
export function registerWorkflows(): void {
  defineWorkflow(workflowName, work);
}
