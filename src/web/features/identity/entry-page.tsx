import type { ReactNode } from 'react';
import { agentTypes } from '#contract/agents.ts';
import { Face } from '#web/features/agents/face.tsx';
import { faces } from '#web/features/agents/faces.ts';
import { Wordmark } from '#web/ui/mark.tsx';
import classes from './entry-page.module.css';

/** The frame of every page outside the studio: the form, and on wide screens the crew beside it. */
export function EntryPage({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.page}>
      <main className={classes.side} id="main">
        <div className={classes.form}>
          <Wordmark />
          <h1 className={classes.title} tabIndex={-1}>{title}</h1>
          <div className={classes.lead}>{lead}</div>
          {children}
        </div>
      </main>
      <aside className={classes.crew} aria-label="About Ninefold">
        <div>
          <p className={classes.claim}>Say what your team needs.<br />Nine agents build it.</p>
          <ul className={classes.agents}>
            {agentTypes.map((agent) => (
              <li key={agent}>
                <Face agent={agent} size={36} />
                <span><b>{faces[agent].name}</b><br />{faces[agent].does}</span>
              </li>
            ))}
          </ul>
          <p className={classes.small}>Runs on your own server. Your prompts, your apps and their records stay in your database.</p>
        </div>
      </aside>
    </div>
  );
}
