import { lazy, Suspense } from 'react';
import classes from './markdown.module.css';

const Renderer = lazy(() => import('./markdown-renderer.tsx'));

/** Markdown as text; until its renderer is there (50 kB, loaded once) the source is shown. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={classes.text}>
      <Suspense fallback={<p className={classes.plain}>{text}</p>}><Renderer text={text} /></Suspense>
    </div>
  );
}
