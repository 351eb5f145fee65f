import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const keyBytes = 32;

/** The instance's 32-byte key: from `given` (base64 or hex), else from `<home>/master-key` (mode 0600), which is made when missing. */
export function masterKey(home: string, given?: string): Buffer {
  if (given) return parseMasterKey(given, 'NINEFOLD_MASTER_KEY');
  const file = join(home, 'master-key');
  const found = readIfThere(file) ?? create(home, file);
  if (statSync(file).mode & 0o077) chmodSync(file, 0o600);
  return parseMasterKey(found, file);
}

/** Whether there is a master key, so that a command need not make one. */
export function hasMasterKey(home: string, given?: string): boolean {
  return Boolean(given) || readIfThere(join(home, 'master-key')) !== null;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

// Written beside and linked, so that a crash leaves no half key and of two first starts one wins for both.
function create(home: string, file: string): string {
  mkdirSync(home, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}

/** 32 bytes of base64 or hex; `from` says in the error where they were found. */
export function parseMasterKey(value: string, from: string): Buffer {
  const bytes = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64');
  if (bytes.length !== keyBytes) {
    throw new Error(`${from} does not hold 32 bytes as base64 or hex. Make one with: openssl rand -base64 32`);
  }
  return bytes;
}
