export { projectRoutes } from './routes.ts';
export { getProject } from './queries.ts';
