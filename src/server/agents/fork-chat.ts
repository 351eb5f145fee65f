import { sql } from 'kysely';
import type { AgentType } from '#contract/agents.ts';
import type { Chat, Message, MessagePart } from '#contract/chats.ts';
import { publishVersion, type StoredVersion } from '#server/artifacts/index.ts';
import { asActor, asSystem, type Actor, type Tx } from '#server/platform/database/index.ts';
import { readBlob, writeBlob } from '#server/platform/files/index.ts';
import { deriveId } from './derive-id.ts';
import { fileBucket } from './runs/load-app.ts';

type Fork = { id: string; source: Pick<Chat, 'id' | 'projectId' | 'title'>; messageId: string };
type App = Omit<StoredVersion, 'number'> & { id: string; title: string; description: string | null };

/**
 * A new chat with the words of another one up to a message, and a copy of its app
 * as it was then. The caller's right to write in the project was checked before;
 * all ids are derived from the new chat's, so a repeat makes nothing twice.
 */
export async function forkChat(actor: Actor, fork: Fork): Promise<void> {
  const { id, source } = fork;
  const scope = { projectId: source.projectId };
  const app = await asActor(actor, (tx) => findAppAt(tx, fork), scope);
  const artifactId = deriveId(id, 'app');
  for (const file of app?.files ?? []) {
    const bytes = await readBlob(fileBucket, `${app!.id}/${file.hash}`);
    if (bytes) await writeBlob(fileBucket, `${artifactId}/${file.hash}`, bytes);
  }
  await asActor(actor, async (tx) => {
    await tx.insertInto('chat_sessions').values({ id, project_id: source.projectId, title: `${source.title.slice(0, 190)} (copy)` })
      .onConflict((c) => c.column('id').doNothing()).execute();
    if (app) await copyApp(tx, fork, app, artifactId);
  }, scope);
  // What agents said is written by the server alone; so are the names and times of others.
  await asSystem('agent runs', (tx) => copyMessages(tx, fork, app ? { from: app.id, to: artifactId } : null), { actorId: actor.userId });
}

/** The app's whole version that was current when the message was written. */
async function findAppAt(tx: Tx, { source, messageId }: Fork): Promise<App | null> {
  const { rows } = await sql<App>`
    select a.id, a.title, a.description, v.summary, v.files, v.collections, v.blueprint, v.content_hash as "contentHash"
    from artifacts a join artifact_versions v on v.artifact_id = a.id and not v.is_partial
    where a.chat_id = ${source.id}::uuid and v.created_at <= (select created_at from chat_messages where id = ${messageId}::uuid)
    order by v.number desc limit 1`.execute(tx);
  return rows[0] ?? null;
}

async function copyApp(tx: Tx, { id, source }: Fork, app: App, artifactId: string): Promise<void> {
  const made = await tx.insertInto('artifacts').values({
    id: artifactId, project_id: source.projectId, chat_id: id, title: app.title, description: app.description, artifact_type: 'app', status: 'ready', progress: 100,
  }).onConflict((c) => c.column('id').doNothing()).returning('id').executeTakeFirst();
  if (!made) return;
  await publishVersion(tx, {
    artifactId, projectId: source.projectId, summary: app.summary, changes: [], files: app.files, collections: app.collections,
    blueprint: app.blueprint, contentHash: app.contentHash,
  });
}

/** Words of people and of the orchestrator; what agents did in their steps stays with the run that did it. */
async function copyMessages(tx: Tx, { id, source, messageId }: Fork, app: { from: string; to: string } | null): Promise<void> {
  const { rows } = await sql<{ id: string; message_type: Message['messageType']; agent_type: AgentType | null; parts: MessagePart[]; created_at: Date; created_by: string | null }>`
    select id, message_type, agent_type, content->'parts' as parts, created_at, created_by from chat_messages
    where chat_id = ${source.id}::uuid and step_index is null
      and (created_at, id) <= (select created_at, id from chat_messages where id = ${messageId}::uuid) order by created_at, id`.execute(tx);
  for (const row of rows) {
    await tx.insertInto('chat_messages').values({
      id: deriveId(id, row.id), chat_id: id, project_id: source.projectId, message_type: row.message_type, agent_type: row.agent_type,
      content: JSON.stringify({ parts: row.parts.flatMap((part) => copied(part, app)) }), metadata: JSON.stringify({ copiedFrom: row.id }),
      created_at: row.created_at, created_by: row.created_by,
    }).onConflict((c) => c.column('id').doNothing()).execute();
  }
}

function copied(part: MessagePart, app: { from: string; to: string } | null): MessagePart[] {
  if (part.type !== 'data-artifact') return [part];
  return part.data.artifactId === app?.from ? [{ ...part, data: { ...part.data, artifactId: app.to, version: 1 } }] : [];
}
