import { useSyncExternalStore } from 'react';
import type { MantineColorSchemeManager } from '@mantine/core';
import type { ColorScheme } from '#contract/app-bridge.ts';
import { onEvent } from './bridge.ts';

const listeners = new Set<(scheme: ColorScheme) => void>();
let current: ColorScheme | null = null;

// The studio names the scheme after the # of the frame's address, so that nothing flashes before the first answer.
function initial(): ColorScheme {
  const asked = location.hash.slice(1);
  if (asked === 'dark' || asked === 'light') return asked;
  return window.matchMedia?.('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function studioColorScheme(): ColorScheme {
  return (current ??= initial());
}

export function setStudioColorScheme(scheme: ColorScheme): void {
  if (scheme === studioColorScheme()) return;
  current = scheme;
  for (const listener of listeners) listener(scheme);
}

/** Follows the studio's light or dark from now on. */
export function followStudioColorScheme(): void {
  onEvent((event) => { if (event.event === 'theme') setStudioColorScheme(event.colorScheme); });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The studio's colour scheme, for drawing outside Mantine. `MantineProvider` follows it without any code. */
export function useStudioColorScheme(): ColorScheme {
  return useSyncExternalStore(subscribe, studioColorScheme);
}

/** What `MantineProvider` of an app uses unless told otherwise: storage is closed to apps, the studio decides. */
export function studioColorSchemeManager(): MantineColorSchemeManager {
  let heard: ((scheme: ColorScheme) => void) | null = null;
  return {
    get: studioColorScheme,
    set: () => {},
    subscribe: (onUpdate) => { heard = onUpdate; listeners.add(heard); },
    unsubscribe: () => { if (heard) listeners.delete(heard); heard = null; },
    clear: () => {},
  };
}
