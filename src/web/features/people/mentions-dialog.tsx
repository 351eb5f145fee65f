import { Button, Modal, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAt } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Mention } from '#contract/people.ts';
import { ago, dateAndTime } from '#web/ui/format.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { showProblem } from '#web/ui/toasts.ts';
import { mentionsQuery, seeMentions, unseenMentionsQuery } from './queries.ts';
import classes from './mentions-dialog.module.css';

/** Where the person was mentioned, in all projects; opening one leads to the message. */
export default function MentionsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const isSmall = useMediaQuery('(max-width: 767px)', window.innerWidth < 768);
  return (
    <Modal opened={opened} onClose={onClose} size={560} fullScreen={isSmall} radius={isSmall ? 0 : 'lg'} yOffset="11dvh" title="Mentions" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Mentions onClose={onClose} />
    </Modal>
  );
}

function Mentions({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const found = useInfiniteQuery({ ...mentionsQuery, staleTime: 0 });
  const see = useMutation({
    mutationFn: seeMentions,
    onSuccess: () => Promise.all([queries.invalidateQueries(mentionsQuery), queries.invalidateQueries(unseenMentionsQuery)]),
    onError: showProblem,
  });
  const open = ({ id, seenAt, projectId, chatId, messageId }: Mention) => {
    if (seenAt === null) see.mutate(id);
    onClose();
    void navigate({ to: '/projects/$projectId/chats/$chatId', params: { projectId, chatId }, hash: `message-${messageId}` });
  };

  if (found.isPending) return <div aria-busy="true">{[80, 62, 74].map((width) => <Skeleton key={width} h={44} w={`${width}%`} my={14} radius="sm" />)}</div>;
  if (found.isError) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  const items = found.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <div className={classes.empty}>
        <IconAt size={30} stroke={1.4} aria-hidden="true" />
        <b>Nobody has mentioned you yet</b>
        <span>Colleagues reach you in a chat with <code>@</code> and your name.</span>
      </div>
    );
  }
  return (
    <>
      {items.some(({ seenAt }) => seenAt === null) && (
        <Button className={classes.all} size="compact-sm" variant="default" loading={see.isPending} onClick={() => see.mutate(undefined)}>Mark all as read</Button>
      )}
      <ul className={classes.list}>
        {items.map((mention) => (
          <li key={mention.id}>
            <button type="button" onClick={() => open(mention)} data-unseen={mention.seenAt === null || undefined}>
              <span className={classes.head}>
                <bdi className={classes.author}>{mention.authorName ?? 'Former member'}</bdi>
                {mention.seenAt === null && <span className={classes.new}>new</span>}
                <time dateTime={mention.createdAt} title={dateAndTime(mention.createdAt)}>{ago(mention.createdAt)}</time>
              </span>
              <span className={classes.excerpt} dir="auto">{mention.excerpt}</span>
              <span className={classes.place}>{mention.chatTitle} · {mention.projectName}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.hasNextPage && <Button fullWidth variant="subtle" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>Show more</Button>}
    </>
  );
}
