import { report } from '../bridge.ts';
import { findPlace } from './places.ts';
import { readable } from './react-errors.ts';

/** An app that fails in a loop must not keep the studio busy. */
const maxErrors = 50;
const maxConsoleLines = 300;
let errors = 0;
let consoleLines = 0;

/** Tells the studio about an error, with the place in the app's files when it can be found. */
export async function reportError(error: unknown, during: 'load' | 'render' | 'script', drawing?: { component: string | undefined; stack: string }): Promise<void> {
  if (errors++ >= maxErrors) return;
  const message = readable(error instanceof Error ? error.message || error.name : String(error)).slice(0, 2000);
  const stack = error instanceof Error && error.stack ? error.stack.slice(0, 8000) : undefined;
  const component = drawing?.component;
  // Where React itself threw, the component that was drawn is the nearest place of the app.
  const place = await findPlace(`${stack ?? ''}\n${drawing?.stack ?? ''}`);
  report({ report: 'error', during, message, ...(stack && { stack }), ...(component && { component: component.slice(0, 200) }), ...place });
}

export function forwardErrors(): void {
  window.addEventListener('error', (event: ErrorEvent) => {
    // Browsers announce this harmless layout hint as an error.
    if (event.message?.startsWith('ResizeObserver loop')) return;
    void reportError(event.error ?? event.message, 'script');
  });
  window.addEventListener('unhandledrejection', (event) => void reportError(event.reason, 'script'));
}

export function forwardConsole(): void {
  for (const level of ['log', 'warn', 'error'] as const) {
    const original = console[level].bind(console);
    console[level] = (...values: unknown[]) => {
      original(...values);
      if (consoleLines++ >= maxConsoleLines) return;
      report({ report: 'console', level, text: values.map(printed).join(' ').slice(0, 4000) });
    };
  }
}

function printed(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return readable(value.message);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
