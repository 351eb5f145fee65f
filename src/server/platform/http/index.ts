export { addDocs } from './docs.ts';
export { addHealth } from './health.ts';
export { newApp } from './new-app.ts';
export type { AppEnv } from './request.ts';
export { newOpenRoutes } from './routes.ts';
