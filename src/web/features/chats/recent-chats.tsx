import { IconMessageCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { chatsQuery } from '#web/features/projects/queries.ts';
import { ago } from '#web/ui/format.ts';
import { ChatSigns } from './chat-signs.tsx';
import classes from './recent-chats.module.css';

const shown = 6;

/** The last few chats; nothing while there are none, the empty state of the apps says enough. */
export function RecentChats({ projectId }: { projectId: string }) {
  const chats = useQuery(chatsQuery(projectId));
  if (!chats.data || chats.data.items.length === 0) return null;
  return (
    <section aria-labelledby="chats-title">
      <h2 className={classes.heading} id="chats-title">Recent chats</h2>
      <ul className={classes.list}>
        {chats.data.items.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt)).slice(0, shown).map((chat) => (
          <li key={chat.id}>
            <Link to="/projects/$projectId/chats/$chatId" params={{ projectId, chatId: chat.id }}>
              <IconMessageCircle size={17} stroke={1.6} aria-hidden="true" />
              <span className={classes.title}>{chat.title}</span>
              <ChatSigns chat={chat} isOpen={false} />
              <time dateTime={chat.updatedAt}>{ago(chat.updatedAt)}</time>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
