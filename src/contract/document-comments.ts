import { z } from 'zod';
import { agentType } from './agents.ts';
import { id, time } from './json.ts';

/** One comment; the first of a thread quotes the paragraph it is about, the others answer it. */
export const documentComment = z.object({
  id,
  documentId: id,
  /** The version it was written at. */
  version: z.number().int(),
  threadId: id.nullable(),
  /** The paragraph as it read then, and where it stood; null on an answer. */
  quote: z.string().nullable(),
  blockIndex: z.number().int().nullable(),
  body: z.string(),
  createdAt: time,
  createdBy: id.nullable(),
  authorName: z.string().nullable(),
  resolvedAt: time.nullable(),
  /** Who resolved it; with `resolvedAgent`, the person that agent worked for. */
  resolvedByName: z.string().nullable(),
  resolvedAgent: agentType.nullable(),
  /** What was done about it. */
  resolution: z.string().nullable(),
});
export type DocumentComment = z.infer<typeof documentComment>;

const body = z.string().trim().min(1).max(4000);

/** A comment on block `blockIndex` of the version in the path, or an answer in a thread of that document. */
export const newComment = z.union([
  z.object({ body, blockIndex: z.number().int().min(0) }).strict(),
  z.object({ body, threadId: id }).strict(),
]);

export const changeComment = z.object({
  isResolved: z.boolean(),
  resolution: z.string().trim().max(2000).optional(),
});
