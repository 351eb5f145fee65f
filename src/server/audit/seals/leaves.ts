import { createHash } from 'node:crypto';

/** What a seal knows of an entry: where it stands and the SHA-256 of its canonical text. */
export type Leaf = { position: bigint; hash: Buffer };

/** Bytes of a leaf: 8 of position, big endian, and 32 of hash. */
const leafBytes = 40;

export function hashEntry(canonical: string): Buffer {
  return createHash('sha256').update(canonical).digest();
}

export function packLeaves(leaves: Leaf[]): Buffer {
  const packed = Buffer.alloc(leaves.length * leafBytes);
  leaves.forEach(({ position, hash }, i) => {
    packed.writeBigInt64BE(position, i * leafBytes);
    hash.copy(packed, i * leafBytes + 8);
  });
  return packed;
}

export function* unpackLeaves(packed: Buffer): Generator<Leaf> {
  for (let at = 0; at + leafBytes <= packed.length; at += leafBytes) {
    yield { position: packed.readBigInt64BE(at), hash: packed.subarray(at + 8, at + leafBytes) };
  }
}
