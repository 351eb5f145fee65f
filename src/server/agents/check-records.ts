import { sql } from 'kysely';
import { resolveSample } from '#contract/samples.ts';
import { checkFields } from '#server/app-data/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { sampleIds } from './check-collections.ts';
import { collectionsNow } from './runs/state.ts';
import type { ToolCall } from './tool.ts';
import type { ValidateRecordsOutput } from './tools/validate-records.ts';

const pageSize = 500;
/** Most stored records looked at per collection. */
const maxRecords = 5000;
const maxProblems = 20;

type Checked = ValidateRecordsOutput['collections'][number];

/** Checks samples and stored records of all collections of the app, as the asker, page by page. */
export async function checkRecords(call: ToolCall): Promise<Checked[]> {
  const collections = collectionsNow(call.state);
  const ids = sampleIds(collections);
  const results: Checked[] = [];
  for (const { name, schema, samples = [] } of collections) {
    const problems: string[] = [];
    samples.forEach((sample, n) => note(problems, `sample ${n}`, checkFields(schema, resolveSample(sample, schema, ids))));
    results.push({ name, samplesChecked: samples.length, recordsChecked: await checkStored(call, name, schema, problems), problems });
  }
  return results;
}

async function checkStored(call: ToolCall, collection: string, schema: Record<string, unknown>, problems: string[]): Promise<number> {
  let checked = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  while (checked < maxRecords) {
    call.signal.throwIfAborted();
    const page = await readPage(call, collection, after);
    for (const { id, data } of page) note(problems, `record ${id}`, checkFields(schema, data));
    checked += page.length;
    const last = page.at(-1);
    if (!last || page.length < pageSize) break;
    after = last.id;
  }
  return checked;
}

async function readPage(call: ToolCall, collection: string, after: string): Promise<{ id: string; data: Record<string, unknown> }[]> {
  return asActor(call.actor, async (tx) => {
    const { rows } = await sql<{ id: string; data: Record<string, unknown> }>`
      select id, data from app_records
      where artifact_id = ${call.state.base.artifactId}::uuid and collection = ${collection} and deleted_at is null and id > ${after}::uuid
      order by id limit ${pageSize}`.execute(tx);
    return rows;
  }, { projectId: call.run.projectId });
}

function note(problems: string[], what: string, wrong: Record<string, string>): void {
  for (const text of Object.values(wrong)) if (problems.length < maxProblems) problems.push(`${what}: ${text}`);
}
