import { Readable } from 'node:stream';
import type { StoredFile } from '#contract/files.ts';
import { AppError } from '#server/platform/errors.ts';
import type { ByteRange } from '#server/platform/files/index.ts';
import { renderProblem } from '#server/platform/http/problem.ts';
import type { AppContext } from '#server/platform/http/request.ts';

/** Answers with a file, or the range of it that is asked for; never shown in the browser, always saved. */
export async function sendFile(c: AppContext, file: StoredFile, open: (range?: ByteRange) => Promise<Readable>): Promise<Response> {
  const tag = `"${file.hash}"`;
  const headers: Record<string, string> = {
    etag: tag, 'last-modified': new Date(file.updatedAt).toUTCString(), 'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache', 'content-security-policy': "default-src 'none'; sandbox",
  };
  if (namesTag(c.req.header('if-none-match'), tag)) return new Response(null, { status: 304, headers });
  const range = (c.req.header('if-range') ?? tag) === tag ? rangeOf(c.req.header('range'), file.size) : null;
  if (range === 'none') {
    return renderProblem(c, new AppError('invalid_range', `The file has ${file.size} bytes.`, { hint: 'Ask for bytes inside of it.' }), { 'content-range': `bytes */${file.size}` });
  }
  headers['content-type'] = file.type;
  headers['content-disposition'] = attachment(file.path);
  headers['content-length'] = String(range ? range.end - range.start + 1 : file.size);
  if (range) headers['content-range'] = `bytes ${range.start}-${range.end}/${file.size}`;
  const body = c.req.raw.method === 'HEAD' ? null : Readable.toWeb(await open(range ?? undefined)) as ReadableStream;
  return new Response(body, { status: range ? 206 : 200, headers });
}

/** One range of bytes (RFC 9110): null for all of them, also when it cannot be read; `none` when it lies outside. */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'none' | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return Number(last) > 0 && size > 0 ? { start: Math.max(0, size - Number(last)), end: size - 1 } : 'none';
  if (last !== '' && Number(last) < Number(first)) return null;
  return Number(first) < size ? { start: Number(first), end: Math.min(last === '' ? Infinity : Number(last), size - 1) } : 'none';
}

function namesTag(header: string | undefined, tag: string): boolean {
  return header?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag || one.trim() === '*') ?? false;
}

/** The name twice (RFC 6266): in ASCII for old readers, and as it is. */
function attachment(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${name.replace(/[^\x20-\x7e]|["%]/g, '_')}"; filename*=UTF-8''${encoded}`;
}
