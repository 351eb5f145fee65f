import { sql, type RawBuilder } from 'kysely';
import { asActor, type Tx } from '#server/platform/database/index.ts';
import type { ToolCall } from './tool.ts';
import type { QueryRecordsInput, QueryRecordsOutput } from './tools/query-records.ts';

const defaultLimit = 20;
/** Characters of all records of one answer, and of one value. */
const maxCharacters = 20_000;
const maxValue = 500;

type Condition = NonNullable<QueryRecordsInput['where']>[number];

/** Records of an app of the run's project, as the asker sees them; no other project can be named. */
export async function queryRecords(input: QueryRecordsInput, call: ToolCall): Promise<QueryRecordsOutput> {
  return asActor(call.actor, async (tx) => {
    const artifactId = input.app === undefined ? call.state.base.artifactId : await findApp(tx, call.run.projectId, input.app);
    const exists = artifactId !== null && await hasCollection(tx, call.run.projectId, artifactId, input.collection);
    if (!artifactId || !exists) return { found: false, reason: input.app === undefined ? 'This app stores no such collection yet.' : 'There is no such app in this project, or it has no such collection.' };
    return list(tx, call.run.projectId, artifactId, input);
  }, { projectId: call.run.projectId });
}

async function list(tx: Tx, projectId: string, artifactId: string, input: QueryRecordsInput): Promise<QueryRecordsOutput> {
  const where = sql`artifact_id = ${artifactId}::uuid and project_id = ${projectId}::uuid and collection = ${input.collection} and deleted_at is null
    and ${sql.join([sql`true`, ...(input.where ?? []).map(conditionOf)], sql` and `)}`;
  const { rows: [counted] } = await sql<{ total: number }>`select count(*)::int as total from app_records where ${where}`.execute(tx);
  const limit = input.limit ?? defaultLimit;
  if (limit === 0) return { found: true, total: counted!.total, records: [] };
  const { rows } = await sql<{ id: string; data: Record<string, unknown> }>`
    select id, data from app_records where ${where} order by ${orderOf(input.sort)} limit ${limit}`.execute(tx);
  return { found: true, total: counted!.total, ...shown(rows, input.fields) };
}

// Numbers are compared as numbers where both sides are, everything else as text: dates are texts that sort by time.
function conditionOf({ field, is, value }: Condition): RawBuilder<unknown> {
  const text = sql`data ->> ${field}`;
  const isEmpty = sql`coalesce(${text}, '') = ''`;
  switch (is) {
    case 'empty': return isEmpty;
    case 'not-empty': return sql`not (${isEmpty})`;
    case 'contains': return sql`strpos(lower(coalesce(${text}, '')), lower(${String(value ?? '')})) > 0`;
    case 'equal': return sql`${text} = ${String(value ?? '')}`;
    case 'not-equal': return sql`${text} is distinct from ${String(value ?? '')}`;
    default: {
      const operator = is === 'less' ? sql`<` : sql`>`;
      return typeof value === 'number'
        ? sql`case when jsonb_typeof(data -> ${field}) = 'number' then (${text})::numeric ${operator} ${value}::numeric else false end`
        : sql`(${text}) collate "C" ${operator} ${String(value ?? '')}`;
    }
  }
}

function orderOf(sort: QueryRecordsInput['sort']): RawBuilder<unknown> {
  if (!sort) return sql`created_at, id`;
  const direction = sort.descending ? sql`desc nulls last` : sql`asc nulls last`;
  return sql`case when jsonb_typeof(data -> ${sort.field}) = 'number' then (data ->> ${sort.field})::numeric end ${direction}, data ->> ${sort.field} ${direction}, id`;
}

function shown(rows: { id: string; data: Record<string, unknown> }[], fields: string[] | undefined): { records: Record<string, unknown>[]; note?: string } {
  const records: Record<string, unknown>[] = [];
  let left = maxCharacters;
  for (const { id, data } of rows) {
    const names = fields ?? Object.keys(data);
    const record = { id, ...Object.fromEntries(names.filter((name) => Object.hasOwn(data, name)).map((name) => [name, short(data[name])])) };
    left -= JSON.stringify(record).length;
    if (left < 0) return { records, note: `Only the first ${records.length} are shown: they are long. Ask for fewer fields.` };
    records.push(record);
  }
  return { records };
}

function short(value: unknown): unknown {
  const text = typeof value === 'string' ? value : typeof value === 'object' && value !== null ? JSON.stringify(value) : null;
  if (text === null || text.length <= maxValue) return value;
  return `${text.slice(0, maxValue)}…`;
}

async function findApp(tx: Tx, projectId: string, title: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from artifacts where project_id = ${projectId}::uuid and lower(title) = lower(${title}) order by updated_at desc limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

async function hasCollection(tx: Tx, projectId: string, artifactId: string, name: string): Promise<boolean> {
  const { rows } = await sql`
    select from app_collections where artifact_id = ${artifactId}::uuid and project_id = ${projectId}::uuid and name = ${name}`.execute(tx);
  return rows.length > 0;
}
