// A name exported here wins over the same name behind the star.
export * from '@mantine/core';
export { MantineProvider } from './mantine-provider.tsx';
