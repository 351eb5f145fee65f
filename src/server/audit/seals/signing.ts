import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { deriveKey } from '#server/platform/secrets/index.ts';

/** A link of the chain, as it is hashed and signed. Hashes are raw bytes; `createdAt` has whole milliseconds. */
export type Seal = {
  id: number; createdAt: Date; kind: 'range' | 'purge'; log: LogName; month: string; fromPosition: bigint; toPosition: bigint;
  entries: number; leaves: Buffer; previous: Buffer | null;
};
export type SignedSeal = Seal & { hash: Buffer; publicKey: Buffer; signature: Buffer };
export type LogName = (typeof logNames)[number];

export const logNames = ['audit_logs', 'access_logs'] as const;

/** SHA-256 over what a seal says. Fields stand in a fixed order; the text before the first line break names the form. */
export function hashOf(seal: Seal): Buffer {
  const head = [
    seal.id, seal.createdAt.toISOString(), seal.kind, seal.log, seal.month, String(seal.fromPosition), String(seal.toPosition),
    seal.entries, seal.previous?.toString('hex') ?? null,
  ];
  return createHash('sha256').update(`ninefold audit seal 1\n${JSON.stringify(head)}\n`).update(seal.leaves).digest();
}

// The fixed beginnings of the two standard forms (RFC 8410), before the 32 bytes of the key.
const privateHead = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicHead = Buffer.from('302a300506032b6570032100', 'hex');

/** Signs with the instance's own key, which follows from the master key and so is not in the database. */
export function signSeal(seal: Seal): SignedSeal {
  const key = ownKey();
  const hash = hashOf(seal);
  return { ...seal, hash, publicKey: publicBytes(key), signature: sign(null, hash, key) };
}

/** Whether the signature is by the key that the seal names; whether that key is to be trusted is another question. */
export function isSigned(seal: SignedSeal): boolean {
  const key = createPublicKey({ key: Buffer.concat([publicHead, seal.publicKey]), format: 'der', type: 'spki' });
  return verify(null, hashOf(seal), key, seal.signature);
}

/** The public half of the instance's own key: 32 bytes. */
export function ownPublicKey(): Buffer {
  return publicBytes(ownKey());
}

function ownKey() {
  return createPrivateKey({ key: Buffer.concat([privateHead, deriveKey('audit seals')]), format: 'der', type: 'pkcs8' });
}

function publicBytes(key: ReturnType<typeof ownKey>): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicHead.length);
}
