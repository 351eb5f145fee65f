import { Loader } from '@mantine/core';
import classes from './error-page.module.css';

export function LoadingPage() {
  return (
    <main className={classes.page} id="main" aria-busy="true">
      <Loader size="sm" type="dots" aria-label="Loading" />
    </main>
  );
}
