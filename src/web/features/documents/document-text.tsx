import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMessagePlus } from '@tabler/icons-react';
import { useState } from 'react';
import { blockText } from '#contract/block-text.ts';
import type { Document } from '#contract/documents.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { BlockView } from './block-view.tsx';
import { CommentForm } from './comment-form.tsx';
import { CommentThread } from './comment-thread.tsx';
import { useComments } from './use-comments.ts';
import classes from './document-text.module.css';

type Props = { document: Document; canComment: boolean; canDeleteAll: boolean };

/** The blocks of a version to read, each with what is said about it. */
export function DocumentText({ document, canComment, canDeleteAll }: Props) {
  const comments = useComments(document.id, document.blocks);
  const [commenting, setCommenting] = useState<number | null>(null);
  const threads = { comments, canComment, canDeleteAll };
  return (
    <>
      {comments.error && <ProblemNote error={comments.error} onRetry={comments.retry} />}
      {document.blocks.map((block, at) => (
        <div key={at} className={classes.block}>
          <BlockView block={block} />
          {canComment && (
            <Tooltip label="Comment" position="left">
              <ActionIcon
                className={classes.comment} variant="subtle" color="gray" size={28} onClick={() => setCommenting(at)}
                aria-label={`Comment on: ${blockText(block).replace(/\s+/g, ' ').slice(0, 60)}`}
              >
                <IconMessagePlus size={17} stroke={1.7} />
              </ActionIcon>
            </Tooltip>
          )}
          {commenting === at && (
            <div className={classes.form}>
              <CommentForm
                label="Your comment" action="Comment" isSending={comments.add.isPending} onClose={() => setCommenting(null)}
                onSend={(body, done) => comments.add.mutate({ body, blockIndex: at }, { onSuccess: () => { done(); setCommenting(null); } })}
              />
            </div>
          )}
          {comments.byBlock.get(at)?.map((thread) => <CommentThread key={thread.first.id} thread={thread} {...threads} />)}
        </div>
      ))}
      {document.blocks.length === 0 && <p className={classes.none}>This version has no text.</p>}
      {comments.lost.length > 0 && (
        <section className={classes.lost} aria-label="Comments on text that this version does not have">
          <h3>On text that this version does not have</h3>
          {comments.lost.map((thread) => <CommentThread key={thread.first.id} thread={thread} withQuote {...threads} />)}
        </section>
      )}
    </>
  );
}
