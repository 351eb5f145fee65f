import type { OpenAPIHono, z } from '@hono/zod-openapi';
import { docsPage, docsScript, docsStyle } from './docs-page.ts';
import { writeOpenApi } from './openapi.ts';
import type { AppEnv } from './request.ts';

/** Adds `/api/openapi.json` and the reference at `/api/docs`. Call it after all routes are mounted. */
export function addDocs(app: OpenAPIHono<AppEnv>, o: { version: string; publicUrl: string; named: Record<string, z.ZodType> }): void {
  let document: string | undefined;
  app.get('/api/openapi.json', (c) => {
    document ??= JSON.stringify(writeOpenApi(app, o));
    return c.body(document, 200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' });
  });
  app.get('/api/docs', (c) => c.html(docsPage));
  app.get('/api/docs/style.css', (c) => c.body(docsStyle, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/api/docs/script.js', (c) => c.body(docsScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
}
