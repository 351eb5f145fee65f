export { jobsRunning, startJobs, stopJobs, type JobsOptions } from './jobs.ts';
export {
  cancelWorkflow, countRunningHere, defineWorkflow, deleteOldWorkflows, findWorkflows, interruptHere, isRunningHere, listRunningHere, startWorkflow,
  type WorkflowState,
} from './workflows.ts';
export { isCancellation, runStep, stepKey, stepNumber, waitBetweenSteps, type Step, type StepOptions } from './step.ts';
export { runBranches } from './branches.ts';
export { catchUp, defineSchedule, type ScheduledJob } from './schedules.ts';
