import { Text } from '@mantine/core';
import { formatDate } from './dates';

export function DateText({ value }: { value: string | undefined }) {
  return value ? (
    <Text component="time" inherit dateTime={value} style={{ whiteSpace: 'nowrap' }}>
      {formatDate(value)}
    </Text>
  ) : (
    <span aria-hidden>–</span>
  );
}
