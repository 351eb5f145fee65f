import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDocumentVisibility } from '@mantine/hooks';
import { Link, useParams } from '@tanstack/react-router';
import { chatsQuery, projectQuery } from '#web/features/projects/queries.ts';
import { byAge } from './by-age.ts';
import { ChatMenu } from './chat-menu.tsx';
import { ChatSigns } from './chat-signs.tsx';
import classes from './chat-list.module.css';

/** The project's chats, newest first, by age. */
export function ChatList({ projectId }: { projectId: string }) {
  const { chatId } = useParams({ strict: false });
  const chats = useQuery(chatsQuery(projectId));
  const project = useQuery(projectQuery(projectId));
  const isVisible = useDocumentVisibility() === 'visible';

  if (chats.isPending) {
    return <div aria-hidden="true">{[70, 88, 58].map((width) => <Skeleton key={width} h={14} w={`${width}%`} mx={8} my={16} />)}</div>;
  }
  if (chats.isError) return <p className={classes.note}>The chats did not load. <button type="button" onClick={() => void chats.refetch()}>Try again</button></p>;
  if (chats.data.items.length === 0) return <p className={classes.note}>Your chats with the crew appear here.</p>;

  return byAge(chats.data.items).map(({ label, items }) => (
    <section key={label} aria-label={`Chats, ${label}`}>
      <h2 className={classes.label}>{label}</h2>
      <ul className={classes.chats}>
        {items.map((chat) => (
          <li key={chat.id} data-open={chat.id === chatId || undefined} data-unread={(chat.unread > 0 && chat.id !== chatId) || undefined}>
            <Link
              className={classes.link}
              to="/projects/$projectId/chats/$chatId"
              params={{ projectId, chatId: chat.id }}
              title={chat.title}
            >
              <span className={classes.title}>{chat.title}</span>
              <ChatSigns chat={chat} isOpen={chat.id === chatId && isVisible} />
            </Link>
            {project.data?.role !== 'viewer' && <ChatMenu chat={chat} className={classes.more} />}
          </li>
        ))}
      </ul>
    </section>
  ));
}
