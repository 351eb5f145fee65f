import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * The encrypted form of a backup. A header of 52 bytes: magic (8), version (1), zeros (3), id of the key (8), salt (32).
 * Then chunks: AES-256-GCM (NIST SP 800-38D) of 1 MiB each with its tag behind it, the last one of what is left. The nonce
 * is the chunk's number and whether it is the last (STREAM, Hoang et al. 2015): none can be dropped, moved, added or changed.
 */
const magic = Buffer.from('NFBACKUP');
const version = 1;
const keyIdBytes = 8;
const saltBytes = 32;
const headerBytes = magic.length + 4 + keyIdBytes + saltBytes;
const chunkBytes = 1024 * 1024;
const tagBytes = 16;
const algorithm = 'aes-256-gcm';

/** A file that cannot be used, in words for the person at the terminal. */
export class BackupFileError extends Error {
  override name = 'BackupFileError';
}

/** Encrypts a stream of bytes under a key of 32 bytes. */
export async function* encryptBackup(key: Buffer, plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const header = Buffer.concat([magic, Buffer.from([version, 0, 0, 0]), keyId(key), randomBytes(saltBytes)]);
  yield header;
  const fileKey = fileKeyOf(key, header);
  for await (const { bytes, number, last } of chunksOf(plain, chunkBytes)) {
    const cipher = createCipheriv(algorithm, fileKey, nonce(number, last), { authTagLength: tagBytes });
    cipher.setAAD(header);
    yield cipher.update(bytes);
    cipher.final();
    yield cipher.getAuthTag();
  }
}

/** The bytes again, each chunk only after its proof. Throws {@link BackupFileError} for another key and for any change, also at the end. */
export async function* decryptBackup(key: Buffer, encrypted: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const rest = encrypted[Symbol.asyncIterator]();
  const { header, left } = await readHeader(rest);
  checkHeader(header, key);
  const fileKey = fileKeyOf(key, header);
  for await (const { bytes, number, last } of chunksOf(following(left, rest), chunkBytes + tagBytes)) {
    if (bytes.length < tagBytes) throw damaged();
    const decipher = createDecipheriv(algorithm, fileKey, nonce(number, last), { authTagLength: tagBytes });
    decipher.setAAD(header);
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const plain = decipher.update(bytes.subarray(0, -tagBytes));
    try {
      decipher.final();
    } catch {
      throw damaged();
    }
    yield plain;
  }
}

/** For whatever is wrong inside of a backup. */
export function damaged(): BackupFileError {
  return new BackupFileError('This backup is damaged or cut off. Nothing was restored; use another one.');
}

function checkHeader(header: Buffer, key: Buffer): void {
  if (header.length < headerBytes || !header.subarray(0, magic.length).equals(magic)) throw new BackupFileError('This file is no backup of Ninefold.');
  if (header[magic.length] !== version) throw new BackupFileError('This backup was made by a newer Ninefold. Update the code (git pull) and restore it then.');
  const found = header.subarray(magic.length + 4, magic.length + 4 + keyIdBytes);
  if (!found.equals(keyId(key))) {
    throw new BackupFileError(`This backup was made under another master key (id ${found.toString('hex')}, here it is ${keyId(key).toString('hex')}). Put the key of that time into the file master-key, or set NINEFOLD_MASTER_KEY.`);
  }
}

// Says which key is asked for, and nothing about it.
function keyId(key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'ninefold backup key id', keyIdBytes));
}

function fileKeyOf(key: Buffer, header: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, header.subarray(-saltBytes), 'ninefold backup file', 32));
}

function nonce(number: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(number, 5, 6);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

type Chunk = { bytes: Buffer; number: number; last: boolean };

/** Cuts a stream into pieces of one size. The last one, perhaps empty, is known only when nothing follows it. */
async function* chunksOf(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Chunk> {
  let held: Buffer[] = [];
  let length = 0;
  let number = 0;
  for await (const piece of source) {
    held.push(piece);
    length += piece.length;
    if (length <= size) continue;
    let all = Buffer.concat(held);
    for (; all.length > size; all = all.subarray(size)) yield { bytes: all.subarray(0, size), number: number++, last: false };
    held = [all];
    length = all.length;
  }
  yield { bytes: Buffer.concat(held), number, last: true };
}

async function readHeader(source: AsyncIterator<Buffer>): Promise<{ header: Buffer; left: Buffer }> {
  let read = Buffer.alloc(0);
  while (read.length < headerBytes) {
    const { value, done } = await source.next();
    if (done) break;
    read = Buffer.concat([read, value]);
  }
  return { header: read.subarray(0, headerBytes), left: read.subarray(headerBytes) };
}

async function* following(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}
