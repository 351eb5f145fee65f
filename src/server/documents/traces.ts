import type { TracedCriterion, TraceState } from '#contract/traces.ts';

/** A version of an app by what it holds: file hashes by path, schemas by name, and a hash over all files. */
export type AppVersion = { number: number; files: Map<string, string>; collections: Map<string, string>; contentHash: string };
export type CodeTrace = { text: string; version: number; files: string[]; collections: string[] };
export type CheckTrace = { text: string; version: number; findingId: string; check: string; ok: boolean; at: string };

/** As much of a criterion as a trace keeps. */
export const tracedText = (text: string): string => text.slice(0, 2000);

type Evidence = {
  /** The last word of the coder on this criterion, and of the checks; both of the same app. */
  code: CodeTrace | null;
  checks: CheckTrace[];
  versions: Map<number, AppVersion>;
  current: AppVersion | null;
};

/** What stands behind a criterion as it reads now, and whether that still holds. */
export function traceCriterion(criterion: { id: string; text: string; story: string | null }, e: Evidence): TracedCriterion {
  const since = e.versions.get(e.checks[0]?.version ?? e.code?.version ?? -1);
  const files = (e.code?.files ?? []).map((path) => {
    const isGone = e.current !== null && !e.current.files.has(path);
    return { path, isGone, isChanged: isGone || e.current?.files.get(path) !== since?.files.get(path) };
  });
  const collections = (e.code?.collections ?? []).map((name) => ({ name, isChanged: e.current?.collections.get(name) !== since?.collections.get(name) }));
  const { state, reason } = judge(tracedText(criterion.text), e, since, [...files.filter((f) => f.isChanged).map((f) => f.path), ...collections.filter((c) => c.isChanged).map((c) => c.name)]);
  return {
    ...criterion, state, reason, files, collections,
    checks: e.checks.map(({ findingId, check, ok, version, at }) => ({ findingId, text: check, ok, version, at })),
  };
}

function judge(text: string, e: Evidence, since: AppVersion | undefined, changed: string[]): { state: TraceState; reason: string | null } {
  if (e.checks.some((check) => check.text !== text)) return stale('The criterion reads otherwise than when it was checked.');
  if (e.code !== null && e.code.text !== text) return stale('The criterion reads otherwise than when the files were written for it.');
  const [check] = e.checks;
  if (!check) return { state: 'unchecked', reason: null };
  if (changed.length > 0) return stale(`Changed since the check of version ${check.version}: ${changed.join(', ')}.`);
  // Where nobody said which files it is about, any change may be about it.
  if (e.code === null && since?.contentHash !== e.current?.contentHash) return stale(`The app changed since the check of version ${check.version}.`);
  return { state: e.checks.every(({ ok }) => ok) ? 'covered' : 'failing', reason: null };
}

const stale = (reason: string) => ({ state: 'stale' as const, reason });
