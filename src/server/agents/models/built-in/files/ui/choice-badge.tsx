import { Badge } from '@mantine/core';
import { optionOf } from './option';
import type { Option } from './option';

type Props = { options: Option[]; value: string | undefined };

/** A choice as a coloured badge. The text keeps the page's colour, so that it is readable on any tint. */
export function ChoiceBadge({ options, value }: Props) {
  if (!value) return <Empty />;
  const option = optionOf(options, value);
  return (
    <Badge color={option?.color ?? 'gray'} c="var(--mantine-color-text)">
      {option?.label ?? value}
    </Badge>
  );
}

function Empty() {
  return <span aria-hidden>–</span>;
}
