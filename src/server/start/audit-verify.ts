import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyAuditLogs } from '#server/audit/index.ts';
import type { Receipt, Verdict } from '#server/audit/index.ts';
import { type Config, readConfig } from '#server/platform/config.ts';
import { closeDatabase, openDatabase } from '#server/platform/database/index.ts';
import { hasMasterKey, openSecrets } from '#server/platform/secrets/index.ts';
import { startDatabase } from './database.ts';
import { loadEnvironment } from './environment.ts';
import { explainFailure, StartError } from './failure.ts';
import { lockHome } from './home-lock.ts';

// `ninefold audit verify`: says whether the logs are as they were sealed. Works beside a running studio and changes nothing.
// Ends with 0 when they are, 1 when they are not, 2 when it cannot be told.
try {
  const receipts = receiptsOf(process.argv.slice(2));
  loadEnvironment();
  const config = readConfig();
  process.exitCode = await withDatabase(config, async () => {
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

async function withDatabase<T>(config: Config, work: () => Promise<T>): Promise<T> {
  if (!config.databaseUrl && !existsSync(join(config.home, 'postgres', 'data'))) {
    throw new StartError(`There is no database in ${config.home}. Set NINEFOLD_HOME to the home of the studio, or DATABASE_URL to its database.`);
  }
  // A key made now would call every seal a forgery.
  if (!hasMasterKey(config.home, config.masterKey)) throw new StartError(`There is no master key in ${config.home}. Put the file master-key back, or set NINEFOLD_MASTER_KEY.`);
  openSecrets(config);
  const lock = config.databaseUrl ? null : lockUnlessServed(config.home);
  const database = await startDatabase(config, console.error, { isShared: lock === null });
  try {
    openDatabase({ url: database.app, maxConnections: 2 });
    return await work();
  } finally {
    await closeDatabase();
    await database.stop();
    lock?.release();
  }
}

/** The lock of the home; null when a studio has it, whose database is then used. */
function lockUnlessServed(home: string): { release(): void } | null {
  try {
    return lockHome(home, 'ninefold audit verify');
  } catch (error) {
    if (error instanceof StartError) return null;
    throw error;
  }
}
