export { fileRoutes, isUpload } from './routes.ts';
export { sweepFiles } from './sweep.ts';
export type { SweepCounts } from './sweep.ts';
export { listProjectFiles, readProjectFile } from './project-file.ts';
