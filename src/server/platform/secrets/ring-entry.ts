import { randomBytes, randomUUID } from 'node:crypto';
import { decrypt, encrypt } from './aes-gcm.ts';
import { deriveKey, derivePreviousKey } from './derive-key.ts';

const purpose = 'key ring';

/** What the database keeps of a key: its 32 bytes under the master key, 60 bytes with nonce and tag. */
export type RingEntry = { id: string; wrapped: Buffer };

/** A new key, wrapped by the master key. */
export function newEntry(): RingEntry {
  const id = randomUUID();
  return { id, wrapped: wrapEntry(id, randomBytes(32)) };
}

export function wrapEntry(id: string, secret: Buffer): Buffer {
  return encrypt(deriveKey(purpose), contextOf(id), secret);
}

/** The 32 bytes of an entry and whether it took the previous master key to get at them; null when neither opens it. */
export function unwrapEntry({ id, wrapped }: RingEntry): { secret: Buffer; byPrevious: boolean } | null {
  const secret = decrypt(deriveKey(purpose), contextOf(id), wrapped);
  if (secret) return { secret, byPrevious: false };
  const previous = derivePreviousKey(purpose);
  const older = previous && decrypt(previous, contextOf(id), wrapped);
  return older && { secret: older, byPrevious: true };
}

function contextOf(id: string): string {
  return JSON.stringify(['key ring', id]);
}
