import { SegmentedControl, Splitter } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { AppPanel } from '#web/features/artifacts/app-panel.tsx';
import { lastProject } from '#web/features/projects/last-project.ts';
import { chatsQuery } from '#web/features/projects/queries.ts';
import { ErrorPage, NotFoundPage } from '#web/shell/error-page.tsx';
import { usePageTitle } from '#web/ui/use-page-title.ts';
import { useRemembered } from '#web/ui/use-remembered.ts';
import { ChatColumn } from './chat-column.tsx';
import { ChatHeader } from './chat-header.tsx';
import { ChatSkeleton } from './chat-skeleton.tsx';
import { turnsOf } from './turns.ts';
import { useChat } from './use-chat.ts';
import classes from './chat-page.module.css';

/** A chat with its app beside it; on small screens one of the two at a time. */
export function ChatPage() {
  const { projectId, chatId } = useParams({ from: '/studio/projects/$projectId/chats/$chatId' });
  const search = useSearch({ from: '/studio/projects/$projectId/chats/$chatId' });
  const navigate = useNavigate({ from: '/projects/$projectId/chats/$chatId' });
  const { view, store } = useChat(chatId, projectId);
  const isSmall = useMediaQuery('(max-width: 767px)', window.innerWidth < 768);
  const [chatPx, setChatPx] = useRemembered('chat-px', 376);
  const chats = useQuery(chatsQuery(projectId));
  const onSearch = useCallback((change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  }, [navigate]);
  // The list hears of a new name first, from whoever gave it.
  const chat = chats.data?.items.find(({ id }) => id === chatId) ?? (view.phase === 'ready' ? view.state.chat : undefined);
  usePageTitle(chat?.title);
  useEffect(() => { if (view.phase === 'ready') lastProject.set(projectId); }, [view.phase, projectId]);

  if (view.phase === 'failed' && view.error.code === 'not_found') return <NotFoundPage />;
  if (view.phase === 'failed') return <ErrorPage error={view.error} reset={() => store?.reload()} />;
  if (view.phase === 'loading' || store === null || chat === undefined) return <ChatSkeleton />;

  const { state } = view;
  const turns = turnsOf(state);
  const artifactId = state.published?.artifactId ?? state.chat.artifactId;
  // A chat that only talked has no panel: there would be nothing in it.
  const hasPanel = artifactId !== null || turns.some(({ steps }) => steps.length > 0);
  const column = <ChatColumn view={view} turns={turns} store={store} onOpen={onSearch} />;
  const panel = hasPanel && (
    <AppPanel
      projectId={projectId} artifactId={artifactId} published={state.published?.version ?? 0} canPost={state.can.post}
      search={search} onSearch={onSearch} onFix={(text) => { store.send(text); if (isSmall) onSearch({ panel: undefined }); }}
    />
  );

  if (isSmall) {
    const shows = search.panel === undefined ? 'chat' : 'app';
    return (
      <main className={classes.page} id="main" tabIndex={-1}>
        <ChatHeader chat={chat} canManage={state.can.manage} people={view.people}>
          {hasPanel && (
            <SegmentedControl
              className={classes.views} size="xs" value={shows} aria-label="Show" data={[{ value: 'chat', label: 'Chat' }, { value: 'app', label: 'App' }]}
              onChange={(value) => onSearch({ panel: value === 'app' ? 'preview' : undefined })}
            />
          )}
        </ChatHeader>
        <div className={classes.one} hidden={shows !== 'chat'}>{column}</div>
        {hasPanel && <div className={classes.one} hidden={shows !== 'app'}>{panel}</div>}
      </main>
    );
  }
  return (
    <main className={classes.page} id="main" tabIndex={-1}>
      {!hasPanel && <><ChatHeader chat={chat} canManage={state.can.manage} people={view.people} /><div className={classes.one}>{column}</div></>}
      {hasPanel && (
        <Splitter
          className={classes.split} lineSize={1} withHandle={false} handleColor="var(--line)" classNames={{ handle: classes.handle }}
          sizes={[`${chatPx}px`, 100]} onSizeChange={([first]) => { if (first !== undefined) setChatPx(Math.round(Number.parseFloat(String(first)))); }}
        >
          <Splitter.Pane defaultSize="376px" min="320px" max="820px" className={classes.pane}>
            <ChatHeader chat={chat} canManage={state.can.manage} people={view.people} />
            <div className={classes.one}>{column}</div>
          </Splitter.Pane>
          <Splitter.Pane defaultSize={100} min="340px" className={classes.pane}>{panel}</Splitter.Pane>
        </Splitter>
      )}
    </main>
  );
}
