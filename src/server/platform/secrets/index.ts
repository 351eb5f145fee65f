import { hkdfSync } from 'node:crypto';
import { masterKey } from './master-key.ts';

let opened: Buffer | undefined;

/** Opens the process's secrets: takes `masterKey` (32 bytes as base64 or hex) or the key file in `home`, made when missing. */
export function openSecrets(o: { home: string; masterKey?: string | undefined }): void {
  opened = masterKey(o.home, o.masterKey);
}

/** 32 bytes for one purpose (HKDF-SHA-256, RFC 5869): the same after every start, unrelated between purposes. */
export function deriveKey(purpose: string): Buffer {
  if (!opened) throw new Error('openSecrets() was not called before deriveKey()');
  return Buffer.from(hkdfSync('sha256', opened, 'ninefold', purpose, 32));
}

export { masterKey };
