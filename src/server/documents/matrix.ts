import type { DocumentBlock } from '#contract/documents.ts';
import type { TraceMatrix } from '#contract/traces.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { findTracedApp, listRequirements, listTraces, type TraceRow } from './trace-queries.ts';
import { traceCriterion } from './traces.ts';

/** For each requirements document of a project: its criteria as they read now, with files, checks and state. */
export async function traceMatrices(tx: Tx, projectId: string): Promise<TraceMatrix[]> {
  const traces = Map.groupBy(await listTraces(tx, projectId), ({ title }) => title);
  const matrices: TraceMatrix[] = [];
  for (const document of await listRequirements(tx, projectId)) {
    const latest = traces.get(document.title) ?? [];
    // A document is about one app: the one it was traced to last.
    const rows = latest.filter(({ artifact_id }) => artifact_id === latest[0]!.artifact_id);
    const app = rows[0] ? await findTracedApp(tx, rows[0].artifact_id, rows.map(({ version }) => version)) : null;
    const evidence = { versions: app?.versions ?? new Map(), current: app?.versions.get(app.current) ?? null };
    const criteria = criteriaWithStories(document.blocks).map((criterion) => {
      const own = rows.filter((row) => row.criterion === criterion.id);
      return traceCriterion(criterion, { ...evidence, code: codeOf(own), checks: own.flatMap(checkOf) });
    });
    if (criteria.length === 0) continue;
    matrices.push({
      documentId: document.id, title: document.title, version: document.version,
      artifactId: app?.id ?? null, appTitle: app?.title ?? null, appVersion: app?.current ?? null, criteria,
    });
  }
  return matrices;
}

function codeOf(rows: TraceRow[]) {
  const row = rows.find(({ finding_id }) => finding_id === null);
  return row ? { text: row.criterion_text, version: row.version, files: row.files, collections: row.collections } : null;
}

function checkOf(row: TraceRow) {
  if (row.finding_id === null) return [];
  return [{ text: row.criterion_text, version: row.version, findingId: row.finding_id, check: row.check_text ?? '', ok: row.ok === true, at: row.created_at.toISOString() }];
}

/** The criteria that have an id, each with the story whose checklist it stands in. */
export function criteriaWithStories(blocks: DocumentBlock[]): { id: string; text: string; story: string | null }[] {
  return blocks.flatMap((block, n) => {
    if (block.type !== 'checklist') return [];
    const before = blocks[n - 1];
    const story = before?.type === 'paragraph' ? before.text : null;
    return block.items.flatMap(({ id, text }) => (id === undefined ? [] : [{ id, text, story }]));
  });
}
