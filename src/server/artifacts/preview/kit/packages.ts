/**
 * The packages an app may import. They are built once into browser modules
 * (the kit) and reached through the page's import map.
 */
export type KitPackage = {
  /** What apps write after `from`. */
  specifier: string;
  /** cjs: CommonJS, whose names must be listed; default: CommonJS that is its default export; own: a file of src/app-kit. */
  kind: 'esm' | 'cjs' | 'default' | 'own';
  /** kind `own`: the file below src/app-kit. */
  file?: string;
};

const dayjsPlugins = [
  'advancedFormat', 'customParseFormat', 'dayOfYear', 'duration', 'isBetween', 'isoWeek', 'isSameOrAfter', 'isSameOrBefore',
  'isToday', 'localizedFormat', 'minMax', 'quarterOfYear', 'relativeTime', 'utc', 'weekday', 'weekOfYear',
];

export const kitPackages: KitPackage[] = [
  { specifier: 'react', kind: 'cjs' },
  { specifier: 'react/jsx-runtime', kind: 'cjs' },
  { specifier: 'react-dom', kind: 'cjs' },
  { specifier: 'react-dom/client', kind: 'cjs' },
  { specifier: '@mantine/core', kind: 'own', file: 'mantine-core.ts' },
  { specifier: '@mantine/hooks', kind: 'esm' },
  { specifier: '@mantine/form', kind: 'esm' },
  { specifier: '@mantine/dates', kind: 'esm' },
  { specifier: '@mantine/charts', kind: 'esm' },
  { specifier: '@mantine/notifications', kind: 'esm' },
  { specifier: '@mantine/modals', kind: 'esm' },
  { specifier: 'recharts', kind: 'esm' },
  { specifier: 'dayjs', kind: 'default' },
  ...dayjsPlugins.map((name): KitPackage => ({ specifier: `dayjs/plugin/${name}`, kind: 'default' })),
  { specifier: '@ninefold/app', kind: 'own', file: 'index.ts' },
];

/** Built beside the packages; the preview page starts with it. */
export const bootFile = 'frame/boot.tsx';

/** Bundled into the kit's one style sheet; apps may import them by name, which then does nothing. */
export const kitStyles = ['core', 'dates', 'charts', 'notifications'].map((name) => `@mantine/${name}/styles.css`);

/** Icons are the one package that is not prebuilt: of its 6,000 icons an app gets exactly those it names. */
export const iconPackage = '@tabler/icons-react';

/** What an error message offers. */
export const offeredPackages = [...kitPackages.map(({ specifier }) => specifier).filter((name) => !/^(dayjs|react)\/|^react-dom/.test(name)), iconPackage];
