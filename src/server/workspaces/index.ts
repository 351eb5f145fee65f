export { workspaceRoutes } from './routes.ts';
export { findWorkspace } from './queries.ts';
export { purgeArchived, purgeExpired } from './purge.ts';
