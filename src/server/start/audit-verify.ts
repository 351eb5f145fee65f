import { parseArgs } from 'node:util';
import { verifyAuditLogs } from '#server/audit/index.ts';
import type { Receipt, Verdict } from '#server/audit/index.ts';
import { readConfig } from '#server/platform/config.ts';
import { besideStudio } from './beside-studio.ts';
import { loadEnvironment } from './environment.ts';
import { explainFailure, StartError } from './failure.ts';

// `ninefold audit verify`: says whether the logs are as they were sealed. Works beside a running studio and changes nothing.
// Ends with 0 when they are, 1 when they are not, 2 when it cannot be told.
try {
  const receipts = receiptsOf(process.argv.slice(2));
  loadEnvironment();
  const config = readConfig();
  process.exitCode = await besideStudio(config, { command: 'ninefold audit verify', say: console.error, maxConnections: 2 }, async () => {
    const verdict = await verifyAuditLogs({ home: config.home, receipts });
    console.log(inWords(verdict));
    return verdict.isIntact ? 0 : 1;
  });
} catch (error) {
  console.error(explainFailure(error));
  process.exitCode = 2;
}

/** `--receipt 12:<hash>`: a receipt that was kept elsewhere, e.g. in the log; may be repeated. */
function receiptsOf(args: string[]): Receipt[] {
  const { values } = parseArgs({ args, options: { receipt: { type: 'string', multiple: true } } });
  return (values.receipt ?? []).map((text) => {
    const found = /^(\d+):([0-9a-f]{64})$/i.exec(text);
    if (!found) throw new StartError(`"${text}" is no receipt. Give the number of a seal and its hash, such as --receipt 12:9f86d081….`);
    return { seal: Number(found[1]), hash: found[2]!.toLowerCase(), publicKey: '', at: 'the command line' };
  });
}

function inWords(verdict: Verdict): string {
  const { seals, sealedEntries, unsealedEntries, purgedMonths, newest, findings, findingCount, hasReceipts, isIntact } = verdict;
  return [
    `${seals} seals over ${sealedEntries} entries; ${unsealedEntries} entries are newer than the last seal.`,
    ...(purgedMonths.length > 0 ? [`Purged by retention: ${purgedMonths.join(', ')}.`] : []),
    ...(newest ? [`Newest seal: ${newest.seal}:${newest.hash}`, `Signed with the key ${newest.publicKey}.`] : []),
    ...(hasReceipts ? [] : ['There is no receipt here: whether the newest seals are missing cannot be told. Give one with --receipt.']),
    '',
    ...(isIntact ? ['Intact: every sealed entry is as it was.'] : ['NOT INTACT:', ...findings.map((finding) => `  ${finding.words}`)]),
    ...(findingCount > findings.length ? [`  … and ${findingCount - findings.length} more.`] : []),
  ].join('\n');
}
