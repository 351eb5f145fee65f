import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { DocumentBlock } from '#contract/documents.ts';
import { idsFor, newestVersion } from '#server/documents/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { toAppError } from '#server/platform/errors.ts';
import { documentText } from './context/document-text.ts';
import { deriveId } from './derive-id.ts';
import type { RunState } from './runs/state.ts';
import type { DocumentOutput } from './tools/document-output.ts';
import type { ToolCall, ToolReport } from './tool.ts';

export type VersionedKind = 'requirements' | 'architecture' | 'ui-design';

const tables: Record<VersionedKind, string> = {
  requirements: 'project_requirements', architecture: 'technical_architecture', 'ui-design': 'ui_design',
};

const titles: Record<VersionedKind, string> = { requirements: 'requirements', architecture: 'architecture', 'ui-design': 'UI design' };

export type NewDocument = {
  kind: VersionedKind;
  /** The app's name; the document's title is made from it. */
  appTitle: string;
  blocks: DocumentBlock[];
  /** What the agent wrote, as it wrote it; a document changes when this does. */
  source: unknown;
  /** Further columns of the table, as JSON or text. */
  columns?: Record<string, unknown>;
};

/**
 * Stores a document as the asker: a new draft when it says something new, one
 * per run unless somebody moved or changed it meanwhile. People who may not write documents get a reason.
 */
export async function saveDocument(call: ToolCall, document: NewDocument): Promise<DocumentOutput> {
  try {
    return await store(call, document);
  } catch (error) {
    const known = toAppError(error);
    if (known.code === 'already_exists') return store(call, document);
    if (known.code !== 'not_allowed') throw error;
    return { saved: false, reason: 'Documents of this project are written for its owners and managers; the person who asked is neither. Work on without it.' };
  }
}

/** The title under which versions of a document are counted. */
export function documentTitle(kind: VersionedKind, appTitle: string): string {
  return `${appTitle.slice(0, 150)}: ${titles[kind]}`;
}

async function store(call: ToolCall, document: NewDocument): Promise<DocumentOutput> {
  const { projectId, runId } = call.run;
  const table = sql.table(tables[document.kind]);
  const title = documentTitle(document.kind, document.appTitle);
  const id = deriveId(runId, document.kind, title);
  return asActor(call.actor, async (tx) => {
    const latest = await newestVersion(tx, document.kind, projectId, title);
    // As it comes back from the table: without what JSON leaves out.
    const source: unknown = JSON.parse(JSON.stringify(document.source));
    if (latest && isDeepStrictEqual(latest.source, source)) return { saved: true, documentId: latest.id, version: latest.version, changed: latest.id === id };
    const content = JSON.stringify({ ...idsFor(document.kind, document.blocks, latest), source });
    const values = { content, ...jsonOf(document.columns ?? {}) };
    if (latest?.id === id) {
      const set = sql.join(Object.entries(values).map(([name, value]) => sql`${sql.ref(name)} = ${value}`));
      const updated = await sql`update ${table} set ${set} where id = ${id}::uuid and status = 'draft' returning id`.execute(tx);
      if (updated.rows.length === 1) return { saved: true, documentId: id, version: latest.version, changed: true };
    }
    const version = (latest?.version ?? 0) + 1;
    const isTaken = latest !== null && (await sql`select from ${table} where id = ${id}::uuid`.execute(tx)).rows.length > 0;
    const row = { id: isTaken ? deriveId(id, version) : id, project_id: projectId, title, version, status: 'draft', run_id: runId, ...values };
    const names = sql.join(Object.keys(row).map((name) => sql.ref(name)));
    await sql`insert into ${table} (${names}) values (${sql.join(Object.values(row))})`.execute(tx);
    return { saved: true, documentId: row.id, version, changed: true };
  }, { projectId });
}

/** Hands a document on to the agents that come later in the run, stored or not. */
export function noteDocument(state: RunState, document: Pick<NewDocument, 'kind' | 'appTitle' | 'blocks'>, output: DocumentOutput): void {
  const { kind, appTitle, blocks } = document;
  const title = documentTitle(kind, appTitle);
  const written = { kind, title, version: output.saved ? output.version : 1, status: output.saved ? 'draft' : null, text: documentText(blocks) };
  state.documents = [written, ...state.documents.filter((other) => other.title !== title)];
}

function jsonOf(columns: Record<string, unknown>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
}

/** What the person sees of a document tool's call. */
export function documentReport(output: DocumentOutput, kind: VersionedKind, appTitle: string): ToolReport {
  if (!output.saved) return { ok: true, summary: 'Not stored: only owners and managers write documents.' };
  const title = documentTitle(kind, appTitle);
  const { documentId, version } = output;
  if (!output.changed) return { ok: true, summary: `Version ${version} still holds.`, parts: [{ type: 'data-document', data: { documentId, kind, title, version } }] };
  return {
    ok: true,
    summary: `Version ${version}`,
    parts: [{ type: 'data-document', data: { documentId, kind, title, version } }],
    events: [{ type: 'document.written', documentId, kind, title, version }],
  };
}
