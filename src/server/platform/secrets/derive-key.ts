import { hkdfSync } from 'node:crypto';
import { masterKey, parseMasterKey } from './master-key.ts';

/** The process's master key and, while it is being replaced, the one before. */
type Opened = { master: Buffer; previous: Buffer | null };

let opened: Opened | undefined;

/**
 * Opens the process's secrets: takes `masterKey` (32 bytes as base64 or hex) or the key file in `home`, made when missing.
 * `previousMasterKey` opens what the key before it has wrapped.
 */
export function openSecrets(o: { home: string; masterKey?: string | undefined; previousMasterKey?: string | undefined }): void {
  opened = {
    master: masterKey(o.home, o.masterKey),
    previous: o.previousMasterKey ? parseMasterKey(o.previousMasterKey, 'NINEFOLD_PREVIOUS_MASTER_KEY') : null,
  };
}

/** 32 bytes for one purpose (HKDF-SHA-256, RFC 5869): the same after every start, unrelated between purposes. */
export function deriveKey(purpose: string): Buffer {
  return derive(secrets().master, purpose);
}

/** As deriveKey, of the master key before this one; null when none was given. */
export function derivePreviousKey(purpose: string): Buffer | null {
  const { previous } = secrets();
  return previous && derive(previous, purpose);
}

function secrets(): Opened {
  if (!opened) throw new Error('openSecrets() was not called before deriveKey()');
  return opened;
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'ninefold', purpose, 32));
}
