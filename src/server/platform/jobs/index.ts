export { jobsRunning, startJobs, stopJobs, type JobsOptions } from './jobs.ts';
export {
  cancelWorkflow, countRunningHere, defineWorkflow, deleteOldWorkflows, findWorkflows, isRunningHere, startWorkflow,
  type WorkflowState,
} from './workflows.ts';
export { isCancellation, runStep, stepKey, stepNumber, type Step, type StepOptions } from './step.ts';
export { catchUp, defineSchedule, type ScheduledJob } from './schedules.ts';
