import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey } from '#server/platform/secrets/index.ts';

const signatureLength = 32;

/** Names a bundle until `expiresAt` (ms since 1970): `<hash>.<time>.<signature>`, safe in a path. */
export function signToken(hash: string, expiresAt: number): string {
  const text = `${hash}.${Math.floor(expiresAt / 1000).toString(36)}`;
  return `${text}.${signature(text)}`;
}

/** The bundle a token names; `expired` for one of ours that is over, null for anything else. */
export function readToken(token: string, now = Date.now()): { hash: string } | 'expired' | null {
  const match = /^(([0-9a-f]{40})\.([0-9a-z]{1,9}))\.([0-9a-f]{32})$/.exec(token);
  if (!match) return null;
  const [, text = '', hash = '', time = '', given = ''] = match;
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(signature(text)))) return null;
  return parseInt(time, 36) * 1000 > now ? { hash } : 'expired';
}

function signature(text: string): string {
  return createHmac('sha256', deriveKey('preview')).update(text).digest('hex').slice(0, signatureLength);
}
