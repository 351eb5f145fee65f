import { Skeleton } from '@mantine/core';
import { IconApps } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Artifact } from '#contract/artifacts.ts';
import { artifactsQuery } from '#web/features/projects/queries.ts';
import { ago } from '#web/ui/format.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { AppSketch } from './app-sketch.tsx';
import classes from './app-cards.module.css';

/** The project's apps as cards, last changed first. */
export function AppCards({ projectId }: { projectId: string }) {
  const apps = useQuery(artifactsQuery(projectId));
  return (
    <section aria-labelledby="apps-title">
      <h2 className={classes.heading} id="apps-title">Apps</h2>
      {apps.isPending && (
        <div className={classes.grid} aria-hidden="true">{[1, 2, 3].map((key) => <Skeleton key={key} h={188} radius="lg" />)}</div>
      )}
      {apps.isError && <ProblemNote error={apps.error} onRetry={() => void apps.refetch()} />}
      {apps.data?.items.length === 0 && (
        <div className={classes.empty}>
          <IconApps size={26} stroke={1.5} aria-hidden="true" />
          <p><b>No apps yet.</b> The first sentence above becomes the first card here.</p>
        </div>
      )}
      {apps.data && apps.data.items.length > 0 && (
        <ul className={classes.grid}>
          {apps.data.items.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt)).map((app) => <li key={app.id}><AppCard app={app} /></li>)}
        </ul>
      )}
    </section>
  );
}

function AppCard({ app }: { app: Artifact }) {
  return (
    <AppLink app={app}>
      <AppSketch seed={app.id} />
      <span className={classes.text}>
        <span className={classes.name} title={app.title}>{app.title}</span>
        <span className={classes.about}>
          {app.currentVersion > 0 ? `Version ${app.currentVersion}` : 'No version yet'} · {ago(app.updatedAt)}
          {app.status === 'generating' && <span className={classes.state}>being built</span>}
          {app.status === 'failed' && <span className={classes.state} data-failed>needs attention</span>}
        </span>
      </span>
    </AppLink>
  );
}

/** An app opens in the chat that made it; when that is gone, on a page of its own. */
function AppLink({ app, children }: { app: Artifact; children: ReactNode }) {
  const { id, projectId, chatId } = app;
  if (chatId === null) {
    return <Link className={classes.card} to="/projects/$projectId/apps/$artifactId" params={{ projectId, artifactId: id }}>{children}</Link>;
  }
  return <Link className={classes.card} to="/projects/$projectId/chats/$chatId" params={{ projectId, chatId }} search={{ panel: 'preview' }}>{children}</Link>;
}
