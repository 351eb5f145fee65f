import type { z } from 'zod';
import { blockText } from '#contract/block-text.ts';
import type { newComment } from '#contract/document-comments.ts';
import { narrowTo } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { AppError, notAllowed, notFound } from '#server/platform/errors.ts';
import { deleteComment, findComment, insertComment, listComments, listOpenComments, updateResolved, type FoundComment } from './comment-queries.ts';
import { getDocument } from './queries.ts';

const maxQuote = 2000;

/** Comments on a paragraph of this version, or answers in a thread of the document. */
export async function addComment(tx: Tx, documentId: string, input: z.infer<typeof newComment>): Promise<string> {
  const on = await getDocument(tx, documentId);
  try {
    if ('threadId' in input) {
      const thread = (await listComments(tx, on)).find(({ id, threadId }) => id === input.threadId && threadId === null);
      if (!thread) throw notFound('thread of comments');
      return await insertComment(tx, on, { body: input.body, thread_id: thread.id });
    }
    const block = on.blocks[input.blockIndex];
    if (!block) throw new AppError('invalid_input', `This version has no block ${input.blockIndex}.`, { hint: 'Name a block of this version, counted from 0.' });
    return await insertComment(tx, on, { body: input.body, block_index: input.blockIndex, quote: blockText(block).slice(0, maxQuote) });
  } catch (error) {
    throw (error as { code?: string }).code === '42501' ? notAllowed('Viewers read documents and comments; they do not write any.') : error;
  }
}

/** One comment, with the transaction narrowed to its project. */
export async function getComment(tx: Tx, id: string): Promise<FoundComment> {
  const found = await findComment(tx, id);
  if (!found) throw notFound('comment');
  await narrowTo(tx, found.projectId);
  return found;
}

/** Settles a thread, or opens it again. Settling what is settled changes nothing: what was said then stays. */
export async function settleComment(tx: Tx, id: string, change: { isResolved: boolean; resolution?: string | undefined; runId?: string }): Promise<FoundComment> {
  const found = await getComment(tx, id);
  if (found.threadId !== null) throw new AppError('conflict', 'An answer is settled with its thread.', { hint: 'Resolve the first comment of the thread.' });
  if (change.isResolved === (found.resolvedAt !== null)) return found;
  const done = await updateResolved(tx, id, change.isResolved ? { resolution: change.resolution || null, ...(change.runId === undefined ? {} : { runId: change.runId }) } : null);
  if (!done) throw notAllowed('Viewers read documents and comments; they do not settle any.');
  return getComment(tx, id);
}

export async function removeComment(tx: Tx, id: string): Promise<void> {
  await getComment(tx, id);
  if (!(await deleteComment(tx, id))) throw notAllowed('A comment is deleted by its author, or by an owner or manager.');
}

/** An open thread as an agent is told of it. */
export type OpenComment = { id: string; document: { id: string; kind: string; title: string; version: number }; quote: string; body: string; answers: string[] };

/** What people still want settled in the documents of a project, oldest first: part of what agents see. */
export async function openComments(tx: Tx, projectId: string): Promise<OpenComment[]> {
  const all = await listOpenComments(tx, projectId);
  return all.filter(({ threadId }) => threadId === null).map((thread) => ({
    id: thread.id, document: { id: thread.documentId, kind: thread.kind, title: thread.title, version: thread.version },
    quote: thread.quote ?? '', body: thread.body,
    answers: all.filter(({ threadId }) => threadId === thread.id).map(({ body }) => body),
  }));
}
