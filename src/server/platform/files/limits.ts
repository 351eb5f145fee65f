import { createHash } from 'node:crypto';
import { AppError } from '#server/platform/errors.ts';

/** What a file may be: at most so many bytes, and of the type it is said to be (a MIME type). */
export type FileLimits = { maxBytes?: number; type?: string };

/** What went through: bytes, and the SHA-256 of them in hex. */
export type Measured = { size: number; hash: string };

/**
 * Passes bytes on while it counts and hashes them, and throws at the first that breaks a limit: too_large, or
 * unsupported_type when the beginning is not of the type. `done` gives the measures once all went through.
 */
export function measure(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, { maxBytes = Infinity, type }: FileLimits): { bytes: AsyncGenerator<Uint8Array>; done: () => Measured } {
  const hash = createHash('sha256');
  let size = 0;
  async function* bytes() {
    let head: Buffer | null = Buffer.alloc(0);
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      if (head) head = Buffer.concat([head, chunk.subarray(0, headBytes)]);
      if (head && head.length >= headBytes) {
        checkType(head, type);
        head = null;
      }
      yield chunk;
    }
    if (head) checkType(head, type);
  }
  return { bytes: bytes(), done: () => ({ size, hash: hash.digest('hex') }) };
}

export function tooLarge(maxBytes: number): AppError {
  return new AppError('too_large', `The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`, { hint: 'Send a smaller file, or split it.' });
}

const headBytes = 16;

// How files of a type begin, in hex; a dot stands for any digit.
const beginnings: Record<string, RegExp> = {
  'image/png': /^89504e470d0a1a0a/,
  'image/jpeg': /^ffd8ff/,
  'image/gif': /^47494638(37|39)61/,
  'image/webp': /^52494646.{8}57454250/,
  'application/pdf': /^255044462d/,
  'application/zip': /^504b(0304|0506)/,
  'application/gzip': /^1f8b/,
};
const zipped = /^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument)\./;

// Windows (with a zero byte: a text may begin with MZ), Linux, Java and macOS programs: nobody needs them here, and
// people open what colleagues share.
const program = /^(4d5a(..)*00|7f454c46|cafebabe|feedfac[ef]|c[ef]faedfe)/;

function checkType(head: Buffer, type: string | undefined): void {
  if (type === undefined) return;
  const hex = head.toString('hex');
  if (program.test(hex)) {
    throw new AppError('unsupported_type', 'Programs are not taken.', { hint: 'Send documents, images, data or archives.' });
  }
  const beginning = zipped.test(type) ? beginnings['application/zip'] : beginnings[type];
  if (beginning && !beginning.test(hex)) {
    throw new AppError('unsupported_type', `The file is not of the type ${type}.`, { hint: 'Send it with the content-type that it has, or application/octet-stream.' });
  }
}
