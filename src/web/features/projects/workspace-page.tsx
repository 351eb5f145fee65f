import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { usePageTitle } from '#web/ui/use-page-title.ts';
import { workspacesQuery } from './queries.ts';
import classes from './workspace-page.module.css';

/** The frame of what is set or read for a whole workspace. */
export function WorkspacePage({ name, workspaceId, isWide = false, children }: { name: string; workspaceId: string; isWide?: boolean; children: ReactNode }) {
  const workspace = useQuery(workspacesQuery).data?.items.find(({ id }) => id === workspaceId);
  usePageTitle(name);
  return (
    <main className={classes.scroll} id="main" tabIndex={-1}>
      <div className={classes.page} data-wide={isWide || undefined}>
        <h1 className={classes.title} tabIndex={-1}>{workspace ? `${name} of ${workspace.name}` : name}</h1>
        {children}
      </div>
    </main>
  );
}
