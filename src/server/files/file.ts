import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pathFault } from '#contract/files.ts';
import type { StoredFile } from '#contract/files.ts';
import { asActor } from '#server/platform/database/index.ts';
import type { Actor } from '#server/platform/database/index.ts';
import { AppError, notAllowed, notFound, toAppError } from '#server/platform/errors.ts';
import { deleteBlob, maxFileBytes, streamBlob, tooLarge, writeBlob } from '#server/platform/files/index.ts';
import type { ByteRange } from '#server/platform/files/index.ts';
import { log } from '#server/platform/log.ts';
import type { Area } from './area.ts';
import { deleteFile, findFile, isType, upsertFile } from './queries.ts';
import type { FileRow, NewFile } from './queries.ts';

/** A path in the area of an owner, asked for by somebody. */
export type Asked = { actor: Actor; area: Area; id: string; path: string };
/** `length` is what the sender announces, in bytes. */
export type Upload = { body: AsyncIterable<Uint8Array>; type: string; length?: number };

/**
 * Stores a file, in place of the one at its path. The right is proven before a byte of the body is read, and again when
 * the file is registered; until then nobody sees it, and the old one stays.
 */
export async function putFile(asked: Asked, upload: Upload): Promise<{ file: StoredFile; isNew: boolean }> {
  checkPath(asked.path);
  checkType(upload.type);
  if (upload.length !== undefined && upload.length > maxFileBytes()) throw tooLarge(maxFileBytes());
  const draft = { path: asked.path, key: randomUUID(), userId: asked.actor.userId, size: 0, type: upload.type, hash: '' };
  const { ownerId } = await rehearse(asked, draft);
  const blob = `${ownerId}/${draft.key}`;
  const measured = await writeBlob(asked.area.bucket, blob, upload.body, { type: upload.type });
  const { file, replaced } = await register(asked, { ...draft, ...measured }).catch(async (error: unknown) => {
    await discard(asked.area.bucket, blob);
    throw error;
  });
  if (replaced !== null) await discard(asked.area.bucket, `${ownerId}/${replaced}`);
  return { file: withoutKey(file), isNew: replaced === null };
}

/** A file the caller may read, and a way to its bytes. */
export async function getFile(asked: Asked): Promise<{ file: StoredFile; open: (range?: ByteRange) => Promise<Readable> }> {
  const { row, ownerId } = await find(asked);
  return {
    file: withoutKey(row),
    open: async (range) => {
      const bytes = await streamBlob(asked.area.bucket, `${ownerId}/${row.key}`, range);
      if (bytes) return bytes;
      // Replaced or deleted since: say so; the same bytes come no more.
      const now = await find(asked);
      throw now.row.key === row.key
        ? new AppError('internal', `The bytes of ${row.path} are missing.`, { hint: 'Restore the files of this server from a backup.' })
        : new AppError('conflict', 'The file was replaced at this moment.', { hint: 'Ask for it again.' });
    },
  };
}

/** Deletes a file; its bytes go with it. */
export async function removeFile(asked: Asked): Promise<void> {
  const removed = await asActor(asked.actor, async (tx) => {
    const folder = { bucket: asked.area.bucket, ownerId: (await asked.area.enter(tx, asked.actor, asked.id)).id };
    if (!await findFile(tx, folder, asked.path)) throw notFound('file');
    const key = await deleteFile(tx, folder, asked.path);
    if (key === null) throw mayOnlyRead();
    return `${folder.ownerId}/${key}`;
  });
  await discard(asked.area.bucket, removed);
}

function find({ actor, area, id, path }: Asked): Promise<{ row: FileRow; ownerId: string }> {
  return asActor(actor, async (tx) => {
    const ownerId = (await area.enter(tx, actor, id)).id;
    const row = await findFile(tx, { bucket: area.bucket, ownerId }, path);
    if (!row) throw notFound('file');
    return { row, ownerId };
  });
}

type Registered = { file: FileRow; replaced: string | null; ownerId: string };

async function register({ actor, area, id }: Asked, file: NewFile, after?: (registered: Registered) => void): Promise<Registered> {
  try {
    return await asActor(actor, async (tx) => {
      const ownerId = (await area.enter(tx, actor, id)).id;
      const registered = { ...await upsertFile(tx, { bucket: area.bucket, ownerId }, file), ownerId };
      after?.(registered);
      return registered;
    });
  } catch (error) {
    throw toAppError(error).code === 'not_allowed' ? mayOnlyRead() : error;
  }
}

/** Registers the file and takes it back: what the database would say, asked of the database. */
async function rehearse(asked: Asked, file: NewFile): Promise<Registered> {
  let result: Registered | undefined;
  const end = new Error('rehearsed');
  await register(asked, file, (registered) => {
    result = registered;
    throw end;
  }).catch((error: unknown) => {
    if (error !== end) throw error;
  });
  return result!;
}

/** Bytes that no row names any more. Should this fail, the sweep finds them. */
async function discard(bucket: string, path: string): Promise<void> {
  await deleteBlob(bucket, path).catch((err: unknown) => log.warn({ err }, 'bytes without a row could not be removed'));
}

function checkPath(path: string): void {
  const fault = pathFault(path);
  if (fault) throw new AppError('invalid_input', 'The path is not valid.', { hint: 'Use names separated by single slashes, without "." and "..".', fields: { path: fault } });
}

function checkType(type: string): void {
  if (isType(type) && !/^(multipart\/|application\/x-www-form-urlencoded$)/.test(type)) return;
  throw new AppError('unsupported_type', 'The content-type is none of a file.', { hint: 'Send the bytes of the file as the body, with its content-type, for example text/csv.' });
}

function mayOnlyRead(): AppError {
  return notAllowed('You may not add, change or delete files here.');
}

function withoutKey({ key: _key, ...file }: FileRow): StoredFile {
  return file;
}
