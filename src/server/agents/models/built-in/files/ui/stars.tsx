import { Group } from '@mantine/core';
import { IconStar, IconStarFilled } from '@tabler/icons-react';

/** A rating as stars: 4 of 5. */
export function Stars({ value, max = 5 }: { value: number | undefined; max?: number }) {
  if (value === undefined) return <span aria-hidden>–</span>;
  return (
    <Group gap={1} wrap="nowrap" component="span" role="img" aria-label={`${value} of ${max}`}>
      {Array.from({ length: max }, (_, index) =>
        index < value ? (
          <IconStarFilled key={index} size={15} color="var(--mantine-color-yellow-filled)" aria-hidden />
        ) : (
          <IconStar key={index} size={15} color="var(--mantine-color-dimmed)" aria-hidden />
        ),
      )}
    </Group>
  );
}
