import { Readable } from 'node:stream';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import type { ByteRange, FileStore, StoredFile } from './store.ts';

/** A bucket of an S3 service; `prefix` is empty or ends with a slash. Without keys the SDK looks for its own (a role of the machine). */
export type S3Place = {
  bucket: string; prefix: string; region: string; endpoint?: string; accessKeyId?: string; secretAccessKey?: string;
};

type S3 = typeof import('@aws-sdk/client-s3');

// S3 takes parts of at least 5 MiB; two at a time bound what an upload holds in memory.
const partBytes = 8 * 1024 * 1024;
const partsAtOnce = 2;

/** Keeps files in object storage, each under the prefix and its key. */
export class S3Store implements FileStore {
  readonly #place: S3Place;
  #opened: Promise<{ s3: S3; client: S3Client }> | undefined;

  constructor(place: S3Place) {
    this.#place = place;
  }

  async write(key: string, source: AsyncIterable<Uint8Array>): Promise<void> {
    const { client } = await this.#open();
    const { Upload } = await import('@aws-sdk/lib-storage');
    let broken: { cause: unknown } | undefined;
    async function* watched() {
      try {
        yield* source;
      } catch (cause) {
        broken = { cause };
        throw cause;
      }
    }
    const Body = Readable.from(watched(), { objectMode: false });
    const upload = new Upload({ client, params: { ...this.#at(key), Body }, partSize: partBytes, queueSize: partsAtOnce });
    // Giving up parts may fail as well, and would hide why.
    await upload.done().catch((error: unknown) => { throw broken ? broken.cause : error; });
  }

  async read(key: string, range?: ByteRange): Promise<Readable | null> {
    const { s3, client } = await this.#open();
    const command = new s3.GetObjectCommand({ ...this.#at(key), ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}) });
    const answer = await client.send(command).catch(ifMissing(null));
    return answer && (answer.Body as Readable);
  }

  async stat(key: string): Promise<{ size: number; modifiedAt: Date } | null> {
    const { s3, client } = await this.#open();
    const head = await client.send(new s3.HeadObjectCommand(this.#at(key))).catch(ifMissing(null));
    return head && { size: head.ContentLength ?? 0, modifiedAt: head.LastModified ?? new Date() };
  }

  async *list(folder: string, after?: string): AsyncGenerator<StoredFile> {
    const { s3, client } = await this.#open();
    const { bucket: Bucket, prefix } = this.#place;
    const pages = s3.paginateListObjectsV2({ client }, { Bucket, Prefix: prefix + folder, ...(after ? { StartAfter: prefix + after } : {}) });
    for await (const { Contents = [] } of pages) {
      for (const { Key = '', Size = 0, LastModified = new Date() } of Contents) yield { key: Key.slice(prefix.length), size: Size, modifiedAt: LastModified };
    }
  }

  async delete(key: string): Promise<void> {
    const { s3, client } = await this.#open();
    await client.send(new s3.DeleteObjectCommand(this.#at(key)));
  }

  async deleteDrafts(before: Date): Promise<number> {
    const { s3, client } = await this.#open();
    const { bucket: Bucket, prefix: Prefix } = this.#place;
    const { Uploads = [] } = await client.send(new s3.ListMultipartUploadsCommand({ Bucket, Prefix })).catch((error: { name?: string }) => {
      // Services without this answer clean up by a rule of the bucket.
      if (error.name === 'NotImplemented') return { Uploads: [] };
      throw error;
    });
    const old = Uploads.filter(({ Initiated }) => Initiated && Initiated < before);
    for (const { Key, UploadId } of old) await client.send(new s3.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    return old.length;
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#place.bucket, Key: this.#place.prefix + key };
  }

  // Loaded when first needed: the SDK costs a start some 200 ms that a folder does not need.
  #open(): Promise<{ s3: S3; client: S3Client }> {
    return this.#opened ??= import('@aws-sdk/client-s3').then((s3) => ({ s3, client: new s3.S3Client(clientOptions(this.#place)) }));
  }
}

function clientOptions({ region, endpoint, accessKeyId, secretAccessKey }: S3Place): S3ClientConfig {
  return {
    region, forcePathStyle: true,
    // Look-alikes store the checksums that newer SDKs send by default as if they were content.
    requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint ? { endpoint } : {}),
    ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
  };
}

function ifMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    const { name } = error as { name?: string };
    if (name === 'NoSuchKey' || name === 'NotFound') return value;
    throw error;
  };
}
