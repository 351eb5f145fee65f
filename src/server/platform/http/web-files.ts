import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import type { AppContext } from './request.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8', '.map': 'application/json', '.wasm': 'application/wasm',
};
const encodings = [['br', '.br'], ['gzip', '.gz']] as const;

/**
 * Serves the built web from `directory`: hashed assets for a year, the page
 * itself never from a cache, and the page for every path that is no file.
 */
export function serveWeb(directory: string) {
  return async (c: AppContext): Promise<Response | undefined> => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return undefined;
    const path = fileOf(directory, c.req.path);
    if (path === undefined) return undefined;
    if (path !== null) return sendFile(c, path);
    if (c.req.path.startsWith('/assets/')) return undefined;
    return sendPage(c, join(directory, 'index.html'));
  };
}

/** The file a path names; null when there is none, undefined when the path leaves the folder. */
function fileOf(directory: string, urlPath: string): string | null | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0')) return undefined;
  const path = normalize(join(directory, decoded));
  if (path !== directory && !path.startsWith(directory + sep)) return undefined;
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : null;
}

function sendFile(c: AppContext, path: string): Response {
  if (path.endsWith('index.html')) c.header('cache-control', 'no-cache');
  else c.header('cache-control', c.req.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600');
  c.header('content-type', types[extname(path)] ?? 'application/octet-stream');
  c.header('vary', 'accept-encoding');
  const accepted = c.req.header('accept-encoding') ?? '';
  const packed = encodings.find(([name, suffix]) => accepted.includes(name) && existsSync(path + suffix));
  if (packed) c.header('content-encoding', packed[0]);
  const file = packed ? path + packed[1] : path;
  c.header('content-length', String(statSync(file).size));
  if (c.req.method === 'HEAD') return c.body(null, 200);
  return c.body(Readable.toWeb(createReadStream(file)) as ReadableStream, 200);
}

async function sendPage(c: AppContext, path: string): Promise<Response | undefined> {
  if (!existsSync(path)) return undefined;
  c.header('cache-control', 'no-cache');
  return c.html(await readFile(path, 'utf8'));
}
