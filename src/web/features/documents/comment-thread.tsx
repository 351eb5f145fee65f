import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp, IconCheck, IconCircleCheck, IconDots, IconMessageReply, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { DocumentComment } from '#contract/document-comments.ts';
import { faces } from '#web/features/agents/faces.ts';
import { meQuery } from '#web/features/identity/queries.ts';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { ago, dateAndTime } from '#web/ui/format.ts';
import { CommentForm } from './comment-form.tsx';
import type { Thread } from './threads.ts';
import type { Comments } from './use-comments.ts';
import classes from './comment-thread.module.css';

type Props = { thread: Thread; comments: Comments; canComment: boolean; canDeleteAll: boolean; /** Shown where the paragraph is not. */ withQuote?: boolean };

/** A comment with its answers, and how it was settled. A settled one takes one line until it is opened. */
export function CommentThread({ thread: { first, answers }, comments, canComment, canDeleteAll, withQuote = false }: Props) {
  const [isAnswering, answering] = useDisclosure(false);
  const isResolved = first.resolvedAt !== null;
  const words = (
    <>
      {withQuote && <blockquote className={classes.quote}>{first.quote}</blockquote>}
      {[first, ...answers].map((comment) => <Words key={comment.id} comment={comment} canDeleteAll={canDeleteAll} comments={comments} />)}
    </>
  );
  if (isResolved) {
    return (
      <details className={classes.thread} data-resolved>
        <summary>
          <IconCircleCheck size={16} stroke={1.8} aria-hidden="true" />
          <span><b>{resolverOf(first)}</b>{first.resolution ? `: ${first.resolution}` : ''}</span>
        </summary>
        {words}
        {canComment && <Button size="compact-xs" variant="subtle" leftSection={<IconArrowBackUp size={13} />} onClick={() => comments.settle.mutate({ id: first.id, isResolved: false })}>Open again</Button>}
      </details>
    );
  }
  return (
    <section className={classes.thread} aria-label={`Comment by ${first.authorName ?? 'a former member'}`}>
      {words}
      {canComment && !isAnswering && (
        <Group gap={6} mt={8}>
          <Button size="compact-xs" variant="subtle" leftSection={<IconMessageReply size={13} />} onClick={answering.open}>Answer</Button>
          <Button size="compact-xs" variant="subtle" leftSection={<IconCheck size={13} />} loading={comments.settle.isPending} onClick={() => comments.settle.mutate({ id: first.id, isResolved: true })}>Resolve</Button>
        </Group>
      )}
      {isAnswering && (
        <CommentForm
          label="Your answer" action="Answer" isSending={comments.add.isPending} onClose={answering.close}
          onSend={(body, done) => comments.add.mutate({ body, threadId: first.id }, { onSuccess: () => { done(); answering.close(); } })}
        />
      )}
    </section>
  );
}

function Words({ comment, canDeleteAll, comments }: { comment: DocumentComment; canDeleteAll: boolean; comments: Comments }) {
  const { data: me } = useQuery(meQuery);
  const [isAsking, asking] = useDisclosure(false);
  const canDelete = canDeleteAll || (comment.createdBy !== null && comment.createdBy === me?.user.id);
  return (
    <div className={classes.comment}>
      <p className={classes.who}>
        <b>{comment.authorName ?? 'Former member'}</b>
        <span title={dateAndTime(comment.createdAt)}>{ago(comment.createdAt)}{comment.threadId === null ? `, at version ${comment.version}` : ''}</span>
        {canDelete && (
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon ml="auto" variant="subtle" color="gray" size={24} aria-label={`More about the comment of ${comment.authorName ?? 'a former member'}`}><IconDots size={15} /></ActionIcon></Menu.Target>
            <Menu.Dropdown><Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={asking.open}>Delete</Menu.Item></Menu.Dropdown>
          </Menu>
        )}
      </p>
      <p className={classes.body}>{comment.body}</p>
      {isAsking && (
        <ConfirmDialog title="Delete this comment?" action="Delete" isDangerous isWorking={comments.remove.isPending} onClose={asking.close} onConfirm={() => comments.remove.mutate(comment.id, { onSettled: asking.close })}>
          {comment.threadId === null ? 'It goes with all answers to it and cannot be brought back.' : 'It cannot be brought back.'}
        </ConfirmDialog>
      )}
    </div>
  );
}

function resolverOf({ resolvedAgent, resolvedByName }: DocumentComment): string {
  const person = resolvedByName ?? 'a former member';
  return resolvedAgent === null ? `Resolved by ${person}` : `Resolved by the ${faces[resolvedAgent].name} agent for ${person}`;
}
