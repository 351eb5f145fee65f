import { z } from 'zod';
import { agentType, run, runStatus } from './agents.ts';
import { id, shortText, time } from './json.ts';

/** Longest user message, in UTF-16 code units. */
export const maxMessageLength = 20_000;

/** A message part in the AI SDK's UI message form; `data-*` parts are ours. */
export const messagePart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('data-suggestions'), data: z.object({ prompts: z.array(z.string()) }) }),
  z.object({ type: z.literal('data-artifact'), data: z.object({ artifactId: id, title: z.string(), version: z.number().int() }) }),
  z.object({ type: z.literal('data-document'), data: z.object({ documentId: id, kind: z.string(), title: z.string(), version: z.number().int() }) }),
  z.object({ type: z.literal('data-tool'), data: z.object({ tool: z.string(), title: z.string(), ok: z.boolean(), summary: z.string().optional() }) }),
  /** Somebody of the project is mentioned: the text says `@name`, as the person was called then. */
  z.object({ type: z.literal('data-mention'), data: z.object({ userId: id, name: z.string() }) }),
]);
export type MessagePart = z.infer<typeof messagePart>;

export const message = z.object({
  id,
  chatId: id,
  messageType: z.enum(['user', 'ai', 'system']),
  agentType: agentType.nullable(),
  content: z.object({ parts: z.array(messagePart) }),
  /** Set on messages that a run wrote, and on the user message that started it. */
  runId: id.nullable(),
  /** The step of the run that wrote it; null for user messages and the orchestrator's own. */
  stepIndex: z.number().int().nullable(),
  createdAt: time,
  createdBy: id.nullable(),
  /** Display name of the author; null for agents and deleted accounts. */
  authorName: z.string().nullable(),
  /** What a person said in the middle of a run, which this message did not start. */
  during: z.object({ runId: id, as: z.enum(['guidance', 'answer']) }).optional(),
  /** The message repeats a request, to do a step of an earlier run again. */
  retries: z.object({ runId: id, stepIndex: z.number().int() }).optional(),
});
export type Message = z.infer<typeof message>;

/** Whether the crew shows its plan and waits, or begins at once. */
export const approval = z.enum(['ask', 'just_do_it']);
export type Approval = z.infer<typeof approval>;

export const chat = z.object({
  id,
  projectId: id,
  title: z.string(),
  createdAt: time,
  updatedAt: time,
  createdBy: id.nullable(),
  /** The app this chat works on, once there is one. */
  artifactId: id.nullable(),
  /** Null: as the model that answers suggests. */
  approval: approval.nullable(),
});
export type Chat = z.infer<typeof chat>;

/** A chat as a list shows it. */
export const chatListItem = chat.extend({
  /** Messages after the caller's read mark, counted up to `maxUnread`; 0 for who does not take part. */
  unread: z.number().int(),
  /** Mentions of the caller in there that were not seen yet. */
  mentions: z.number().int(),
  /** State of the run at work, else of the next one, else of the latest; null when there was none. */
  runStatus: runStatus.nullable(),
});
export type ChatListItem = z.infer<typeof chatListItem>;
export const maxUnread = 100;

export const createChat = z.object({ title: shortText.optional() });
export const changeChat = z.object({ title: shortText.optional(), approval: approval.optional() })
  .refine((changes) => Object.keys(changes).length > 0, 'Name what should change.');
export const forkChat = z.object({ messageId: id });
export const postMessage = z.object({
  text: z.string()
    .min(1, 'The message is empty.')
    .max(maxMessageLength, `The message is longer than ${maxMessageLength.toLocaleString('en')} characters.`)
    .refine((text) => text.trim() !== '', 'The message is empty.'),
  /** Members of the project whom the text mentions, each as `@name`. */
  mentions: z.array(z.object({ userId: id, name: shortText })).max(20, 'A message mentions 20 people at most.').optional(),
});
export const postMessageResult = z.object({ message, run });

/**
 * A chat as first loaded: `cursor` is where to start the event stream so that
 * every event of an unfinished run is (re)played and nothing is missed.
 */
export const chatSnapshot = z.object({
  chat,
  messages: z.array(message),
  /** Cursor for older messages, or null. */
  previousCursor: z.string().nullable(),
  runs: z.array(run),
  cursor: z.string(),
  /** The caller's read mark: messages until then are read; null for who was never here. */
  lastReadAt: time.nullable(),
  /** What the caller may do here; `moderate` is to remove what others asked for. */
  can: z.object({ post: z.boolean(), manage: z.boolean(), moderate: z.boolean() }),
});
export type ChatSnapshot = z.infer<typeof chatSnapshot>;
