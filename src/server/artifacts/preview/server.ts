import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bundleFolder, hashPattern } from './bundle/index.ts';
import { findKit } from './kit/kit.ts';
import { isReadable, sendFile } from './kit-files.ts';
import { appPage, noticePage } from './page.ts';
import { configurePreviewUrl, previewSettings } from './settings.ts';
import { readToken } from './token.ts';

/** Denied to apps whatever the browser would ask the person. */
const powers = [
  'accelerometer', 'autoplay', 'camera', 'clipboard-read', 'clipboard-write', 'display-capture', 'fullscreen', 'geolocation', 'gyroscope', 'hid',
  'identity-credentials-get', 'local-fonts', 'microphone', 'midi', 'payment', 'publickey-credentials-get', 'screen-wake-lock',
  'serial', 'usb', 'window-management', 'xr-spatial-tracking',
].map((name) => `${name}=()`).join(', ');

const headers = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': powers,
  'X-DNS-Prefetch-Control': 'off',
  // Frames are sandboxed into an origin of their own, for which all files here are foreign.
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Origin-Agent-Cluster': '?1',
};

let server: Server | null = null;

/**
 * Serves apps on an origin of their own. It reads and sets no cookie, knows no
 * session and takes no input but addresses; `studioOrigin` is the only page
 * that may frame what it serves. Port 0 picks a free one; gives back the URL.
 */
export async function startPreviewServer(o: { port: number; host: string; studioOrigin: string }): Promise<{ url: string; port: number }> {
  const studioOrigins = withTwin(new URL(o.studioOrigin));
  const started = createServer((request, response) => {
    answer(request, response, studioOrigins).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  started.requestTimeout = 10_000;
  started.headersTimeout = 10_000;
  await new Promise<void>((resolve, reject) => started.once('error', reject).listen(o.port, o.host, resolve));
  server = started;
  const { port } = started.address() as AddressInfo;
  if (o.port === 0) configurePreviewUrl(`http://localhost:${port}`);
  return { url: previewSettings().previewUrl, port };
}

/** Stops serving; open connections are cut. */
export async function stopPreviewServer(): Promise<void> {
  const running = server;
  server = null;
  if (!running) return;
  running.closeAllConnections();
  await new Promise((resolve) => running.close(resolve));
}

/** People open a local studio under both names. */
function withTwin(studio: URL): string[] {
  const twin = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' }[studio.hostname];
  return twin ? [studio.origin, `${studio.protocol}//${twin}${studio.port ? `:${studio.port}` : ''}`] : [studio.origin];
}

async function answer(request: IncomingMessage, response: ServerResponse, studioOrigins: string[]): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const send = (status: number, page: { html: string; policy: string }) => {
    response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': page.policy, 'Cache-Control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : page.html);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    send(405, noticePage('Not here', 'Apps are only looked at here.', studioOrigins));
    return;
  }
  const { pathname } = new URL(request.url ?? '/', 'http://preview');
  const [, area = '', key = '', name = ''] = pathname.split('/');
  if (area === 'p') return sendApp(key, studioOrigins, send);
  const kit = await findKit();
  const folder = area === 'kit' && key === kit.hash ? kit.folder : area === 'b' && hashPattern.test(key) ? bundleFolder(key) : null;
  if (folder && (await sendFile(request, response, folder, name))) return;
  send(404, noticePage('Nothing here', 'There is no app at this address.', studioOrigins));
}

async function sendApp(token: string, studioOrigins: string[], send: (status: number, page: { html: string; policy: string }) => void): Promise<void> {
  const named = readToken(token);
  if (named === null) return send(404, noticePage('Nothing here', 'There is no app at this address.', studioOrigins));
  if (named === 'expired') return send(410, noticePage('This preview has expired', 'Reload the preview in the studio.', studioOrigins));
  const folder = bundleFolder(named.hash);
  const uses = await readFile(join(folder, 'uses.json'), 'utf8').then((text) => JSON.parse(text) as string[], () => null);
  if (!uses) return send(410, noticePage('This preview is gone', 'Reload the preview in the studio.', studioOrigins));
  const hasStyles = await isReadable(join(folder, 'app.css'));
  const { previewUrl } = previewSettings();
  send(200, appPage({ kit: await findKit(), hash: named.hash, uses, hasStyles, origin: previewUrl, studioOrigins }));
}
