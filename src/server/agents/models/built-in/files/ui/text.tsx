import { Text } from '@mantine/core';

/** A short text, or a dash where there is none. */
export function PlainText({ value }: { value: string | undefined }) {
  return value ? <>{value}</> : <span aria-hidden>–</span>;
}

/** A longer text: the first lines of it in lists, all of it elsewhere. */
export function LongText({ value, lines }: { value: string | undefined; lines?: number }) {
  if (!value) return <span aria-hidden>–</span>;
  return (
    <Text inherit component="span" lineClamp={lines} style={{ whiteSpace: 'pre-line' }}>
      {value}
    </Text>
  );
}
