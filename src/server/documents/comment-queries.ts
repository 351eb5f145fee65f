import { sql } from 'kysely';
import type { DocumentComment } from '#contract/document-comments.ts';
import type { Document, DocumentKind, DocumentSummary } from '#contract/documents.ts';
import type { Tx } from '#server/platform/database/index.ts';

type Row = {
  id: string; document_id: string; version: number; kind: DocumentKind; title: string; project_id: string; thread_id: string | null; quote: string | null; block_index: number | null; body: string;
  created_at: Date; created_by: string | null; author_name: string | null; resolved_at: Date | null; resolved_by_name: string | null;
  resolved_agent: DocumentComment['resolvedAgent']; resolution: string | null;
};
export type FoundComment = DocumentComment & { projectId: string; kind: DocumentKind; title: string };

const references = { requirements: 'requirements_id', architecture: 'architecture_id', 'ui-design': 'ui_design_id', finding: 'finding_id' } as const;

// A comment with the version it was written at, whichever of the four tables that lies in.
const comments = sql`
  select c.id, c.project_id, coalesce(c.requirements_id, c.architecture_id, c.ui_design_id, c.finding_id) as document_id,
    coalesce(r.version, a.version, u.version, 1) as version, coalesce(r.title, a.title, u.title, f.title) as title,
    case when r.id is not null then 'requirements' when a.id is not null then 'architecture' when u.id is not null then 'ui-design' else 'finding' end as kind,
    c.thread_id, c.quote, c.block_index, c.body, c.created_at, c.created_by, w.display_name as author_name,
    c.resolved_at, b.display_name as resolved_by_name, c.resolved_agent, c.resolution
  from document_comments c
  left join project_requirements r on r.id = c.requirements_id left join technical_architecture a on a.id = c.architecture_id
  left join ui_design u on u.id = c.ui_design_id left join project_context f on f.id = c.finding_id
  left join member_profiles w on w.id = c.created_by left join member_profiles b on b.id = c.resolved_by`;

/** All comments on a document, whichever version they were written at, oldest first. */
export async function listComments(tx: Tx, one: DocumentSummary): Promise<FoundComment[]> {
  const { rows } = await sql<Row>`select * from (${comments}) c where c.project_id = ${one.projectId}::uuid and c.kind = ${one.kind}
    and c.title = ${one.title} order by c.created_at, c.id limit 500`.execute(tx);
  return rows.map(commentOf);
}

/** Threads of a project that nobody resolved yet, with their answers, oldest first. */
export async function listOpenComments(tx: Tx, projectId: string): Promise<FoundComment[]> {
  const { rows } = await sql<Row>`
    with open as (select id from document_comments where project_id = ${projectId}::uuid and thread_id is null and resolved_at is null order by created_at limit 50)
    select * from (${comments}) c where c.project_id = ${projectId}::uuid and (c.id in (select id from open) or c.thread_id in (select id from open))
    order by c.created_at, c.id limit 300`.execute(tx);
  return rows.map(commentOf);
}

export async function findComment(tx: Tx, id: string): Promise<FoundComment | null> {
  const { rows } = await sql<Row>`select * from (${comments}) c where c.id = ${id}::uuid`.execute(tx);
  return rows[0] ? commentOf(rows[0]) : null;
}

export async function insertComment(tx: Tx, on: Document, values: { body: string; thread_id?: string; block_index?: number; quote?: string }): Promise<string> {
  const row = { project_id: on.projectId, [references[on.kind]]: on.id, ...values };
  return (await tx.insertInto('document_comments').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

/** False when the caller may see the comment but not settle it. */
export async function updateResolved(tx: Tx, id: string, change: { resolution: string | null; runId?: string } | null): Promise<boolean> {
  const set = change
    ? { resolved_at: sql<Date>`now()`, resolution: change.resolution, ...(change.runId === undefined ? {} : { resolved_run_id: change.runId }) }
    : { resolved_at: null };
  return (await tx.updateTable('document_comments').set(set).where('id', '=', id).returning('id').executeTakeFirst()) !== undefined;
}

/** False when the caller may see the comment but not delete it. */
export async function deleteComment(tx: Tx, id: string): Promise<boolean> {
  return (await tx.deleteFrom('document_comments').where('id', '=', id).returning('id').executeTakeFirst()) !== undefined;
}

function commentOf(row: Row): FoundComment {
  return {
    id: row.id, projectId: row.project_id, documentId: row.document_id, kind: row.kind, title: row.title, version: row.version, threadId: row.thread_id,
    quote: row.quote, blockIndex: row.block_index, body: row.body, createdAt: row.created_at.toISOString(), createdBy: row.created_by, authorName: row.author_name,
    resolvedAt: row.resolved_at?.toISOString() ?? null, resolvedByName: row.resolved_by_name, resolvedAgent: row.resolved_agent, resolution: row.resolution,
  };
}
