import { ColorSwatch, Group, Paper, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { slices } from './grouping';
import type { Group as ChartGroup } from './grouping';

/** The colour of bars and lines: the accent of the app. */
export const accent = 'var(--mantine-primary-color-filled)';

type Props = {
  title: string;
  data: ChartGroup[];
  format: (value: number) => string;
  /** Lists the groups beside the chart, where it does not name them itself. */
  legend?: boolean;
  children: React.ReactNode;
};

/** A chart with its title; the figures are there as text as well, for screen readers. */
export function ChartCard({ title, data, format, legend, children }: Props) {
  const empty = data.every((group) => group.value === 0);
  return (
    <Paper component="figure" m={0} p="md" radius="md" miw={0}>
      <Title order={3} size="h5" mb="md" component="figcaption">
        {title}
      </Title>
      {empty ? (
        <Text size="sm" c="dimmed" py="xl" ta="center">
          Nothing to show yet.
        </Text>
      ) : (
        <Group gap="xl" align="center">
          <div style={legend ? undefined : { flex: 1, minWidth: 0 }}>{children}</div>
          {legend && <Legend data={data} format={format} />}
        </Group>
      )}
      {!legend && (
        <VisuallyHidden>
          <ul>
            {data.map((group) => (
              <li key={group.name}>{`${group.name}: ${format(group.value)}`}</li>
            ))}
          </ul>
        </VisuallyHidden>
      )}
    </Paper>
  );
}

function Legend({ data, format }: Pick<Props, 'data' | 'format'>) {
  return (
    <Stack gap={6} flex="1 1 140px" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {slices(data).map((slice) => (
        <Group key={slice.name} component="li" gap="xs" wrap="nowrap">
          <ColorSwatch
            size={10}
            color={`var(--mantine-color-${slice.color.replace('.', '-')})`}
            aria-hidden
          />
          <Text size="sm" truncate>
            {slice.name}
          </Text>
          <Text size="sm" c="dimmed" ml="auto">
            {format(slice.value)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
