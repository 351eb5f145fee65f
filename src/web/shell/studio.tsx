import { Drawer } from '@mantine/core';
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Wordmark } from '#web/ui/mark.tsx';
import { useRemembered } from '#web/ui/use-remembered.ts';
import { focusPrompt } from './focus-prompt.ts';
import { MenuButton } from './menu-button.tsx';
import { OpenMenu } from './open-menu.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { Sidebar } from './sidebar.tsx';
import classes from './studio.module.css';

/** Everything behind the sign-in: the sidebar (a drawer on small screens) and the page beside it. */
export function Studio() {
  const { projectId, chatId, artifactId } = useParams({ strict: false });
  const hasOwnHeader = chatId !== undefined || artifactId !== undefined;
  const isSmall = useMediaQuery('(max-width: 767px)', window.innerWidth < 768);
  const [isNarrow, setNarrow] = useRemembered('sidebar-narrow', window.innerWidth < 1200);
  const [isDrawerOpen, { open: openDrawer, close: closeDrawer, toggle: toggleDrawer }] = useDisclosure(false);
  const [isHelpOpen, help] = useDisclosure(false);
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => closeDrawer(), [pathname, closeDrawer]);
  useHotkeys([
    ['/', focusPrompt],
    ['shift+?', help.open],
    ['mod+B', () => (isSmall ? toggleDrawer() : setNarrow(!isNarrow))],
  ]);

  if (isSmall) {
    return (
      <OpenMenu value={openDrawer}>
        <div className={classes.small}>
          {!hasOwnHeader && <header className={classes.bar}><MenuButton /><Wordmark /></header>}
          <Drawer opened={isDrawerOpen} onClose={closeDrawer} size={300} padding={0} withCloseButton={false} title="Menu" classNames={{ header: classes.hidden, body: classes.drawer }}>
            <Sidebar projectId={projectId} onHelp={help.open} onNarrow={closeDrawer} />
          </Drawer>
          <div className={classes.content}><Outlet /></div>
          <ShortcutsDialog opened={isHelpOpen} onClose={help.close} />
        </div>
      </OpenMenu>
    );
  }
  return (
    <div className={classes.wide} data-narrow={isNarrow || undefined}>
      <Sidebar projectId={projectId} isNarrow={isNarrow} onHelp={help.open} onNarrow={() => setNarrow(!isNarrow)} />
      <div className={classes.content}><Outlet /></div>
      <ShortcutsDialog opened={isHelpOpen} onClose={help.close} />
    </div>
  );
}
