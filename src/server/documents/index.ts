export { documentRoutes } from './routes.ts';
export { openComments, settleComment } from './comments.ts';
export type { OpenComment } from './comments.ts';
export { recordTraces } from './record-traces.ts';
export { idsFor, newestVersion } from './versions.ts';
