import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { DocumentBlock } from '#contract/documents.ts';
import type { Tx } from '#server/platform/database/index.ts';
import type { AppVersion } from './traces.ts';

export type RequirementsRow = { id: string; title: string; version: number; run_id: string | null; blocks: DocumentBlock[] };

/** The newest version of each requirements document of a project that is not archived, the latest written first. */
export async function listRequirements(tx: Tx, projectId: string): Promise<RequirementsRow[]> {
  const { rows } = await sql<RequirementsRow>`
    select id, title, version, run_id, blocks from (
      select distinct on (title) id, title, version, run_id, status, created_at, coalesce(content -> 'blocks', '[]') as blocks
      from project_requirements where project_id = ${projectId}::uuid order by title, version desc
    ) d where status <> 'archived' order by created_at desc, id limit 50`.execute(tx);
  return rows;
}

export type TraceRow = {
  title: string; criterion: string; criterion_text: string; artifact_id: string; version: number; files: string[]; collections: string[];
  finding_id: string | null; check_text: string | null; ok: boolean | null; created_at: Date;
};

/** The latest traces of each criterion: of its files, and of its checks. */
export async function listTraces(tx: Tx, projectId: string): Promise<TraceRow[]> {
  const { rows } = await sql<TraceRow>`
    select * from (
      select r.title, t.criterion, t.criterion_text, t.artifact_id, t.version, t.files, t.collections, t.finding_id, t.check_text, t.ok, t.created_at,
        rank() over (partition by r.title, t.criterion, t.finding_id is null order by t.created_at desc, t.run_id) as age
      from document_traces t join project_requirements r on r.id = t.requirements_id where t.project_id = ${projectId}::uuid
    ) t where age = 1 order by created_at desc, check_text`.execute(tx);
  return rows;
}

export type AppOfTraces = { id: string; title: string; current: number; versions: Map<number, AppVersion> };

/** These versions of an app and its current one; null when the app is gone. */
export async function findTracedApp(tx: Tx, artifactId: string, numbers: number[]): Promise<AppOfTraces | null> {
  const { rows } = await sql<{ title: string; current_version: number; number: number; content_hash: string; files: { path: string; hash: string }[]; collections: { name: string; schema: unknown }[] }>`
    select a.title, a.current_version, v.number, v.content_hash, v.files, v.collections from artifacts a
    join artifact_versions v on v.artifact_id = a.id and (v.number = a.current_version or v.number = any (${numbers}))
    where a.id = ${artifactId}::uuid`.execute(tx);
  const [first] = rows;
  if (!first) return null;
  const versions = rows.map((row) => [row.number, {
    number: row.number, contentHash: row.content_hash, files: new Map(row.files.map(({ path, hash }) => [path, hash])),
    collections: new Map(row.collections.map(({ name, schema }) => [name, createHash('sha256').update(JSON.stringify(schema)).digest('hex')])),
  }] as const);
  return { id: artifactId, title: first.title, current: first.current_version, versions: new Map(versions) };
}

export type NewTrace = {
  id: string; project_id: string; requirements_id: string; criterion: string; criterion_text: string; artifact_id: string; version: number;
  files?: string[]; collections?: string[]; finding_id?: string; check_text?: string; ok?: boolean; run_id: string;
};

/** Traces that are there already stay as they are. */
export async function insertTraces(tx: Tx, rows: NewTrace[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('document_traces').values(rows).onConflict((c) => c.column('id').doNothing()).execute();
}
