import type { LanguageModelV4Content } from '@ai-sdk/provider';
import { asSystem, type Tx } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { mainFileOf, type BaseFile } from './draft.ts';
import { hashOf, manifestOf, type Manifest } from './publish.ts';
import { fileReader } from './runs/load-app.ts';
import { newRunState, type RunRef, type RunState } from './runs/state.ts';
import type { ToolCall } from './tool.ts';
import { draftTools } from './tools/index.ts';

export type Replay = { answers: number; versions: { number: number; isSame: boolean; /** Paths that differ. */ differing: string[] }[] };

type Version = { number: number; files: Manifest; content_hash: string; artifact_id: string };
type Recorded = { run: RunRef; answers: LanguageModelV4Content[][]; base: BaseFile[]; versions: Version[] };

/**
 * Works through a run's recorded model answers again, on a draft in memory: whatever changes files is done, nothing else is.
 * Tells of each version that the run published whether its files come out the same.
 */
export async function replayRun(runId: string): Promise<Replay> {
  const { run, answers, base, versions } = await asSystem('run ledger', (tx) => load(tx, runId));
  const artifactId = versions[0]?.artifact_id ?? '';
  const state = newRunState({ artifactId, title: '', version: 0, files: base, blueprint: null, collections: [] }, fileReader(artifactId));
  const made: Manifest[] = [];
  for (const part of answers.flat()) {
    if (part.type !== 'tool-call') continue;
    if (part.toolName === 'publish_version') made.push(await manifestNow(state));
    else await change(state, run, part);
  }
  // A run that was stopped may have kept what there was then.
  made.push(await manifestNow(state));
  return { answers: answers.length, versions: versions.map((version) => compare(version, made)) };
}

async function load(tx: Tx, runId: string): Promise<Recorded> {
  const row = await tx.selectFrom('agent_runs').selectAll().where('id', '=', runId).executeTakeFirst().catch(() => undefined);
  if (!row) throw notFound('run');
  const calls = await tx.selectFrom('run_calls').select('answer').where('run_id', '=', runId).where('kind', '=', 'model').where('ok', '=', true)
    .orderBy('started_at').orderBy('id').execute();
  const versions = await tx.selectFrom('artifact_versions').select(['number', 'files', 'content_hash', 'artifact_id'])
    .where('run_id', '=', runId).orderBy('number').execute() as unknown as Version[];
  const [first] = versions;
  const before = first && await tx.selectFrom('artifact_versions').select('files')
    .where('artifact_id', '=', first.artifact_id).where('number', '<', first.number).where('created_at', '<', row.started_at ?? row.created_at)
    .orderBy('number', 'desc').limit(1).executeTakeFirst();
  return {
    run: { runId, chatId: row.chat_id, projectId: row.project_id, askerId: row.created_by ?? '', model: row.model },
    answers: calls.map(({ answer }) => (answer as unknown as { content: LanguageModelV4Content[] }).content),
    base: (before?.files ?? []) as BaseFile[], versions,
  };
}

/** Does a call that changes the draft, as it was done then; one that was not understood then is not now. */
async function change(state: RunState, run: RunRef, part: Extract<LanguageModelV4Content, { type: 'tool-call' }>): Promise<void> {
  const tool = draftTools.find(({ name }) => name === part.toolName);
  const input = tool?.input.safeParse(parse(part.input));
  if (!tool || !input?.success) return;
  const call: ToolCall = { run, state, agent: 'coder', stepIndex: 0, signal: new AbortController().signal, actor: { userId: run.askerId } };
  const output = await tool.execute(input.data, call);
  await tool.apply?.(state, input.data, output, call.agent);
}

async function manifestNow(state: RunState): Promise<Manifest> {
  const files = await state.draft.files();
  return manifestOf(files, mainFileOf(files) ?? '');
}

function compare({ number, files, content_hash: hash }: Version, made: Manifest[]): Replay['versions'][number] {
  if (made.some((manifest) => hashOf(manifest) === hash)) return { number, isSame: true, differing: [] };
  const last = made.at(-1) ?? [];
  const hashes = (manifest: Manifest) => new Map(manifest.map((file) => [file.path, file.hash]));
  const [then, now] = [hashes(files), hashes(last)];
  return { number, isSame: false, differing: [...new Set([...then.keys(), ...now.keys()])].filter((path) => then.get(path) !== now.get(path)).sort() };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
