import type { DLogger } from '@dbos-inc/dbos-sdk';
import { log } from '#server/platform/log.ts';

const jobs = log.child({ part: 'jobs' });

/** DBOS reports retries, hand-overs and start-up chatter at levels that would alarm; only its errors keep theirs. */
export const quietLogger: DLogger = {
  info: (entry) => jobs.trace(String(entry)),
  debug: (entry) => jobs.trace(String(entry)),
  warn: (entry) => jobs.debug(String(entry)),
  error: (entry, metadata) => jobs.error({ err: (metadata as { error?: unknown } | undefined)?.error }, String(entry)),
};
