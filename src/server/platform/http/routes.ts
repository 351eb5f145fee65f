import { OpenAPIHono, z } from '@hono/zod-openapi';
import { problem } from '#contract/errors.ts';
import type { MiddlewareHandler } from 'hono';
import { actorOf } from './request.ts';
import type { AppEnv } from './request.ts';
import { validationError } from './validation.ts';

// Before the input is looked at: who may not ask learns nothing about it.
const requireActor: MiddlewareHandler<AppEnv> = async (c, next) => {
  actorOf(c);
  await next();
};

/** An empty set of routes for people with an active account. */
export function newRoutes(): OpenAPIHono<AppEnv> {
  const routes = newOpenRoutes();
  const add = routes.openapi;
  routes.openapi = ((route: Parameters<typeof add>[0], ...rest: [never, never]) =>
    add({ ...route, middleware: requireActor }, ...rest)) as typeof add;
  return routes;
}

/** An empty set of routes that anybody reaches. Invalid input is answered as every other error. */
export function newOpenRoutes(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw validationError(result.target, result.error.issues);
    },
  });
}

/** Path parameter `id`. Anything that is no UUID is simply not found. */
export const idParams = z.object({ id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }) });

const failure = { description: 'Problem details', content: { 'application/problem+json': { schema: problem } } } as const;

/** Documents an answer with a JSON body; every route may also answer with problem details. */
export function answers<Status extends number, Schema extends z.ZodType>(status: Status, schema: Schema, description = 'Done') {
  return {
    [status]: { description, content: { 'application/json': { schema } } },
    default: failure,
  } as { [S in Status]: { description: string; content: { 'application/json': { schema: Schema } } } };
}

/** Documents an answer without a body. */
export const answersNothing = { 204: { description: 'Done' }, default: failure } as unknown as { 204: { description: string } };

/** Documents a required JSON body. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { 'application/json': { schema } } } } as const;
}

/** Documents an answer with the bytes of a file, all or a range of them. */
export const answersFile = {
  200: { description: 'The file', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } },
  206: { description: 'A range of the file', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } },
  304: { description: 'The file is the one you have' },
  default: failure,
} as unknown as { 200: { description: string } };

/** Documents a body that is the bytes of a file, of whatever type. */
export const fileBody = { body: { required: true, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } } } as const;

/** Documents an answer of server-sent events, each with `schema` as its data. */
export function streams(schema: z.ZodType) {
  return { 200: { description: 'Server-sent events', content: { 'text/event-stream': { schema } } }, default: failure } as unknown as { 200: { description: string } };
}
