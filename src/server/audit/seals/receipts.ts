import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedSeal } from './signing.ts';

/** What is kept outside of the database of a seal. Hash and key are hex. */
export type Receipt = { seal: number; hash: string; publicKey: string; at: string };

/**
 * Notes the newest seal in `<home>/audit-receipts.jsonl`. Whoever owns the database can cut the chain short or make it
 * anew; what lies here says that there was more. One line is enough for all seals before it, which its hash covers.
 */
export function keepReceipt(home: string, seal: SignedSeal): void {
  const receipt: Receipt = { seal: seal.id, hash: seal.hash.toString('hex'), publicKey: seal.publicKey.toString('hex'), at: seal.createdAt.toISOString() };
  appendFileSync(fileIn(home), `${JSON.stringify(receipt)}\n`, { mode: 0o600, flush: true });
}

/** The receipts of a home, oldest first. A line that was cut short by a crash is passed over. */
export function readReceipts(home: string): Receipt[] {
  let text: string;
  try {
    text = readFileSync(fileIn(home), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => parse(line) ?? []);
}

function fileIn(home: string): string {
  return join(home, 'audit-receipts.jsonl');
}

function parse(line: string): Receipt | null {
  try {
    const { seal, hash, publicKey, at } = JSON.parse(line) as Receipt;
    return typeof seal === 'number' && typeof hash === 'string' && typeof publicKey === 'string' ? { seal, hash, publicKey, at } : null;
  } catch {
    return null;
  }
}
