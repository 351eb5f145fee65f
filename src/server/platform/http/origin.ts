import { createMiddleware } from 'hono/factory';
import { AppError } from '#server/platform/errors.ts';
import type { AppEnv } from './request.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses writes that another site makes a browser send (CSRF). Browsers always
 * send Origin on writes and Sec-Fetch-Site where they can; programs send neither.
 */
export function refuseForeignOrigins(publicUrl: string) {
  const own = new URL(publicUrl).origin;
  return createMiddleware<AppEnv>(async (c, next) => {
    if (!safeMethods.has(c.req.method) && isForeign(own, c.req.header('origin'), c.req.header('host'), c.req.header('sec-fetch-site'))) {
      throw new AppError('not_allowed', 'This request comes from another site.', {
        hint: `Open ${own} and do it there, or set PUBLIC_URL to the address people use.`,
      });
    }
    await next();
  });
}

function isForeign(own: string, origin: string | undefined, host: string | undefined, site: string | undefined): boolean {
  if (origin === undefined) return site === 'cross-site' || site === 'same-site';
  if (origin === own) return false;
  // The page and the request name the same host and port: the same site by another of our names.
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
