import { sql } from 'kysely';
import type { DocumentBlock } from '#contract/documents.ts';
import type { Tx } from '#server/platform/database/index.ts';
import type { DocumentText } from '../context/material.ts';
import { documentText } from '../context/document-text.ts';

const maxDocuments = 40;
/** Characters of all documents together whose texts are loaded; the others are named, and read with a tool. */
const maxCharacters = 160_000;

type Row = { id: string; kind: string; title: string; version: number; status: string | null; blocks: DocumentBlock[] | null };

const all = sql`(
  select id, project_id, 'requirements' as kind, title, version, status, content, updated_at from project_requirements
  union all select id, project_id, 'architecture', title, version, status, content, updated_at from technical_architecture
  union all select id, project_id, 'ui-design', title, version, status, content, updated_at from ui_design
  union all select id, project_id, 'finding', title, 1, null, content, updated_at from project_context
)`;

/** The latest version of each document of a project with its text, the latest written first. */
export async function listDocumentTexts(tx: Tx, projectId: string): Promise<(DocumentText & { id: string })[]> {
  const { rows } = await sql<Row>`
    select id, kind, title, version, status, content -> 'blocks' as blocks from (
      select distinct on (kind, case when kind = 'finding' then id::text else title end) *
      from ${all} d where d.project_id = ${projectId}::uuid
      order by kind, case when kind = 'finding' then id::text else title end, version desc
    ) n where status is distinct from 'archived' order by updated_at desc, id limit ${maxDocuments}`.execute(tx);
  let left = maxCharacters;
  return rows.map(({ blocks, ...row }) => {
    const text = textOf(blocks);
    const fits = text.length <= left;
    if (fits) left -= text.length;
    return { ...row, text: fits ? text : null };
  });
}

/** A document by its title or id, in the version asked for or the latest; null when the person does not see one in this project. */
export async function findDocumentText(tx: Tx, projectId: string, wanted: { title: string; version?: number | undefined }): Promise<(DocumentText & { id: string }) | null> {
  const { rows } = await sql<Row>`
    select id, kind, title, version, status, content -> 'blocks' as blocks from ${all} d
    where d.project_id = ${projectId}::uuid and (lower(d.title) = lower(${wanted.title}) or d.id::text = lower(${wanted.title}))
      and (${wanted.version ?? null}::int is null or d.version = ${wanted.version ?? null}::int)
    order by version desc, updated_at desc limit 1`.execute(tx);
  const row = rows[0];
  if (!row) return null;
  const { blocks, ...document } = row;
  return { ...document, text: textOf(blocks) };
}

function textOf(blocks: DocumentBlock[] | null): string {
  return Array.isArray(blocks) ? documentText(blocks) : '';
}
