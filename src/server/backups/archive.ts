import { damaged } from './backup-file.ts';

/** An archive as it streams: the name of an entry, then its bytes in pieces of any size, then the next name. */
export type Part = string | Buffer;

// A name is below 64 KiB; a piece says its length in four bytes, and none ends the entry. An empty name ends the archive.
const maxPieceBytes = 16 * 1024 * 1024;

/** Writes parts as bytes. */
export async function* packArchive(parts: AsyncIterable<Part>): AsyncGenerator<Buffer> {
  let isOpen = false;
  for await (const part of parts) {
    if (typeof part === 'string') {
      const name = Buffer.from(part);
      yield Buffer.concat([...(isOpen ? [uint32(0)] : []), uint16(name.length), name]);
      isOpen = true;
    } else if (part.length > 0) {
      yield uint32(part.length);
      yield part;
    }
  }
  yield Buffer.concat([...(isOpen ? [uint32(0)] : []), uint16(0)]);
}

/** Reads the parts again. Throws BackupFileError when the end is missing. */
export async function* unpackArchive(source: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const reader = new Reader(source);
  for (;;) {
    const nameBytes = (await reader.take(2)).readUInt16BE();
    if (nameBytes === 0) break;
    yield (await reader.take(nameBytes)).toString();
    for (;;) {
      const length = (await reader.take(4)).readUInt32BE();
      if (length === 0) break;
      if (length > maxPieceBytes) throw damaged();
      yield await reader.take(length);
    }
  }
  await reader.expectEnd();
}

class Reader {
  #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(bytes: number): Promise<Buffer> {
    const pieces = [this.#held];
    let length = this.#held.length;
    while (length < bytes) {
      const { value, done } = await this.#source.next();
      if (done) throw damaged();
      pieces.push(value);
      length += value.length;
    }
    const all = pieces.length === 1 ? this.#held : Buffer.concat(pieces);
    this.#held = all.subarray(bytes);
    return all.subarray(0, bytes);
  }

  // Reading on to the end matters: only there is the last chunk proven to be the last.
  async expectEnd(): Promise<void> {
    let left = this.#held.length;
    for (;;) {
      const { value, done } = await this.#source.next();
      if (done) break;
      left += value.length;
    }
    if (left > 0) throw damaged();
  }
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
