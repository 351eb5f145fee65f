import { recordTraces } from '#server/documents/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { toAppError } from '#server/platform/errors.ts';
import { deriveId } from './derive-id.ts';
import { documentTitle } from './save-document.ts';
import type { ToolCall } from './tool.ts';
import type { PublishVersionInput } from './tools/publish-version.ts';
import type { ReportFindingInput } from './tools/report-finding.ts';

type Written = { title: string; version: number; traces: NonNullable<PublishVersionInput['traces']> };

/** Notes which files of a version meet which criteria; answers with the criteria that no requirements have. */
export function traceFiles(call: ToolCall, { title, version, traces }: Written): Promise<string[]> {
  const place = { ...placeOf(call), artifactId: call.state.base.artifactId, version, documentTitle: documentTitle('requirements', title) };
  return record(call, place, traces, ['files', version]);
}

/** Notes which criteria the checks of a stored finding tried, at the version that was checked. */
export async function traceChecks(call: ToolCall, findingId: string, finding: ReportFindingInput): Promise<void> {
  const { published, base } = call.state;
  const version = published?.version ?? base.version;
  if (version === 0) return;
  const checks = finding.items.flatMap(({ criterion, text, ok }) => (criterion === undefined ? [] : [{ criterion, findingId, check: text, ok }]));
  const place = { ...placeOf(call), artifactId: base.artifactId, version, documentTitle: documentTitle('requirements', published?.title ?? base.title) };
  await record(call, place, checks, ['checks', findingId]);
}

function placeOf({ run }: ToolCall) {
  return { projectId: run.projectId, runId: run.runId };
}

async function record(call: ToolCall, place: Parameters<typeof recordTraces>[1], said: Parameters<typeof recordTraces>[2], key: (string | number)[]): Promise<string[]> {
  const idOf = (n: number) => deriveId(call.run.runId, ...key, n, JSON.stringify(said[n]));
  try {
    return await asActor(call.actor, (tx) => recordTraces(tx, place, said, idOf), { projectId: place.projectId });
  } catch (error) {
    // Traces belong to the documents: who may not write those builds without them.
    if (toAppError(error).code === 'not_allowed') return [];
    throw error;
  }
}
