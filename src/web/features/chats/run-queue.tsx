import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { PersonMark } from '#web/features/people/person-mark.tsx';
import { count } from '#web/ui/format.ts';
import { showProblem } from '#web/ui/toasts.ts';
import type { ChatState } from './chat-state.ts';
import { isOver } from './chat-state.ts';
import { cancelRun } from './queries.ts';
import { textOf, type Turn } from './turns.ts';
import classes from './run-queue.module.css';

/** Requests that wait until the crew is done with those before: the crew works on one at a time in a chat. */
export function RunQueue({ turns, can, myId }: { turns: Turn[]; can: ChatState['can']; myId: string | undefined }) {
  const open = turns.filter(({ run }) => run !== null && !isOver(run));
  const queued = open.filter(({ run }) => run?.status === 'queued').toSorted((a, b) => a.run!.createdAt.localeCompare(b.run!.createdAt));
  const withdraw = useMutation({ mutationFn: cancelRun, onError: showProblem });
  // One that nothing is before has not been taken up yet, that is all.
  if (queued.length === 0 || open.length < 2) return null;

  return (
    <section className={classes.queue} aria-label="Queue of requests">
      <h2 className={classes.title}>{count(queued.length, 'request')} in the queue</h2>
      <ol className={classes.list}>
        {queued.map(({ id, message }, index) => {
          const isMine = message?.createdBy === myId;
          const author = isMine ? 'You' : (message?.authorName ?? 'Former member');
          const text = message ? textOf(message) : '';
          return (
            <li key={id}>
              <span className={classes.position} aria-hidden="true">{index + 1}</span>
              <PersonMark id={message?.createdBy ?? null} name={message?.authorName ?? '?'} size={20} />
              <bdi className={classes.author}>{author}</bdi>
              <span className={classes.text} dir="auto" title={text.slice(0, 400)}>{text}</span>
              {can.post && (isMine || can.moderate) && (
                <Tooltip label="Take out of the queue">
                  <ActionIcon
                    size={26} variant="subtle" color="gray" aria-label={`Take out of the queue: ${text.slice(0, 60)}`}
                    loading={withdraw.isPending && withdraw.variables === id} onClick={() => withdraw.mutate(id)}
                  >
                    <IconX size={15} stroke={1.8} />
                  </ActionIcon>
                </Tooltip>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
