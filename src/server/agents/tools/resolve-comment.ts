import { z } from 'zod';
import { settleComment } from '#server/documents/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { defineTool } from '../tool.ts';

const resolveCommentInput = z.object({
  commentId: z.uuid().describe('The id that list_comments gave.'),
  resolution: z.string().trim().min(1).max(2000).describe('What you did about it, or why nothing has to be done: one sentence for the person who wrote it.'),
});
type Input = z.infer<typeof resolveCommentInput>;
type Output = { documentId: string; quote: string; resolution: string };

/** Settles a thread in the name of the asker; it says which agent did, in which run. */
export const resolveComment = defineTool<Input, Output>({
  name: 'resolve_comment',
  description: 'Resolve an open comment after you did what it asks, or found that nothing has to be done. Say what you did.',
  input: resolveCommentInput,
  title: ({ resolution }) => `Resolve a comment: ${resolution}`,
  execute: async ({ commentId, resolution }, call) => {
    const settled = await asActor(call.actor, (tx) => settleComment(tx, commentId, { isResolved: true, resolution, runId: call.run.runId }), { projectId: call.run.projectId });
    return { documentId: settled.documentId, quote: (settled.quote ?? '').slice(0, 200), resolution: settled.resolution ?? '' };
  },
  report: ({ documentId, resolution }) => ({ ok: true, summary: resolution.slice(0, 300), events: [{ type: 'comment.resolved', documentId }] }),
});
