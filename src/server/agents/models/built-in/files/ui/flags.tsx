import { Badge, Group } from '@mantine/core';
import { IconFlag } from '@tabler/icons-react';

/** Something about a record that deserves attention, e.g. that it is overdue. */
export type Flag = { label: string; color: string };

/** Flags always carry their label: colour alone would not reach everyone. */
export function FlagBadges({ flags }: { flags: Flag[] }) {
  if (flags.length === 0) return null;
  return (
    <Group gap={6} component="span">
      {flags.map((flag) => (
        <Badge
          key={flag.label}
          variant="default"
          leftSection={<IconFlag size={12} color={`var(--mantine-color-${flag.color}-filled)`} aria-hidden />}
        >
          {flag.label}
        </Badge>
      ))}
    </Group>
  );
}

/** Tints a row or card in the colour of its first flag. */
export function flagStyle(flags: Flag[]): React.CSSProperties | undefined {
  const [first] = flags;
  if (!first) return undefined;
  return {
    backgroundColor: `color-mix(in srgb, var(--mantine-color-${first.color}-light) 65%, transparent)`,
    boxShadow: `inset 3px 0 0 var(--mantine-color-${first.color}-filled)`,
  };
}
