import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleFolder } from '../../bundle/index.ts';
import type { Kit } from '../../kit/kit.ts';
import { isReadable } from '../../kit-files.ts';
import { appPage } from '../../page.ts';
import type { Pipe } from './pipe.ts';

const origin = 'https://app.invalid';
export const studioOrigin = 'https://studio.invalid';
export const appUrl = `${origin}/p/`;

type Supply = { type: string; body: Buffer; headers?: Record<string, string> };
const types: Record<string, string> = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };

/** Answers what the page asks for with the app's page, the kit and this bundle, as the preview server would; refuses all else. */
export async function suppliesOf(kit: Kit, hash: string): Promise<(url: string) => Promise<Supply | null>> {
  const folder = bundleFolder(hash);
  const uses = JSON.parse(await readFile(join(folder, 'uses.json'), 'utf8')) as string[];
  const { html, policy } = appPage({ kit, hash, uses, hasStyles: await isReadable(join(folder, 'app.css')), origin, studioOrigins: [studioOrigin] });
  const folders = new Map([[`${origin}/kit/${kit.hash}/`, kit.folder], [`${origin}/b/${hash}/`, folder]]);
  return async (url) => {
    if (url === appUrl) return { type: 'text/html; charset=utf-8', body: Buffer.from(html), headers: { 'Content-Security-Policy': policy } };
    const at = url.lastIndexOf('/') + 1;
    const [place, name] = [folders.get(url.slice(0, at)), url.slice(at)];
    const type = types[/^[A-Za-z0-9@_-]+\.(js|css)$/.exec(name)?.[1] ?? ''];
    const body = place && type ? await readFile(join(place, name)).catch(() => null) : null;
    return body && type ? { type, body } : null;
  };
}

/** Handles one paused request of the page. */
export async function supply(pipe: Pipe, sessionId: string, requestId: string, found: Supply | null): Promise<void> {
  if (!found) return void (await pipe.send('Fetch.failRequest', { requestId, errorReason: 'AccessDenied' }, sessionId));
  const headers = { 'Content-Type': found.type, 'Access-Control-Allow-Origin': '*', 'X-Content-Type-Options': 'nosniff', ...found.headers };
  await pipe.send('Fetch.fulfillRequest', {
    requestId, responseCode: 200, body: found.body.toString('base64'), responseHeaders: Object.entries(headers).map(([name, value]) => ({ name, value })),
  }, sessionId);
}
