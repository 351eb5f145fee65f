import { lazy, Suspense } from 'react';
import classes from './markdown.module.css';

// Asked for with the page that needs it, not with its first text: mostly it is there in time.
const renderer = import('./markdown-renderer.tsx');
const Renderer = lazy(() => renderer);

/** Markdown as text; until its renderer is there (50 kB, loaded once) the source is shown. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={classes.text}>
      <Suspense fallback={<p className={classes.plain}>{text}</p>}><Renderer text={text} /></Suspense>
    </div>
  );
}
