import classes from './empty-page.module.css';

export function EmptyPage({ title, text }: { title: string; text: string }) {
  return (
    <main className={classes.page} id="main">
      <h1 tabIndex={-1}>{title}</h1>
      <p>{text}</p>
    </main>
  );
}
