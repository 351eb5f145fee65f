import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { buildBundle, publishVersion } from '#server/artifacts/index.ts';
import { asActor, type Tx } from '#server/platform/database/index.ts';
import { writeBlob } from '#server/platform/files/index.ts';
import { contentHash, mainFileOf } from './draft.ts';
import { lockChat, RunOver } from './runs/events.ts';
import { fileBucket } from './runs/load-app.ts';
import { collectionsNow } from './runs/state.ts';
import { traceFiles } from './trace.ts';
import type { ToolCall } from './tool.ts';
import type { PublishVersionInput, PublishVersionOutput } from './tools/publish-version.ts';

type Manifest = { path: string; hash: string; size: number; isMainFile: boolean }[];

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
  const manifest: Manifest = [];
  for (const { path, content, isMainFile } of files) {
    const hash = contentHash(content);
    // Also when it is there: new bytes are safe from the sweep until a version names them.
    await writeBlob(fileBucket, `${artifactId}/${hash}`, content);
    manifest.push({ path, hash, size: Buffer.byteLength(content), isMainFile: isMainFile || path === mainFile });
  }
  const version = await asActor(call.actor, (tx) => store(tx, input, call, manifest), { projectId: call.run.projectId });
  const unknownCriteria = await traceFiles(call, { title: input.title, version, traces: input.traces ?? [] });
  return { ok: true, artifactId, version, title: input.title, ...(unknownCriteria.length > 0 ? { unknownCriteria } : {}) };
}

async function store(tx: Tx, input: PublishVersionInput, call: ToolCall, files: Manifest): Promise<number> {
  const { run, state } = call;
  const { artifactId } = state.base;
  // Against a stop at the same moment: what a person stopped must not appear afterwards.
  await lockChat(tx, run.chatId);
  const { status } = await tx.selectFrom('agent_runs').select('status').where('id', '=', run.runId).executeTakeFirstOrThrow();
  if (status !== 'running') throw new RunOver(`run ${run.runId} is ${status}`);
  await upsertArtifact(tx, input, call);
  const hash = hashOf(files);
  const before = await tx.selectFrom('artifact_versions').select(['number', 'content_hash'])
    .where('artifact_id', '=', artifactId).where('run_id', '=', run.runId).orderBy('number', 'desc').executeTakeFirst();
  if (before?.content_hash === hash) return before.number;
  const collections = collectionsNow(state).map(({ name, title, schema, samples }) => ({ name, title, schema, samples: samples ?? [] }));
  return publishVersion(tx, {
    artifactId, projectId: run.projectId, summary: input.summary, changes: input.changes, files, collections,
    blueprint: input.blueprint ?? state.base.blueprint, contentHash: hash, runId: run.runId,
  });
}

async function upsertArtifact(tx: Tx, input: PublishVersionInput, { run, state }: ToolCall): Promise<void> {
  const { artifactId } = state.base;
  const changed = await tx.updateTable('artifacts').set({ title: input.title, status: 'ready', progress: 100 })
    .where('id', '=', artifactId).returning('id').executeTakeFirst();
  if (changed) return;
  await tx.insertInto('artifacts').values({
    id: artifactId, project_id: run.projectId, chat_id: run.chatId, title: input.title, description: input.summary,
    artifact_type: 'app', status: 'ready', progress: 100,
  }).execute();
  await nameChat(tx, run.chatId, input.title);
}

/** A chat that its first message named takes the name of its app; one that a person named keeps it. */
async function nameChat(tx: Tx, chatId: string, title: string): Promise<void> {
  await sql`update chat_sessions set title = ${title}, settings = settings - 'provisionalTitle'
    where id = ${chatId}::uuid and settings ? 'provisionalTitle'`.execute(tx);
}

/** SHA-256 over paths and contents of all files, in the order of their paths. */
function hashOf(files: Manifest): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.path}\0${file.hash}\0${file.isMainFile ? 'main' : ''}\n`);
  return hash.digest('hex');
}

function refused(message: string): PublishVersionOutput {
  return { ok: false, errors: [{ message }] };
}
