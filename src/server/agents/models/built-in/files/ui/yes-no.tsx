import { Group, Text } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';

export function YesNo({ value }: { value: boolean | undefined }) {
  return (
    <Group gap={4} wrap="nowrap" component="span" display="inline-flex" style={{ verticalAlign: 'middle' }}>
      {value ? (
        <IconCheck size={16} color="var(--mantine-color-green-filled)" aria-hidden />
      ) : (
        <IconMinus size={16} color="var(--mantine-color-dimmed)" aria-hidden />
      )}
      <Text span inherit c={value ? undefined : 'dimmed'}>
        {value ? 'Yes' : 'No'}
      </Text>
    </Group>
  );
}
