import { IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ModelContext } from '#contract/contexts.ts';
import { LoadingNote } from '#web/ui/loading-note.tsx';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { count } from '#web/ui/format.ts';
import { contextQuery } from './queries.ts';
import { groupOf, groups } from './groups.ts';
import classes from './context-dialog.module.css';

/** One call: how full the window was, what was left out, and the sections in the order in which they were sent. */
export function ContextView({ contextId }: { contextId: string }) {
  const context = useQuery(contextQuery(contextId));
  if (context.isPending) return <LoadingNote />;
  if (context.isError) return <ProblemNote error={context.error} onRetry={() => void context.refetch()} />;
  const { sections, leftOut } = context.data;
  return (
    <>
      <Fill context={context.data} />
      {leftOut.length > 0 && (
        <section className={classes.leftOut} aria-label="Left out">
          <h3>Left out, because it did not fit</h3>
          <ul>
            {leftOut.map(({ title, tokens, whole, again }, n) => (
              <li key={`${title} ${n}`}>{title}{!whole && ' (its end)'}<small>{[tokens > 0 ? `about ${count(tokens, 'token')}` : '', again ?? ''].filter(Boolean).join(' · ')}</small></li>
            ))}
          </ul>
        </section>
      )}
      <ol className={classes.sections} aria-label="Sections">
        {sections.map((section, n) => (
          <li key={`${section.hash} ${n}`}>
            <details className={classes.section} open={section.kind === 'request'}>
              <summary>
                <span className={classes.dot} data-group={groupOf(section)} aria-hidden="true" />
                <span className={classes.title}>{section.title}<small>{section.kind === section.title.toLowerCase() ? section.role : `${section.role}, ${section.kind}`}</small></span>
                <span className={classes.tokens}>{section.tokens.toLocaleString('en')}<span className={classes.hidden}> tokens</span></span>
                <IconChevronRight className={classes.chevron} size={14} stroke={2} aria-hidden="true" />
              </summary>
              <pre className={classes.text} tabIndex={0} dir="auto">{section.text === '' ? '(empty)' : section.text}</pre>
            </details>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Which part of the window what takes. Colours only repeat what the words say. */
function Fill({ context: { sections, tokens, window: size, model } }: { context: ModelContext }) {
  const whole = Math.max(size ?? tokens, tokens, 1);
  const shares = groups.map(({ id, name }) => ({ id, name, tokens: sections.filter((section) => groupOf(section) === id).reduce((sum, section) => sum + section.tokens, 0) }));
  return (
    <div className={classes.fill}>
      <p>{model}: about {count(tokens, 'token')}{size !== null && <> of a window of {size.toLocaleString('en')}</>}</p>
      <div className={classes.bar} aria-hidden="true">{shares.map((share) => <span key={share.id} data-group={share.id} style={{ width: `${(share.tokens / whole) * 100}%` }} />)}</div>
      <ul className={classes.legend}>
        {shares.filter((share) => share.tokens > 0).map((share) => (
          <li key={share.id}><span className={classes.dot} data-group={share.id} aria-hidden="true" />{share.name} <b>{share.tokens.toLocaleString('en')}</b></li>
        ))}
      </ul>
    </div>
  );
}
