import { Button, Group } from '@mantine/core';
import { IconCloudOff, IconCompass, IconMoodSad } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { asApiError } from '#web/api/api-error.ts';
import classes from './error-page.module.css';

/** A page that could not be shown: the cause, and the one thing to do about it. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const problem = asApiError(error);
  if (problem.code === 'not_found') return <NotFoundPage />;
  const isAway = problem.code === 'unavailable';
  return (
    <Message
      icon={isAway ? <IconCloudOff size={32} stroke={1.5} /> : <IconMoodSad size={32} stroke={1.5} />}
      title={isAway ? problem.message : 'This page did not load'}
      text={isAway ? problem.hint : [problem.message, problem.hint].filter(Boolean).join(' ')}
      footnote={problem.requestId && `Request ${problem.requestId}`}
    >
      <Button onClick={() => { reset(); void router.invalidate(); }}>Try again</Button>
      {!isAway && <Button variant="default" component={Link} to="/">Go to your project</Button>}
    </Message>
  );
}

export function NotFoundPage() {
  return (
    <Message
      icon={<IconCompass size={32} stroke={1.5} />}
      title="Nothing here"
      text="The page does not exist, was deleted, or belongs to a project you are not a member of."
    >
      <Button component={Link} to="/">Go to your project</Button>
    </Message>
  );
}

function Message({ icon, title, text, footnote, children }: {
  icon: ReactNode; title: string; text: string | undefined; footnote?: string | undefined; children: ReactNode;
}) {
  return (
    <main className={classes.page} id="main">
      <div className={classes.box}>
        <span className={classes.icon} aria-hidden="true">{icon}</span>
        <h1 tabIndex={-1}>{title}</h1>
        <p>{text}</p>
        <Group justify="center" gap="sm">{children}</Group>
        {footnote && <p className={classes.footnote}>{footnote}</p>}
      </div>
    </main>
  );
}
