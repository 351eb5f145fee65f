import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { AppError } from '#server/platform/errors.ts';
import { log } from '#server/platform/log.ts';
import { accessLog, requestIds } from './access-log.ts';
import { errorOf, maxBodyBytes, tooLarge } from './error-of.ts';
import { refuseForeignOrigins } from './origin.ts';
import { renderProblem } from './problem.ts';
import type { AppContext, AppEnv } from './request.ts';
import { securityHeaders } from './security-headers.ts';
import { serveWeb } from './web-files.ts';

export type WebOptions = {
  /** Address of the studio and of previews, without a slash at the end. */
  publicUrl: string;
  previewUrl: string;
  /** Folder of the built web; null when there is none. */
  webFolder: string | null;
  /** Told before a request that failed is answered. */
  onFailure?: (c: AppContext, error: AppError) => Promise<void>;
  /** Requests whose body is a file: their route limits it while it reads. */
  isUpload?: (method: string, path: string) => boolean;
};

/** An app with all that every answer has in common: ids, log, headers, limits, problem details and the files of the web. */
export function newApp(o: WebOptions): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  const web = o.webFolder === null ? null : serveWeb(o.webFolder);
  app.use(requestIds, securityHeaders(o));
  const limited = bodyLimit({ maxSize: maxBodyBytes, onError: () => { throw tooLarge(); } });
  app.use('/api/*', accessLog, refuseForeignOrigins(o.publicUrl), (c, next) => (o.isUpload?.(c.req.method, c.req.path) ? next() : limited(c, next)));
  app.use('/api/*', methodNotAllowed({
    app,
    onMethodNotAllowed: (c, methods) => renderProblem(c as never, new AppError('method_not_allowed', `${c.req.method} is not possible here.`, { hint: `Use ${methods.join(' or ')}.` }), { allow: methods.join(', ') }),
  }));
  app.onError(async (error, c) => {
    const known = errorOf(error);
    await o.onFailure?.(c, known);
    if (known.code === 'internal') log.error({ err: error, requestId: c.get('requestId') }, 'a request failed');
    return renderProblem(c, known);
  });
  app.notFound(async (c) => {
    const page = c.req.path.startsWith('/api/') ? undefined : await web?.(c);
    return page ?? renderProblem(c, new AppError('not_found', 'There is nothing at this address.', { hint: 'See /api/docs for what there is.' }));
  });
  return app;
}
