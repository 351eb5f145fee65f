import { Component } from 'react';
import type { ErrorInfo, ReactNode } from 'react';
import { readable } from './react-errors.ts';
import { reportError } from './reports.ts';

type State = { message: string | null };

/** Keeps a readable message on the screen when the app fails while drawing, and tells the studio where. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { message: null };

  static getDerivedStateFromError(error: unknown): State {
    return { message: readable(error instanceof Error ? error.message : String(error)) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    const stack = info.componentStack ?? '';
    void reportError(error, 'render', { component: /^\s*at ([A-Z]\w*)/m.exec(stack)?.[1], stack });
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children;
    return (
      <div role="alert" style={{ maxWidth: '32rem', margin: '15vh auto', padding: '0 1.5rem', font: '15px/1.5 system-ui, sans-serif' }}>
        <h1 style={{ fontSize: '1.15rem', margin: '0 0 .5rem' }}>This app stopped.</h1>
        <p style={{ margin: '0 0 1rem', opacity: 0.75, overflowWrap: 'anywhere' }}>{this.state.message}</p>
        <button type="button" onClick={() => this.setState({ message: null })}>Try again</button>
      </div>
    );
  }
}
