import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Artifact } from '#contract/artifacts.ts';
import type { ChatEvent } from '#contract/events.ts';
import { artifactQuery } from '#web/features/artifacts/queries.ts';
import { openChat, type ChatStore, type ChatView } from './chat-store.ts';

const closed: ChatView = { phase: 'loading' };

/** The chat as it is right now, and what can be done with it. */
export function useChat(chatId: string, projectId: string): { view: ChatView; store: ChatStore | null } {
  const queries = useQueryClient();
  const [store, setStore] = useState<ChatStore | null>(null);
  useEffect(() => {
    const opened = openChat(chatId, (event) => refresh(queries, projectId, event));
    setStore(opened);
    return () => { opened.close(); setStore(null); };
  }, [chatId, projectId, queries]);
  const view = useSyncExternalStore(store?.subscribe ?? noSubscription, () => store?.get() ?? closed);
  return { view, store };
}

const noSubscription = () => () => {};

/** What an event makes stale elsewhere on the page. */
function refresh(queries: QueryClient, projectId: string, event: ChatEvent): void {
  if (event.type === 'artifact.updated') {
    const { artifactId, title, version } = event;
    queries.setQueryData<Artifact>(artifactQuery(artifactId).queryKey, (held) => held && { ...held, title, currentVersion: Math.max(held.currentVersion, version) });
    void queries.invalidateQueries({ queryKey: ['artifacts', artifactId], predicate: ({ queryKey }) => queryKey[2] !== 'files' && queryKey[2] !== 'preview' });
    void queries.invalidateQueries({ queryKey: ['projects', projectId, 'artifacts'] });
    // Other files make checks of documents stale.
    void queries.invalidateQueries({ queryKey: ['projects', projectId, 'documents'] });
  }
  if (event.type === 'document.written' || event.type === 'comment.resolved') {
    void queries.invalidateQueries({ queryKey: ['projects', projectId, 'documents'] });
    void queries.invalidateQueries({ queryKey: ['documents'] });
  }
  // The first message and the first version give the chat its name.
  if (event.type === 'run.started' || event.type === 'artifact.updated' || event.type === 'run.finished') {
    void queries.invalidateQueries({ queryKey: ['projects', projectId, 'chats'] });
  }
}
