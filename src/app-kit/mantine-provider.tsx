import { MantineProvider as Provider, type MantineProviderProps } from '@mantine/core';
import { studioColorSchemeManager } from './color-scheme.ts';

const manager = studioColorSchemeManager();
declare global { var ninefoldTest: boolean | undefined; }

/** What apps get as `MantineProvider`: it follows the studio's colour scheme, because an app has no storage of its own. */
export function MantineProvider(props: MantineProviderProps) {
  return <Provider colorSchemeManager={manager} defaultColorScheme="auto" env={globalThis.ninefoldTest ? 'test' : 'default'} {...props} />;
}
