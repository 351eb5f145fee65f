export { appDataRoutes } from './routes.ts';
export { checkFields, compileSchema } from './schema-check.ts';
