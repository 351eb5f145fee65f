import { brackets, code } from './code.ts';
import type { AppModel } from './model.ts';
import { quote } from './text.ts';

// The lightest shade on which white text has a contrast of 4.5; yellow takes dark text instead.
const shades: Record<string, number> = { red: 8, pink: 7, grape: 7, violet: 7, indigo: 7, blue: 8, cyan: 9, teal: 9, green: 9, lime: 9, orange: 9, yellow: 5, gray: 7, dark: 7 };

// Mantine's own last shade of these is too light for white text.
const darker: Record<string, string[]> = {
  green: ['#ebfbee', '#d3f9d8', '#b2f2bb', '#8ce99a', '#69db7c', '#51cf66', '#40c057', '#37b24d', '#2f9e44', '#237a36'],
  lime: ['#f4fce3', '#e9fac8', '#d8f5a2', '#c0eb75', '#a9e34b', '#94d82d', '#82c91e', '#74b816', '#66a80f', '#4d7c0f'],
  orange: ['#fff4e6', '#ffe8cc', '#ffd8a8', '#ffc078', '#ffa94d', '#ff922b', '#fd7e14', '#f76707', '#e8590c', '#c2410c'],
};

/** `theme.ts`: one accent, and how badges, cards and texts look everywhere. */
export function themeFile(model: AppModel): string {
  const own = darker[model.color];
  return code`
    import { Autocomplete, Badge, createTheme, Drawer, Notification, Paper, Select } from '@mantine/core';
    import type { CSSVariablesResolver } from '@mantine/core';

    /** Change \`primaryColor\` to any colour of Mantine's palette to give the app another accent. */
    export const theme = createTheme({
      primaryColor: ${quote(model.color)},
      primaryShade: ${shades[model.color] ?? 7},
      ${own ? code`
        colors: {
          // The last shade is darker than Mantine's, so that white text on it is easy to read.
          ${brackets(own.map((color) => quote(color)), `${model.color}: `)},
        },
      ` : ''}
      autoContrast: true,
      defaultRadius: 'md',
      cursorType: 'pointer',
      headings: { fontWeight: '650' },
      components: {
        // Lists of choices exist only while they are open: one field, one element of its name.
        Autocomplete: Autocomplete.extend({ defaultProps: { comboboxProps: { keepMounted: false } } }),
        Select: Select.extend({ defaultProps: { comboboxProps: { keepMounted: false } } }),
        Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 550 } }),
        Drawer: Drawer.extend({ styles: { title: { fontSize: 18, fontWeight: 650 } } }),
        Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
        Paper: Paper.extend({ defaultProps: { withBorder: true } }),
      },
    });

    /** Quiet texts and messages a little stronger than Mantine has them: easy to read in light and dark. */
    export const cssVariables: CSSVariablesResolver = () => ({
      variables: {},
      light: {
        '--mantine-color-dimmed': '#5c646c',
        '--mantine-color-placeholder': '#6b737b',
        '--mantine-color-error': 'var(--mantine-color-red-8)',
      },
      dark: {
        '--mantine-color-dimmed': '#b3b3b3',
        '--mantine-color-placeholder': '#979797',
        '--mantine-color-error': 'var(--mantine-color-red-5)',
      },
    });
  ` + '\n';
}
