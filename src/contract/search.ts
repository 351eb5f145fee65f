import { z } from 'zod';
import { documentKind } from './documents.ts';
import { id, time } from './json.ts';

/** Longest query, in UTF-16 code units. */
export const maxQueryLength = 200;

export const searchKind = z.enum(['workspace', 'project', 'chat', 'message', 'artifact', 'document']);
export type SearchKind = z.infer<typeof searchKind>;

/** A text in pieces; `hit` marks what was found. Joined, the pieces are the text: never HTML. */
export const highlights = z.array(z.object({ text: z.string(), hit: z.boolean() }));
export type Highlights = z.infer<typeof highlights>;

export const searchHit = z.object({
  kind: searchKind,
  id,
  /** The name or title; of a message that of its chat. */
  title: z.string(),
  highlights: z.object({
    title: highlights,
    /** The places of the text that were found, or its beginning; empty when there is no text. */
    excerpt: highlights,
  }),
  workspaceId: id,
  /** Null for a member of the project who is not one of its workspace. */
  workspaceName: z.string().nullable(),
  /** Null for workspaces. */
  projectId: id.nullable(),
  projectName: z.string().nullable(),
  /** The chat itself, that of a message, and the one that made an app. */
  chatId: id.nullable(),
  documentKind: documentKind.nullable(),
  createdAt: time,
});
export type SearchHit = z.infer<typeof searchHit>;

export const searchQuery = z.object({
  q: z.string().max(maxQueryLength).describe('Words, "phrases", or, -excluded. The last word may be a beginning.'),
  kinds: z.string().transform((text) => text.split(',')).pipe(z.array(searchKind)).optional()
    .describe('Kinds to find, separated by commas; all unless given.'),
  workspaceId: id.optional(),
  projectId: id.optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
