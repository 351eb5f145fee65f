import { createHash, randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { AppError } from '#server/platform/errors.ts';
import type { AppContext } from './request.ts';

/** The header as it is documented on each write that accepts it. */
export const idempotencyHeader = z.object({
  'idempotency-key': z.string().min(1).max(200).optional()
    .openapi({ description: 'Repeating a request with the same key and the same body does nothing twice.' }),
});

/** A UUID that is always the same for the same parts. */
export function derivedId(...parts: string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80; // version 8: an id of one's own making (RFC 9562)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * The id of what a request creates: derived from who asks, what for and the
 * Idempotency-Key, so that a repeat finds the first one; random without a key.
 */
export function idOfRequest(c: AppContext, userId: string, scope: string): { id: string; repeatable: boolean } {
  const key = c.req.header('idempotency-key');
  return key ? { id: derivedId('request', userId, scope, key), repeatable: true } : { id: randomUUID(), repeatable: false };
}

export function idempotencyMismatch(): AppError {
  return new AppError('idempotency_mismatch', 'This Idempotency-Key was used for another request.', {
    hint: 'Use a new key for a new request.',
  });
}
