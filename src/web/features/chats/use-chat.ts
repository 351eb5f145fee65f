import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Artifact } from '#contract/artifacts.ts';
import type { ChatEvent } from '#contract/events.ts';
import { artifactQuery } from '#web/features/artifacts/queries.ts';
import { openChat, type ChatStore, type ChatView } from './chat-store.ts';
import { applyProjectEvent } from './use-project-events.ts';

const closed: ChatView = { phase: 'loading' };

/** The chat as it is right now, and what can be done with it. */
export function useChat(chatId: string, projectId: string): { view: ChatView; store: ChatStore | null } {
  const queries = useQueryClient();
  const [store, setStore] = useState<ChatStore | null>(null);
  useEffect(() => {
    const opened: ChatStore = openChat(chatId, (event) => {
      refresh(queries, projectId, event);
      if (event.type === 'run.finished' && event.status !== 'succeeded') setTimeout(() => void lookForPartialWork(queries, opened), keptAfterMs);
    }, (event) => applyProjectEvent(queries, projectId, event));
    setStore(opened);
    return () => { opened.close(); setStore(null); };
  }, [chatId, projectId, queries]);
  const view = useSyncExternalStore(store?.subscribe ?? noSubscription, () => store?.get() ?? closed);
  return { view, store };
}

const noSubscription = () => () => {};

/** Time in which the server keeps the work of a run that was stopped. */
const keptAfterMs = 1500;

/** What a stopped run had made is stored right after its end, with an app when it is the first of the chat. */
async function lookForPartialWork(queries: QueryClient, store: ChatStore): Promise<void> {
  await store.refreshChat().catch(() => undefined);
  await queries.invalidateQueries({ queryKey: ['artifacts'] });
}

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
