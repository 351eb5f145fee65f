import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkout } from '#server/platform/config.ts';
import { findFreePort } from '#server/platform/embedded-postgres/free-port.ts';
import { deleteBlob, deleteDrafts, listBlobs, openFiles, readBlob, statBlob, streamBlob, writeBlob } from './index.ts';
import type { S3Place } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'ninefold-files-'));
let s3: { place: S3Place; server: ChildProcess };
beforeAll(async () => { s3 = await startS3(join(root, 's3')); });
afterAll(() => {
  s3.server.kill();
  rmSync(root, { recursive: true, force: true });
});

/** An S3 server of its own process, with one bucket. */
async function startS3(directory: string): Promise<typeof s3> {
  const port = await findFreePort();
  const server = spawn(process.execPath, [
    join(checkout, 'node_modules/s3rver/bin/s3rver.js'), '--directory', directory, '--address', '127.0.0.1', '--port', String(port), '--silent', '--configure-bucket', 'studio',
  ], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  for (;;) {
    if (await fetch(endpoint).then(() => true, () => false)) break;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  // The keys that this server knows.
  return { server, place: { bucket: 'studio', prefix: 'files/', region: 'us-east-1', endpoint, accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } };
}

async function* inPieces(text: string): AsyncGenerator<Buffer> {
  for (const char of text) yield Buffer.from(char);
}

/** `size` bytes in pieces, ending with an error when told so. */
async function* source(size: number, o: { fails?: boolean; piece?: number; given?: { bytes: number } } = {}): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(o.piece ?? 65_536, 7);
  for (let sent = 0; sent < size; sent += piece.length) {
    const next = piece.subarray(0, Math.min(piece.length, size - sent));
    if (o.given) o.given.bytes += next.length;
    yield next;
  }
  if (o.fails) throw new Error('the line is dead');
}

async function paths(bucket: string, o?: { folder?: string; after?: string }): Promise<string[]> {
  const found: string[] = [];
  for await (const { path } of listBlobs(bucket, o)) found.push(path);
  return found;
}

let bucket: string;

describe.each(['a folder', 'object storage'] as const)('%s', (kind) => {
  beforeEach(() => {
    openFiles(kind === 'a folder' ? join(root, 'folder') : s3.place);
    bucket = `b${randomBytes(6).toString('hex')}`;
  });

  test('gives back what was stored, with its size and hash, also when it is stored twice', async () => {
    await writeBlob(bucket, 'a/b', 'first');
    const content = randomBytes(100_000);
    expect(await writeBlob(bucket, 'a/b', content)).toEqual({ size: 100_000, hash: createHash('sha256').update(content).digest('hex') });
    expect((await readBlob(bucket, 'a/b'))?.equals(content)).toBe(true);
    expect(await statBlob(bucket, 'a/b')).toMatchObject({ size: 100_000 });
    expect(await paths(bucket)).toEqual(['a/b']);
  });

  test('keeps an empty file', async () => {
    expect((await writeBlob(bucket, 'empty', source(0))).size).toBe(0);
    expect(await readBlob(bucket, 'empty')).toEqual(Buffer.alloc(0));
  });

  test('says null for what is not there, and removes nothing without an error', async () => {
    expect(await readBlob(bucket, 'x')).toBeNull();
    expect(await statBlob(bucket, 'x')).toBeNull();
    await deleteBlob(bucket, 'x');
    await writeBlob(bucket, 'x/y', '1');
    await deleteBlob(bucket, 'x/y');
    expect(await readBlob(bucket, 'x/y')).toBeNull();
    expect(await paths(bucket)).toEqual([]);
  });

  test('gives a range of bytes', async () => {
    await writeBlob(bucket, 'digits', '0123456789');
    for (const [start, end, expected] of [[0, 1, '01'], [2, 4, '234'], [9, 9, '9']] as const) {
      const stream = await streamBlob(bucket, 'digits', { start, end });
      expect(Buffer.concat(await stream!.toArray()).toString()).toBe(expected);
    }
  });

  test('takes a large file in parts and gives it back as it was', async () => {
    const { size, hash } = await writeBlob(bucket, 'large', source(20 * 1024 * 1024 + 5));
    const seen = createHash('sha256');
    let bytes = 0;
    for await (const chunk of (await streamBlob(bucket, 'large'))!) {
      seen.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
    expect({ size: bytes, hash: seen.digest('hex') }).toEqual({ size, hash });
  });

  test('lists by path, below a folder and after a path', async () => {
    for (const path of ['b/2', 'a', 'b/1', 'c/d/e', 'b/10']) await writeBlob(bucket, path, path);
    expect(await paths(bucket)).toEqual(['a', 'b/1', 'b/10', 'b/2', 'c/d/e']);
    expect(await paths(bucket, { folder: 'b' })).toEqual(['b/1', 'b/10', 'b/2']);
    expect(await paths(bucket, { after: 'b/1' })).toEqual(['b/10', 'b/2', 'c/d/e']);
    expect(await paths(bucket, { after: 'bb' })).toEqual(['c/d/e']);
    expect(await paths(bucket, { folder: 'none' })).toEqual([]);
  });

  test.each([['small', 1000], ['large', 12 * 1024 * 1024]])('keeps nothing of a %s upload that breaks off', async (_size, size) => {
    await expect(writeBlob(bucket, 'new', source(size, { fails: true }))).rejects.toThrow('the line is dead');
    expect(await paths(bucket)).toEqual([]);
    await writeBlob(bucket, 'old', 'old');
    await expect(writeBlob(bucket, 'old', source(size, { fails: true }))).rejects.toThrow('the line is dead');
    expect((await readBlob(bucket, 'old'))?.toString()).toBe('old');
  });

  test('cuts a file off that is too large, reads no further, and keeps nothing', async () => {
    const given = { bytes: 0 };
    await expect(writeBlob(bucket, 'big', source(30_000_000, { given }), { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'too_large' });
    expect(given.bytes).toBeLessThan(1_200_000);
    expect(await statBlob(bucket, 'big')).toBeNull();
    expect((await writeBlob(bucket, 'exact', source(1_000_000), { maxBytes: 1_000_000 })).size).toBe(1_000_000);
  });

  test('refuses a file that is not of its type, and programs of any type', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    await writeBlob(bucket, 'a.png', png, { type: 'image/png' });
    for (const [content, type] of [['<script>', 'image/png'], ['', 'application/pdf'], ['\x7fELF\x02\x01\x01', 'text/plain'], ['MZ\x90\0\x03', 'application/octet-stream']] as const) {
      await expect(writeBlob(bucket, 'bad', Buffer.from(content, 'latin1'), { type })).rejects.toMatchObject({ code: 'unsupported_type' });
    }
    await writeBlob(bucket, 'text', 'MZ is a town', { type: 'text/plain' });
    // In pieces smaller than what is looked at.
    await expect(writeBlob(bucket, 'bad', inPieces('not a png, but a long text'), { type: 'image/png' })).rejects.toMatchObject({ code: 'unsupported_type' });
    expect(await paths(bucket)).toEqual(['a.png', 'text']);
  });

  test.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', '', 'a\\b', 'a\0b', '.', 'a/'])('refuses the path %j', async (path) => {
    await expect(writeBlob(bucket, path, 'x')).rejects.toThrow('not a storage path');
    await expect(readBlob(bucket, path)).rejects.toThrow('not a storage path');
    await expect(writeBlob(`../${bucket}`, 'x', 'x')).rejects.toThrow('not a storage path');
    await expect(writeBlob('.drafts', 'x', 'x')).rejects.toThrow('not a storage path');
  });
});

test('a process killed in the middle of a write leaves nothing to be seen, and a draft that is removed later', async () => {
  const folder = join(root, 'killed');
  const writer = spawn(process.execPath, ['--input-type=module', '-e', `
    const { openFiles, writeBlob } = await import(${JSON.stringify(join(checkout, 'src/server/platform/files/index.ts'))});
    openFiles(${JSON.stringify(folder)});
    await writeBlob('projects', 'p/file', (async function* () {
      for (;;) { yield Buffer.alloc(65536); console.log('wrote'); await new Promise((wake) => setTimeout(wake, 5)); }
    })());`], { cwd: checkout, stdio: ['ignore', 'pipe', 'inherit'] });
  let lines = 0;
  const ended = new Promise((resolve) => writer.once('close', resolve));
  writer.stdout.on('data', (chunk: Buffer) => {
    lines += chunk.toString().split('wrote').length - 1;
    if (lines > 5) writer.kill('SIGKILL');
  });
  await ended;
  openFiles(folder);
  expect(await paths('projects')).toEqual([]);
  expect(await statBlob('projects', 'p/file')).toBeNull();
  expect(readdirSync(join(folder, '.drafts'))).toHaveLength(1);
  expect(await deleteDrafts(new Date(Date.now() - 60_000))).toBe(0);
  expect(await deleteDrafts(new Date(Date.now() + 1000))).toBe(1);
  expect(readdirSync(join(folder, '.drafts'))).toEqual([]);
});

test('many writers of one path in a folder leave one whole content, whatever is deleted meanwhile', async () => {
  openFiles(join(root, 'contended'));
  bucket = 'projects';
  const contents = Array.from({ length: 20 }, (_, n) => `${n}`.repeat(10_000));
  await Promise.all(contents.flatMap((content, n) => [writeBlob(bucket, 'folder/same', content), ...(n % 5 === 0 ? [deleteBlob(bucket, 'folder/same')] : [])]));
  const left = (await readBlob(bucket, 'folder/same'))?.toString();
  if (left !== undefined) expect(contents).toContain(left);
  await writeBlob(bucket, 'folder/same', contents[0]!);
  expect((await readBlob(bucket, 'folder/same'))?.toString()).toBe(contents[0]);
});

test('a folder lists in the order of bytes, as object storage does', async () => {
  openFiles(join(root, 'sorted'));
  for (const path of ['b/1', 'b-c', 'b0', 'B', 'ä', 'b.txt']) await writeBlob('projects', path, path);
  expect(await paths('projects')).toEqual(['B', 'b-c', 'b.txt', 'b/1', 'b0', 'ä']);
});

test('a file is read no faster than its reader takes it', async () => {
  openFiles(join(root, 'slow'));
  await writeBlob('projects', 'file', source(50_000_000));
  const stream = (await streamBlob('projects', 'file'))!;
  await stream[Symbol.asyncIterator]().next();
  expect(stream.readableLength).toBeLessThan(1_000_000);
  stream.destroy();
});

test('the SDK of object storage is loaded only when it is used', async () => {
  const loaded = spawn(process.execPath, ['--input-type=module', '-e', `
    import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) { if (url.includes('@aws-sdk')) console.log(url); return next(url, context); } });
    const { openFiles, writeBlob } = await import(${JSON.stringify(join(checkout, 'src/server/platform/files/index.ts'))});
    openFiles(${JSON.stringify(join(root, 'light'))});
    await writeBlob('projects', 'a', 'b');`], { cwd: checkout, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  loaded.stdout.on('data', (chunk: Buffer) => { output += chunk; });
  await new Promise((resolve) => loaded.once('close', resolve));
  expect(output).toBe('');
  expect(existsSync(join(root, 'light', 'projects', 'a'))).toBe(true);
});
