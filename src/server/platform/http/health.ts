import type { OpenAPIHono } from '@hono/zod-openapi';
import { AppError, toAppError } from '#server/platform/errors.ts';
import type { AppEnv } from './request.ts';
import { renderProblem } from './problem.ts';

/**
 * `/healthz`: the process answers. `/readyz`: it can also do its work, as
 * decided by `check`, which throws or says in words what is missing.
 */
export function addHealth(app: OpenAPIHono<AppEnv>, check: () => Promise<string | null>): void {
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    try {
      const missing = await check();
      if (missing === null) return c.json({ status: 'ready' });
      return renderProblem(c, new AppError('unavailable', missing, { hint: 'Wait a moment; if it stays, look at the log of the server.' }));
    } catch (error) {
      const known = toAppError(error);
      return renderProblem(c, new AppError('unavailable', known.code === 'unavailable' ? known.detail : 'The database cannot be used.', { cause: error }));
    }
  });
}
