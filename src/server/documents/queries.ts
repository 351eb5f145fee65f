import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { agentType } from '#contract/agents.ts';
import { id } from '#contract/json.ts';
import type { Document, DocumentBlock, DocumentKind, DocumentSummary } from '#contract/documents.ts';
import { narrowTo } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';

type Row = {
  id: string; project_id: string; kind: DocumentKind; finding_type: Document['findingType']; title: string; version: number;
  status: Document['status']; blocks: DocumentBlock[] | null; created_at: Date; updated_at: Date; created_by: string | null; at: string;
  author_name: string | null; agent_type: string | null; run_id: string | null; status_at: Date | null; status_by_name: string | null;
  approved_at: Date | null; approved_by_name: string | null; open_comments: number;
};
export type Place = { at: string; id: string };
export type DocumentRow = DocumentSummary & { place: Place };

export const versionedTables = { requirements: 'project_requirements', architecture: 'technical_architecture', 'ui-design': 'ui_design' } as const;

const findingType = (row: string) => sql`case when ${sql.ref(`${row}.metadata`)} ->> 'agent' = 'scanning' then 'scan' else ${sql.ref(`${row}.context_type`)} end`;

// One shape over the four tables; every row is one version, versions share project, kind and title.
const documents = (findingVersion: RawBuilder<unknown>) => sql`(
  ${sql.join(Object.entries(versionedTables).map(([kind, table]) => sql`
    select id, project_id, ${sql.lit(kind)} as kind, null::text as finding_type, title, version, status, content, created_at, updated_at, created_by,
      agent_type, run_id::text, status_at, status_by, approved_at, approved_by from ${sql.table(table)}`), sql` union all `)}
  union all select c.id, c.project_id, 'finding', ${findingType('c')}, c.title, ${findingVersion}, null, c.content, c.created_at, c.updated_at, c.created_by,
    c.metadata ->> 'agent', c.metadata ->> 'runId', null, null, null, null from project_context c
)`;
// Findings are counted as they come: over a whole project at once, or for the one that is asked for.
const countedTogether = documents(sql`(row_number() over (partition by c.project_id, ${findingType('c')}, c.title order by c.created_at, c.id))::int`);
const countedAlone = documents(sql`(select count(*)::int from project_context e where e.project_id = c.project_id and e.title = c.title
  and ${findingType('e')} = ${findingType('c')} and (e.created_at, e.id) <= (c.created_at, c.id))`);

const isSameDocument = (a: string, b: string) => sql`${sql.ref(`${a}.project_id`)} = ${sql.ref(`${b}.project_id`)} and ${sql.ref(`${a}.kind`)} = ${sql.ref(`${b}.kind`)}
  and ${sql.ref(`${a}.title`)} = ${sql.ref(`${b}.title`)} and ${sql.ref(`${a}.finding_type`)} is not distinct from ${sql.ref(`${b}.finding_type`)}`;
const nameOf = (column: string) => sql`(select display_name from member_profiles p where p.id = ${sql.ref(column)})`;
const columns = sql`d.id, d.project_id, d.kind, d.finding_type, d.title, d.version, d.status, d.created_at, d.updated_at, d.created_by, d.created_at::text as at,
  ${nameOf('d.created_by')} as author_name, d.agent_type, d.run_id, d.status_at, ${nameOf('d.status_by')} as status_by_name,
  d.approved_at, ${nameOf('d.approved_by')} as approved_by_name,
  (select count(*)::int from document_comments t join ${documents(sql`1`)} s on s.id = coalesce(t.requirements_id, t.architecture_id, t.ui_design_id, t.finding_id)
    where t.project_id = d.project_id and t.thread_id is null and t.resolved_at is null and ${isSameDocument('s', 'd')}) as open_comments`;

/** The newest version of each document of a project, the latest written first. */
export async function listDocuments(tx: Tx, projectId: string, limit: number, after?: Place): Promise<DocumentRow[]> {
  const beyond = after ? sql`and (n.created_at, n.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<Row>`
    select ${columns} from (
      select n.* from (
        select distinct on (kind, finding_type, title) * from ${countedTogether} v where v.project_id = ${projectId}
        order by kind, finding_type, title, version desc, created_at desc
      ) n where true ${beyond} order by n.created_at desc, n.id desc limit ${limit}
    ) d order by d.created_at desc, d.id desc`.execute(tx);
  return rows.map(summaryOf);
}

export async function findDocument(tx: Tx, id: string): Promise<Document | null> {
  const { rows } = await sql<Row>`select ${columns}, d.content -> 'blocks' as blocks from ${countedAlone} d where d.id = ${id}`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  const { place: _place, ...found } = summaryOf(row);
  return { ...found, blocks: Array.isArray(row.blocks) ? row.blocks : [] };
}

/** One version, with the transaction narrowed to its project; not_found for whoever may not see it. */
export async function getDocument(tx: Tx, id: string): Promise<Document> {
  const found = await findDocument(tx, id);
  if (!found) throw notFound('document');
  await narrowTo(tx, found.projectId);
  return found;
}

/** Every version of the document that `one` is a version of, newest first. */
export async function listDocumentVersions(tx: Tx, one: DocumentSummary, limit: number, after?: Place): Promise<DocumentRow[]> {
  const beyond = after ? sql`and (d.created_at, d.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<Row>`
    select ${columns} from ${countedTogether} d
    where d.project_id = ${one.projectId} and d.kind = ${one.kind} and d.title = ${one.title} and d.finding_type is not distinct from ${one.findingType}
    ${beyond} order by d.created_at desc, d.id desc limit ${limit}`.execute(tx);
  return rows.map(summaryOf);
}

function summaryOf(row: Row): DocumentRow {
  // What a finding tells of itself is JSON: it may be anything.
  const agent = agentType.safeParse(row.agent_type).data ?? null;
  const runId = id.safeParse(row.run_id).data ?? null;
  const time = (value: Date | null) => value?.toISOString() ?? null;
  return {
    id: row.id, projectId: row.project_id, kind: row.kind, findingType: row.finding_type, title: row.title, version: row.version,
    status: row.status, createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString(), createdBy: row.created_by,
    authorName: row.author_name, agent, runId, statusAt: time(row.status_at), statusByName: row.status_by_name,
    approvedAt: time(row.approved_at), approvedByName: row.approved_by_name, openComments: row.open_comments,
    place: { at: row.at, id: row.id },
  };
}
