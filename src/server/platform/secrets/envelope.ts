import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '#server/platform/errors.ts';
import { decrypt, encrypt } from './aes-gcm.ts';

/** Where a sealed value lies: it opens in this column of this row and nowhere else. */
export type Place = { table: string; rowId: string; column: string };

/** A key of the ring: one half wraps data keys, the other commits to them. */
export type RingKey = { id: string; wrap: Buffer; commit: Buffer };

const version = 'n1';
const nonceBytes = 12;

/** The ring's key `id` from its 32 secret bytes. */
export function ringKey(id: string, secret: Buffer): RingKey {
  const half = (use: string) => Buffer.from(hkdfSync('sha256', secret, 'ninefold ring', use, 32));
  return { id, wrap: half('wrap'), commit: half('commit') };
}

/**
 * Seals a text for a place: `n1.<key id>.<commitment>.<wrapped data key>.<nonce>.<ciphertext>`, the last four in base64url.
 * Every value has a data key of its own, so equal texts look different, and rotating a key touches only the wrapping.
 */
export function seal(key: RingKey, place: Place, text: string): string {
  const dataKey = randomBytes(32);
  const value = encrypt(dataKey, valueContext(place), Buffer.from(text));
  return [version, key.id, ...wrapping(key, place, dataKey), encode(value.subarray(0, nonceBytes)), encode(value.subarray(nonceBytes))].join('.');
}

/** The text of a sealed value. Throws conflict when it is not of this key and place, or was changed in any way. */
export function open(key: RingKey, place: Place, sealed: string): string {
  const parts = partsOf(sealed);
  return decryptValue(unwrap(key, place, parts), place, parts).toString('utf8');
}

/** The same value with its data key wrapped by another key of the ring; nonce and ciphertext stay. */
export function rewrap(from: RingKey, to: RingKey, place: Place, sealed: string): string {
  const parts = partsOf(sealed);
  const dataKey = unwrap(from, place, parts);
  // Opened as a whole, so that a value that was changed is found now and not carried on.
  decryptValue(dataKey, place, parts);
  return [version, to.id, ...wrapping(to, place, dataKey), encode(parts.nonce), encode(parts.ciphertext)].join('.');
}

/** Which key of the ring a value is sealed under. */
export function keyIdOf(sealed: string): string {
  return partsOf(sealed).keyId;
}

/** For whoever wanted the value: what happened is nothing they could tell apart. */
export function cannotOpen(cause?: unknown): AppError {
  return new AppError('conflict', 'A stored secret cannot be opened.', {
    hint: 'Enter it again; it was changed outside of Ninefold, or its key is gone.', cause,
  });
}

type Parts = { keyId: string; commitment: Buffer; wrapped: Buffer; nonce: Buffer; ciphertext: Buffer };

function partsOf(sealed: string): Parts {
  const [found, keyId = '', ...rest] = sealed.split('.');
  const [commitment, wrapped, nonce, ciphertext, ...more] = rest.map(decode);
  if (found !== version || !commitment || !wrapped || nonce?.length !== nonceBytes || !ciphertext || more.length > 0) throw cannotOpen();
  return { keyId, commitment, wrapped, nonce, ciphertext };
}

// AES-GCM alone lets one ciphertext be made that opens under two keys; the commitment pins both keys and the place.
function wrapping(key: RingKey, place: Place, dataKey: Buffer): [commitment: string, wrapped: string] {
  return [encode(commitmentTo(key, place, dataKey)), encode(encrypt(key.wrap, keyContext(key, place), dataKey))];
}

function unwrap(key: RingKey, place: Place, { keyId, commitment, wrapped }: Parts): Buffer {
  const dataKey = keyId === key.id ? decrypt(key.wrap, keyContext(key, place), wrapped) : null;
  if (dataKey?.length !== 32) throw cannotOpen();
  const expected = commitmentTo(key, place, dataKey);
  if (commitment.length !== expected.length || !timingSafeEqual(commitment, expected)) throw cannotOpen();
  return dataKey;
}

function decryptValue(dataKey: Buffer, place: Place, { nonce, ciphertext }: Parts): Buffer {
  const plain = decrypt(dataKey, valueContext(place), Buffer.concat([nonce, ciphertext]));
  if (!plain) throw cannotOpen();
  return plain;
}

function commitmentTo(key: RingKey, place: Place, dataKey: Buffer): Buffer {
  return createHmac('sha256', key.commit).update(dataKey).update(keyContext(key, place)).digest();
}

// JSON, so that no two places read the same. The value's context leaves the key out, since rotation changes it.
function valueContext({ table, rowId, column }: Place): string {
  return JSON.stringify([version, 'value', table, rowId, column]);
}

function keyContext(key: RingKey, { table, rowId, column }: Place): string {
  return JSON.stringify([version, 'data key', table, rowId, column, key.id]);
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64url');
}

// Node reads base64url leniently; only the one canonical text of some bytes is taken.
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (encode(bytes) !== text) throw cannotOpen();
  return bytes;
}
