import type { Finding } from './finding.ts';
import type { Receipt } from './receipts.ts';
import { hashOf, isSigned } from './signing.ts';
import type { SignedSeal } from './signing.ts';

/**
 * Follows the chain, one seal after the other: numbers without a gap, each naming the hash of the one before, unaltered,
 * signed by a trusted key (raw bytes as hex), and every receipt matched by its seal.
 */
export function createChainCheck(trusted: Set<string>, receipts: Receipt[]) {
  const expected = new Map(receipts.map((receipt) => [receipt.seal, receipt]));
  let last: SignedSeal | null = null;

  return {
    next(seal: SignedSeal): Finding[] {
      const findings: Finding[] = [];
      const say = (what: Finding['what'], words: string) => findings.push({ what, seal: seal.id, log: seal.log, words });
      const wanted = (last?.id ?? 0) + 1;
      if (seal.id !== wanted) say('seal removed', seal.id - wanted === 1 ? `Seal ${wanted} is missing.` : `Seals ${wanted} to ${seal.id - 1} are missing.`);
      // After a gap the hash before is unknown, and the gap has been told.
      else if (!same(seal.previous, last?.hash ?? null)) say('seal changed', `Seal ${seal.id} does not follow from the seal before it.`);
      if (!same(seal.hash, hashOf(seal))) say('seal changed', `Seal ${seal.id} was altered: its hash is another.`);
      else if (!isSigned(seal)) say('seal changed', `Seal ${seal.id} was altered: its signature is not valid.`);
      else if (!trusted.has(seal.publicKey.toString('hex'))) say('seal forged', `Seal ${seal.id} is signed with a key that is not this instance's: ${seal.publicKey.toString('hex')}.`);
      const receipt = expected.get(seal.id);
      if (receipt && receipt.hash !== seal.hash.toString('hex')) say('seal replaced', `Seal ${seal.id} is not the one of which a receipt was kept on ${receipt.at}.`);
      last = seal;
      return findings;
    },
    end(): Finding[] {
      const missing = [...expected.values()].filter((receipt) => receipt.seal > (last?.id ?? 0)).sort((a, b) => a.seal - b.seal);
      return missing.slice(0, 1).map((receipt) => ({
        what: 'seal removed', seal: receipt.seal, words: `Seal ${receipt.seal}, of which a receipt was kept on ${receipt.at}, is missing: the newest seals were removed, or an older backup was restored.`,
      }));
    },
  };
}

function same(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
