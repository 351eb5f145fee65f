export { workspaceRoutes } from './routes.ts';
export { findWorkspace } from './queries.ts';
