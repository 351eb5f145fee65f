import { sql } from 'kysely';
import type { Document, DocumentBlock, DocumentKind, DocumentSummary } from '#contract/documents.ts';
import type { Tx } from '#server/platform/database/index.ts';

type Row = {
  id: string; project_id: string; kind: DocumentKind; finding_type: Document['findingType']; title: string; version: number;
  status: Document['status']; blocks: DocumentBlock[] | null; created_at: Date; updated_at: Date; created_by: string | null; at: string;
};
export type Place = { at: string; id: string };
export type DocumentRow = DocumentSummary & { place: Place };

// One shape over the four tables; every row is one version, versions share project, kind and title.
const documents = sql`(
  select id, project_id, 'requirements' as kind, null::text as finding_type, title, version, status, content, created_at, updated_at, created_by from project_requirements
  union all select id, project_id, 'architecture', null, title, version, status, content, created_at, updated_at, created_by from technical_architecture
  union all select id, project_id, 'ui-design', null, title, version, status, content, created_at, updated_at, created_by from ui_design
  union all select id, project_id, 'finding', case when metadata ->> 'agent' = 'scanning' then 'scan' else context_type end, title, 1, null, content, created_at, updated_at, created_by from project_context
)`;
const summary = sql`d.id, d.project_id, d.kind, d.finding_type, d.title, d.version, d.status, null::jsonb as blocks, d.created_at, d.updated_at, d.created_by, d.created_at::text as at`;

/** The newest version of each document of a project, the latest written first. */
export async function listDocuments(tx: Tx, projectId: string, limit: number, after?: Place): Promise<DocumentRow[]> {
  const beyond = after ? sql`and (n.created_at, n.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<Row>`
    select * from (
      select distinct on (d.kind, d.finding_type, d.title) ${summary} from ${documents} d where d.project_id = ${projectId}
      order by d.kind, d.finding_type, d.title, d.version desc, d.created_at desc
    ) n where true ${beyond} order by n.created_at desc, n.id desc limit ${limit}`.execute(tx);
  return rows.map(summaryOf);
}

export async function findDocument(tx: Tx, id: string): Promise<Document | null> {
  const { rows } = await sql<Row>`
    select d.id, d.project_id, d.kind, d.finding_type, d.title, d.version, d.status, d.content -> 'blocks' as blocks,
      d.created_at, d.updated_at, d.created_by, '' as at
    from ${documents} d where d.id = ${id}`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  const { place: _place, ...found } = summaryOf(row);
  return { ...found, blocks: Array.isArray(row.blocks) ? row.blocks : [] };
}

/** Every version of the document that `one` is a version of, newest first. */
export async function listDocumentVersions(tx: Tx, one: DocumentSummary, limit: number, after?: Place): Promise<DocumentRow[]> {
  const beyond = after ? sql`and (d.created_at, d.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<Row>`
    select ${summary} from ${documents} d
    where d.project_id = ${one.projectId} and d.kind = ${one.kind} and d.title = ${one.title} and d.finding_type is not distinct from ${one.findingType}
    ${beyond} order by d.created_at desc, d.id desc limit ${limit}`.execute(tx);
  return rows.map(summaryOf);
}

function summaryOf(row: Row): DocumentRow {
  return {
    id: row.id, projectId: row.project_id, kind: row.kind, findingType: row.finding_type, title: row.title, version: row.version,
    status: row.status, createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString(), createdBy: row.created_by,
    place: { at: row.at, id: row.id },
  };
}
