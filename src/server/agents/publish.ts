import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { buildBundle, insertVersion, publishVersion } from '#server/artifacts/index.ts';
import { asActor, type Tx } from '#server/platform/database/index.ts';
import { writeBlob } from '#server/platform/files/index.ts';
import { deriveId } from './derive-id.ts';
import { contentHash, mainFileOf, type DraftFile } from './draft.ts';
import { isWorking, lockChat, RunOver } from './runs/events.ts';
import { fileBucket } from './runs/load-app.ts';
import { collectionsNow, type RunRef, type RunState } from './runs/state.ts';
import { traceFiles } from './trace.ts';
import type { ToolCall } from './tool.ts';
import type { PublishVersionInput, PublishVersionOutput } from './tools/publish-version.ts';

/** The files of a version, as its row has them. */
export type Manifest = { path: string; hash: string; size: number; isMainFile: boolean }[];

/**
 * Builds the draft and, when it builds, stores it as the app's next version:
 * bytes first, then all rows in one transaction as the asker. Publishing the
 * same files again in a run gives the version that is there.
 */
export async function publish(input: PublishVersionInput, call: ToolCall): Promise<PublishVersionOutput> {
  const files = await call.state.draft.files();
  const mainFile = mainFileOf(files);
  if (!mainFile) return refused('The app has no main file. Mark the file whose default export is the component App with isMainFile.');
  const built = await buildBundle(files, mainFile);
  if (!built.ok) return { ok: false, errors: built.errors };
  const { artifactId } = call.state.base;
  const manifest = manifestOf(files, mainFile);
  await writeFiles(artifactId, files, manifest);
  const version = await asActor(call.actor, (tx) => store(tx, input, call, manifest), { projectId: call.run.projectId });
  const unknownCriteria = await traceFiles(call, { title: input.title, version, traces: input.traces ?? [] });
  return { ok: true, artifactId, version, title: input.title, ...(unknownCriteria.length > 0 ? { unknownCriteria } : {}) };
}

/**
 * Stores the draft of a run that ended early as a version beside the current
 * one, whether it builds or not. The version's id is derived from the run's: it is there once.
 */
export async function keepVersion(run: RunRef, state: RunState, o: { title: string; summary: string; changes: string[] }): Promise<void> {
  const files = await state.draft.files();
  const { artifactId } = state.base;
  const manifest = manifestOf(files, mainFileOf(files));
  await writeFiles(artifactId, files, manifest);
  await asActor({ userId: run.askerId, agent: 'coder' }, async (tx) => {
    await lockChat(tx, run.chatId);
    const id = deriveId(run.runId, 'partial');
    const before = await tx.selectFrom('artifact_versions').select('id').where('artifact_id', '=', artifactId)
      .where((eb) => eb.or([eb('id', '=', id), eb.and([eb('run_id', '=', run.runId), eb('content_hash', '=', hashOf(manifest))])])).executeTakeFirst();
    if (before) return;
    // The app itself is left as it is: its title and status are those of the current version.
    if (state.base.version === 0) await insertArtifact(tx, run, artifactId, { title: o.title, summary: o.summary, status: 'pending' });
    await insertVersion(tx, {
      id, artifactId, projectId: run.projectId, summary: o.summary, changes: o.changes, files: manifest, collections: storedCollections(state),
      blueprint: state.published?.blueprint ?? state.base.blueprint, contentHash: hashOf(manifest), runId: run.runId, isPartial: true,
    });
  }, { projectId: run.projectId });
}

async function writeFiles(artifactId: string, files: DraftFile[], manifest: Manifest): Promise<void> {
  // Also when they are there: new bytes are safe from the sweep until a version names them.
  for (const [n, { hash }] of manifest.entries()) await writeBlob(fileBucket, `${artifactId}/${hash}`, files[n]!.content);
}

function storedCollections(state: RunState) {
  return collectionsNow(state).map(({ name, title, schema, samples }) => ({ name, title, schema, samples: samples ?? [] }));
}

export function manifestOf(files: DraftFile[], mainFile: string | null): Manifest {
  return files.map(({ path, content, isMainFile }) => ({
    path, hash: contentHash(content), size: Buffer.byteLength(content), isMainFile: isMainFile || path === mainFile,
  }));
}

async function store(tx: Tx, input: PublishVersionInput, call: ToolCall, files: Manifest): Promise<number> {
  const { run, state } = call;
  const { artifactId } = state.base;
  // Against a stop at the same moment: what a person stopped must not appear afterwards.
  await lockChat(tx, run.chatId);
  const { status } = await tx.selectFrom('agent_runs').select('status').where('id', '=', run.runId).executeTakeFirstOrThrow();
  if (!isWorking(status)) throw new RunOver(`run ${run.runId} is ${status}`);
  await upsertArtifact(tx, input, call);
  const hash = hashOf(files);
  const before = await tx.selectFrom('artifact_versions').select(['number', 'content_hash'])
    .where('artifact_id', '=', artifactId).where('run_id', '=', run.runId).orderBy('number', 'desc').executeTakeFirst();
  if (before?.content_hash === hash) return before.number;
  return publishVersion(tx, {
    artifactId, projectId: run.projectId, summary: input.summary, changes: input.changes, files, collections: storedCollections(state),
    blueprint: input.blueprint ?? state.base.blueprint, contentHash: hash, runId: run.runId,
  });
}

async function upsertArtifact(tx: Tx, input: PublishVersionInput, { run, state }: ToolCall): Promise<void> {
  const { artifactId } = state.base;
  const changed = await tx.updateTable('artifacts').set({ title: input.title, status: 'ready', progress: 100 })
    .where('id', '=', artifactId).returning('id').executeTakeFirst();
  if (!changed) await insertArtifact(tx, run, artifactId, { ...input, status: 'ready' });
  await nameChat(tx, run.chatId, input.title);
}

async function insertArtifact(tx: Tx, run: RunRef, id: string, o: { title: string; summary: string; status: 'ready' | 'pending' }): Promise<void> {
  await tx.insertInto('artifacts').values({
    id, project_id: run.projectId, chat_id: run.chatId, title: o.title, description: o.summary,
    artifact_type: 'app', status: o.status, progress: o.status === 'ready' ? 100 : 0,
  }).onConflict((c) => c.column('id').doNothing()).execute();
}

/** A chat that its first message named takes the name of its app; one that a person named keeps it. */
async function nameChat(tx: Tx, chatId: string, title: string): Promise<void> {
  await sql`update chat_sessions set title = ${title}, settings = settings - 'provisionalTitle'
    where id = ${chatId}::uuid and settings ? 'provisionalTitle'`.execute(tx);
}

/** SHA-256 over paths and contents of all files, in the order of their paths. */
export function hashOf(files: Manifest): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.path}\0${file.hash}\0${file.isMainFile ? 'main' : ''}\n`);
  return hash.digest('hex');
}

function refused(message: string): PublishVersionOutput {
  return { ok: false, errors: [{ message }] };
}
