import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';

const types: Record<string, string> = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };
const plainName = /^[A-Za-z0-9@_-]+\.(js|css)$/;

/** Sends a script or style sheet of a kit or bundle folder, packed when there is a packed one; false when there is none. */
export async function sendFile(request: IncomingMessage, response: ServerResponse, folder: string, name: string): Promise<boolean> {
  const type = types[plainName.exec(name)?.[1] ?? ''];
  if (!type) return false;
  const packed = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')) ? await read(join(folder, `${name}.gz`)) : null;
  const bytes = packed ?? (await read(join(folder, name)));
  if (!bytes) return false;
  response.setHeader('Content-Type', type);
  // The address holds a hash of what is behind it: it never changes.
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  response.setHeader('Vary', 'Accept-Encoding');
  if (packed) response.setHeader('Content-Encoding', 'gzip');
  response.setHeader('Content-Length', bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
  return true;
}

async function read(path: string): Promise<Buffer | null> {
  return readFile(path).catch(() => null);
}

/** Whether a file can be read. */
export async function isReadable(path: string): Promise<boolean> {
  return open(path).then(async (file) => { await file.close(); return true; }, () => false);
}
