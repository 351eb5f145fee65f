import { IconEye } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import classes from './context-button.module.css';

const ContextDialog = lazy(() => import('./context-dialog.tsx'));

/** Opens what the model saw in a step, or when the orchestrator spoke (null). */
export function ContextButton({ runId, stepIndex }: { runId: string; stepIndex: number | null }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={classes.button} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <IconEye size={14} stroke={1.8} aria-hidden="true" />What did the model see?
      </button>
      {isOpen && <Suspense><ContextDialog runId={runId} stepIndex={stepIndex} onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
}
