import { likeness } from '#contract/likeness.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { criteriaWithStories } from './matrix.ts';
import { tracedText } from './traces.ts';
import { insertTraces, listRequirements, type NewTrace } from './trace-queries.ts';

/** Where traces are written: at a version of an app, in a run. */
export type TracePlace = { projectId: string; runId: string; artifactId: string; version: number; /** The requirements with this title come first. */ documentTitle: string };
export type SaidTrace = { /** C3, or the criterion as it reads. */ criterion: string } & (
  { files: string[]; collections?: string[] | undefined } | { findingId: string; check: string; ok: boolean });

/**
 * Writes which files or checks stand behind which criteria. `idOf` gives the n-th trace its id, so that a repeated call
 * writes nothing twice. Answers with the criteria that no document of the project has.
 */
export async function recordTraces(tx: Tx, place: TracePlace, said: SaidTrace[], idOf: (n: number) => string): Promise<string[]> {
  if (said.length === 0) return [];
  const rank = ({ run_id, title }: { run_id: string | null; title: string }) => Number(run_id === place.runId) * 2 + Number(title === place.documentTitle);
  const documents = (await listRequirements(tx, place.projectId)).toSorted((a, b) => rank(b) - rank(a))
    .map((row, _n, all) => ({ id: row.id, isMeant: rank(row) > 0 || all.length === 1, criteria: criteriaWithStories(row.blocks) }));
  const taken = new Set<string>();
  const unknown: string[] = [];
  const rows = said.flatMap((trace, n): NewTrace[] => {
    const found = find(documents, trace.criterion, taken);
    if (!found) unknown.push(trace.criterion);
    const isEmpty = 'files' in trace && trace.files.length + (trace.collections ?? []).length === 0;
    if (!found || isEmpty) return [];
    if ('files' in trace) taken.add(found.document + found.id);
    return [{
      id: idOf(n), project_id: place.projectId, requirements_id: found.document, criterion: found.id, criterion_text: tracedText(found.text),
      artifact_id: place.artifactId, version: place.version, run_id: place.runId,
      ...('files' in trace ? { files: trace.files, collections: trace.collections ?? [] } : { finding_id: trace.findingId, check_text: trace.check.slice(0, 1000), ok: trace.ok }),
    }];
  });
  await insertTraces(tx, rows);
  return unknown;
}

type Documents = { id: string; /** Whether a bare C3 means this one. */ isMeant: boolean; criteria: { id: string; text: string }[] }[];

/** By id, by words, or by nearly the same words. Several stories may have a criterion of the same words: each is found once. */
function find(documents: Documents, said: string, taken: Set<string>): { document: string; id: string; text: string } | null {
  const tests = [
    (c: { id: string; text: string }) => c.id === said.trim().toUpperCase(),
    (c: { text: string }) => c.text === said.trim(),
    (c: { text: string }) => likeness(c.text, said) >= 0.85,
  ];
  for (const { id: document, isMeant, criteria } of documents) {
    for (const test of isMeant ? tests : tests.slice(1)) {
      const found = criteria.filter(test);
      const one = found.find(({ id }) => !taken.has(document + id)) ?? found[0];
      if (one) return { document, ...one };
    }
  }
  return null;
}
