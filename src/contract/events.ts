import { z } from 'zod';
import { agentType, runError, runStatus, step } from './agents.ts';
import { chatListItem, message } from './chats.ts';
import { id } from './json.ts';
import { runRequest } from './requests.ts';

/**
 * What `GET /api/chats/:id/events` sends: `event:` is `type`, `id:` the cursor
 * (a decimal number that only grows within a chat), `data:` the whole event.
 * Order within a run: message.created, run.started, run.planned, then per step
 * step.started, its output, step.finished; run.finished is the last one.
 * When a step is repeated after a crash, `step.started` comes again with a
 * higher `attempt`: readers drop what they hold of the earlier attempt. After a
 * crash while the orchestrator spoke, run.started may come again; its words go on
 * where they ended, and message.created replaces the draft with that id.
 */
const base = { runId: id };

export const chatEvent = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('message.created'), message }),
  z.object({ ...base, type: z.literal('run.started'), model: z.string() }),
  z.object({ ...base, type: z.literal('run.planned'), steps: z.array(step) }),
  z.object({ ...base, type: z.literal('run.progress'), progress: z.number().int().min(0).max(100) }),
  z.object({ ...base, type: z.literal('step.started'), stepIndex: z.number().int(), agent: agentType, intent: z.string(), attempt: z.number().int() }),
  /** Text as an agent writes it; `stepIndex` null means the orchestrator speaking to the person. */
  z.object({ ...base, type: z.literal('text.delta'), stepIndex: z.number().int().nullable(), agent: agentType, messageId: id, delta: z.string() }),
  z.object({ ...base, type: z.literal('tool.called'), stepIndex: z.number().int().nullable(), callId: z.string(), tool: z.string(), title: z.string() }),
  z.object({ ...base, type: z.literal('tool.finished'), stepIndex: z.number().int().nullable(), callId: z.string(), ok: z.boolean(), summary: z.string().optional() }),
  z.object({ ...base, type: z.literal('step.finished'), step }),
  z.object({ ...base, type: z.literal('document.written'), documentId: id, kind: z.string(), title: z.string(), version: z.number().int() }),
  z.object({ ...base, type: z.literal('comment.resolved'), documentId: id }),
  z.object({ ...base, type: z.literal('artifact.updated'), artifactId: id, title: z.string(), version: z.number().int() }),
  /** After each model call: what the run took so far. Cost is null when a price is not known. */
  z.object({ ...base, type: z.literal('run.usage'), tokens: z.number().int(), costMicrodollars: z.number().int().nullable() }),
  z.object({ ...base, type: z.literal('run.finished'), status: runStatus, error: runError.optional() }),
  /** The run asks something and waits, for as long as it takes; it goes on with the first answer. */
  z.object({ ...base, type: z.literal('request.created'), request: runRequest }),
  z.object({ ...base, type: z.literal('request.answered'), requestId: id }),
]);
export type ChatEvent = z.infer<typeof chatEvent>;
export type ChatEventType = ChatEvent['type'];

/** What `GET /api/artifacts/:id/events` sends: a record of app data changed, or a new version is there. */
export const artifactEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('records.changed'), collection: z.string() }),
  z.object({ type: z.literal('version.created'), version: z.number().int() }),
]);
export type ArtifactEvent = z.infer<typeof artifactEvent>;

/**
 * With `?presence=true`, `GET /api/chats/:id/events` also tells who else has the chat open. It has no `id:`, so it
 * moves no cursor; each one says all there is to say, and after a reconnect it comes anew.
 */
export const presenceEvent = z.object({
  type: z.literal('presence.changed'),
  people: z.array(z.object({ userId: id, displayName: z.string(), isTyping: z.boolean() })),
});
export type PresenceEvent = z.infer<typeof presenceEvent>;

/** What `GET /api/projects/:id/events` sends, without cursors: first all that there is, then what changes. */
export const projectEvent = z.discriminatedUnion('type', [
  /** The project's chats, the latest first, as many as the list's first page. */
  z.object({ type: z.literal('chats.listed'), chats: z.array(chatListItem) }),
  z.object({ type: z.literal('chat.changed'), chat: chatListItem }),
  /** Deleted, or put away. */
  z.object({ type: z.literal('chat.removed'), chatId: id }),
  /** How many mentions of the caller, in all projects, were not seen yet. */
  z.object({ type: z.literal('mentions.counted'), unseen: z.number().int() }),
]);
export type ProjectEvent = z.infer<typeof projectEvent>;
