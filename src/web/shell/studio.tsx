import { ActionIcon, Drawer } from '@mantine/core';
import { useDisclosure, useDocumentVisibility, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useProjectEvents } from '#web/features/chats/use-project-events.ts';
import { lastProject } from '#web/features/projects/last-project.ts';
import { chatsQuery } from '#web/features/projects/queries.ts';
import { Wordmark } from '#web/ui/mark.tsx';
import { useTitleCount } from '#web/ui/use-page-title.ts';
import { useRemembered } from '#web/ui/use-remembered.ts';
import { focusPrompt } from './focus-prompt.ts';
import { MenuButton } from './menu-button.tsx';
import { OpenMenu } from './open-menu.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { Sidebar } from './sidebar.tsx';
import classes from './studio.module.css';

const MentionsDialog = lazy(() => import('#web/features/people/mentions-dialog.tsx'));
const SearchDialog = lazy(() => import('#web/features/search/search-dialog.tsx'));

/** Everything behind the sign-in: the sidebar (a drawer on small screens) and the page beside it. */
export function Studio() {
  const params = useParams({ strict: false });
  const { chatId, artifactId, documentId } = params;
  // A page of a workspace stands beside the project that was open.
  const projectId = params.projectId ?? (params.workspaceId ? lastProject.get() ?? undefined : undefined);
  const hasOwnHeader = chatId !== undefined || artifactId !== undefined || documentId !== undefined;
  const isSmall = useMediaQuery('(max-width: 767px)', window.innerWidth < 768);
  const [isNarrow, setNarrow] = useRemembered('sidebar-narrow', window.innerWidth < 1200);
  const [isDrawerOpen, { open: openDrawer, close: closeDrawer, toggle: toggleDrawer }] = useDisclosure(false);
  const [isHelpOpen, help] = useDisclosure(false);
  const [isSearchOpen, search] = useDisclosure(false);
  const [isMentionsOpen, mentions] = useDisclosure(false);
  useProjectEvents(projectId, chatId !== undefined);
  useTitleCount(useUnread(projectId, chatId));
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => closeDrawer(), [pathname, closeDrawer]);
  useHotkeys([
    ['/', focusPrompt],
    ['shift+?', help.open],
    ['mod+B', () => (isSmall ? toggleDrawer() : setNarrow(!isNarrow))],
  ]);
  // Also while somebody writes.
  useHotkeys([['mod+K', search.open]], [], true);
  const dialogs = (
    <>
      <ShortcutsDialog opened={isHelpOpen} onClose={help.close} />
      <Suspense>{isMentionsOpen && <MentionsDialog opened onClose={mentions.close} />}</Suspense>
      <Suspense><SearchDialog opened={isSearchOpen} onClose={search.close} projectId={projectId} /></Suspense>
    </>
  );

  if (isSmall) {
    return (
      <OpenMenu value={openDrawer}>
        <div className={classes.small}>
          {!hasOwnHeader && (
            <header className={classes.bar}>
              <MenuButton /><Wordmark /><span className={classes.gap} />
              <ActionIcon variant="subtle" color="gray" size={40} mr={-8} onClick={search.open} aria-label="Search"><IconSearch size={20} stroke={1.7} /></ActionIcon>
            </header>
          )}
          <Drawer opened={isDrawerOpen} onClose={closeDrawer} size={300} padding={0} withCloseButton={false} title="Menu" classNames={{ header: classes.hidden, body: classes.drawer }}>
            <Sidebar projectId={projectId} onHelp={help.open} onSearch={() => { closeDrawer(); search.open(); }} onMentions={() => { closeDrawer(); mentions.open(); }} onNarrow={closeDrawer} />
          </Drawer>
          <div className={classes.content}><Outlet /></div>
          {dialogs}
        </div>
      </OpenMenu>
    );
  }
  return (
    <div className={classes.wide} data-narrow={isNarrow || undefined}>
      <Sidebar projectId={projectId} isNarrow={isNarrow} onHelp={help.open} onSearch={search.open} onMentions={mentions.open} onNarrow={() => setNarrow(!isNarrow)} />
      <div className={classes.content}><Outlet /></div>
      {dialogs}
    </div>
  );
}

/** What is new in the project's chats, but for the one that is before the reader's eyes. */
function useUnread(projectId: string | undefined, chatId: string | undefined): number {
  const chats = useQuery({ ...chatsQuery(projectId ?? ''), enabled: projectId !== undefined });
  const isVisible = useDocumentVisibility() === 'visible';
  return (chats.data?.items ?? []).reduce((sum, { id, unread }) => sum + (id === chatId && isVisible ? 0 : unread), 0);
}
