import { randomUUID } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { log } from '#server/platform/log.ts';
import type { AppEnv } from './request.ts';

/** Gives every request an id, returned as `x-request-id`. A proxy's id is kept when it looks like one. */
export const requestIds = createMiddleware<AppEnv>(async (c, next) => {
  const given = c.req.header('x-request-id');
  const id = given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  c.set('requestId', id);
  c.set('session', null);
  await next();
  c.res.headers.set('x-request-id', id);
});

/** One line per API request. No query, no body, no address of the person: nothing personal. */
export const accessLog = createMiddleware<AppEnv>(async (c, next) => {
  const started = performance.now();
  await next();
  const line = { requestId: c.get('requestId'), method: c.req.method, path: c.req.path, status: c.res.status, ms: Math.round(performance.now() - started) };
  if (c.res.status >= 500) log.error(line, 'request failed');
  else log.info(line, 'request');
});
