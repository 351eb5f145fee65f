import { sql } from 'kysely';
import { asAnonymous } from '#server/platform/database/index.ts';
import { jobsRunning } from '#server/platform/jobs/index.ts';

const patienceMs = 2_000;

/** Null when this process can do its work, else what is missing. For `/readyz`. */
export async function isReady(): Promise<string | null> {
  if (!jobsRunning()) return 'the jobs do not run';
  const late = new Promise<string>((resolve) => setTimeout(resolve, patienceMs, 'the database does not answer').unref());
  const answer = asAnonymous((tx) => sql`select 1`.execute(tx)).then(() => null, () => 'the database does not answer');
  return Promise.race([answer, late]);
}
