import { createTheme, Loader, Menu, Modal, Tooltip, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The accent: petrol, between blue and green, quiet on paper and on ink. */
const petrol: MantineColorsTuple = [
  '#e9f5f6', '#d2e9ec', '#a6d5da', '#76bfc7', '#4ca8b3', '#2f919d', '#1d7a86', '#14656f', '#0d515a', '#073d44',
];

/** Warm neutrals; shade 6 on white and on the canvas keeps a contrast above 4.5. */
const stone: MantineColorsTuple = [
  '#faf9f7', '#f4f3f0', '#eae8e3', '#dedbd4', '#c6c2b9', '#a29d92', '#6b665c', '#55514a', '#3a3731', '#24221e',
];

const ink: MantineColorsTuple = [
  '#e8e6e1', '#cdcac3', '#a8a49b', '#858178', '#45423c', '#383530', '#272521', '#1d1c19', '#161513', '#0f0e0d',
];

export const theme = createTheme({
  colors: { petrol, gray: stone, dark: ink },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  black: '#24221e',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', 'JetBrains Mono', Menlo, Consolas, monospace",
  headings: {
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.2' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.8438rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '18px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Loader: Loader.extend({ defaultProps: { color: 'var(--accent)' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true, arrowSize: 6, fz: 'xs' } }),
    // Without the placeholder the first item has the focus, and nothing foreign is inside the menu's role.
    Menu: Menu.extend({ defaultProps: { shadow: 'md', radius: 'md', withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({ defaultProps: { centered: true, radius: 'lg', padding: 'lg', styles: { title: { fontSize: '1.0625rem', fontWeight: 620, letterSpacing: '-0.012em' } }, overlayProps: { backgroundOpacity: 0.4, blur: 2 } } }),
  },
});

/** Mantine's semantic variables, bent to our surfaces (the rest is in tokens.css). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-6)',
    '--mantine-color-anchor': 'var(--mantine-color-petrol-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
    '--mantine-color-error': '#b3261e',
  },
  dark: {
    '--mantine-color-body': 'var(--mantine-color-dark-7)',
    '--mantine-color-dimmed': 'var(--mantine-color-dark-2)',
    '--mantine-color-anchor': 'var(--mantine-color-petrol-3)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-3)',
    '--mantine-color-error': '#ff9d94',
    // Mantine's own light variants come out nearly black on our dark surfaces.
    '--mantine-color-petrol-light': 'var(--accent-soft)',
    '--mantine-color-petrol-light-hover': 'var(--accent-line)',
    '--mantine-color-petrol-light-color': '#9fd8df',
    '--mantine-color-gray-light': 'rgb(255 255 255 / 8%)',
    '--mantine-color-gray-light-hover': 'rgb(255 255 255 / 12%)',
    '--mantine-color-gray-light-color': 'var(--text-soft)',
  },
});
