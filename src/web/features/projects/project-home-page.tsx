import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useRouteContext } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { asApiError } from '#web/api/api-error.ts';
import { AppCards } from '#web/features/artifacts/app-cards.tsx';
import { BudgetMeter } from '#web/features/billing/budget-meter.tsx';
import { RecentChats } from '#web/features/chats/recent-chats.tsx';
import { examples } from '#web/features/prompt/example-prompts.ts';
import { ModelNote } from '#web/features/prompt/model-note.tsx';
import { PromptBox } from '#web/features/prompt/prompt-box.tsx';
import { useStartChat } from '#web/features/prompt/use-start-chat.ts';
import { NotFoundPage } from '#web/shell/error-page.tsx';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { usePageTitle } from '#web/ui/use-page-title.ts';
import { lastProject } from './last-project.ts';
import { projectQuery } from './queries.ts';
import classes from './project-home-page.module.css';

/** The home of a project: the prompt first, what was built before below it. */
export function ProjectHomePage() {
  const { projectId } = useParams({ from: '/studio/projects/$projectId' });
  const { me } = useRouteContext({ from: '/studio' });
  const project = useQuery(projectQuery(projectId));
  const [text, setText] = useState('');
  const start = useStartChat(projectId);
  usePageTitle(project.data?.name);
  const problem = project.error && asApiError(project.error);
  const isGone = problem?.code === 'not_found';
  useEffect(() => {
    if (isGone && lastProject.get() === projectId) lastProject.clear();
    if (project.data) lastProject.set(projectId);
  }, [isGone, project.data, projectId]);

  if (isGone) return <NotFoundPage />;
  const isViewer = project.data?.role === 'viewer';
  const firstName = me.user.displayName.split(/\s+/u)[0];

  return (
    <main className={classes.page} id="main" tabIndex={-1}>
      <div className={classes.hero}>
        {project.data && !project.data.isPersonal && <Badge variant="light" radius="sm" tt="none" fw={550}>{project.data.name}</Badge>}
        <h1 className={classes.title} tabIndex={-1}>What shall we build{firstName ? `, ${firstName}` : ''}?</h1>
        {project.data?.description && !project.data.isPersonal && <p className={classes.description}>{project.data.description}</p>}
        <div className={classes.prompt}>
          <PromptBox
            isLarge autoFocus label="Describe the app you need"
            placeholder="Describe the app: what it keeps track of, who uses it, what should stand out"
            value={text} onChange={setText} onSend={(message) => start.mutate(message)} isSending={start.isPending}
            refusal={isViewer ? 'You are a viewer of this project: you can use its apps, not build new ones.' : undefined}
            facts={isViewer ? undefined : <><ModelNote projectId={projectId} /><BudgetMeter projectId={projectId} /></>}
          />
        </div>
        {!isViewer && (
          <ul className={classes.examples} aria-label="Examples">
            {examples.map(({ label, prompt }) => (
              <li key={label}>
                <button type="button" title={prompt} onClick={() => { setText(prompt); document.querySelector<HTMLTextAreaElement>('textarea[data-prompt]')?.focus(); }}>{label}</button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className={classes.below}>
        {problem && <ProblemNote error={problem} onRetry={() => void project.refetch()} />}
        <AppCards projectId={projectId} />
        <RecentChats projectId={projectId} />
      </div>
    </main>
  );
}
