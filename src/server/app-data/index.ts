export { appDataRoutes } from './routes.ts';
