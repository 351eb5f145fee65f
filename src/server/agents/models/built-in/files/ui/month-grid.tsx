import {
  ActionIcon,
  Button,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Title,
  UnstyledButton,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { today } from '@ninefold/app';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { Flag } from './flags';

export type Entry = { id: string; date: string | undefined; text: string; flag?: Flag; onOpen: () => void };
type Props = { entries: Entry[]; onAdd?: (date: string) => void };

/** A month as a grid of days, or as a list of the days with something on a small screen. */
export function MonthGrid({ entries, onAdd }: Props) {
  const [month, setMonth] = useState(() => dayjs().startOf('month'));
  const small = useMediaQuery('(max-width: 48em)');
  const start = month.subtract((month.day() + 6) % 7, 'day');
  const weeks = Math.ceil((((month.day() + 6) % 7) + month.daysInMonth()) / 7);
  const days = Array.from({ length: weeks * 7 }, (_, index) => start.add(index, 'day'));
  const filled = new Set([today(), ...entries.map((entry) => entry.date)]);
  const busy = days.filter((day) => day.isSame(month, 'month') && filled.has(day.format('YYYY-MM-DD')));
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={3} size="h4" aria-live="polite">
          {month.format('MMMM YYYY')}
        </Title>
        <Group gap="xs">
          <ActionIcon
            variant="default"
            aria-label="Previous month"
            onClick={() => setMonth(month.subtract(1, 'month'))}
          >
            <IconChevronLeft size={16} aria-hidden />
          </ActionIcon>
          <Button size="compact-sm" variant="default" onClick={() => setMonth(dayjs().startOf('month'))}>
            Today
          </Button>
          <ActionIcon
            variant="default"
            aria-label="Next month"
            onClick={() => setMonth(month.add(1, 'month'))}
          >
            <IconChevronRight size={16} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {!small && (
        <SimpleGrid cols={7} spacing={4}>
          {days.slice(0, 7).map((day) => (
            <Text key={day.day()} size="xs" c="dimmed" ta="center">
              {day.format('ddd')}
            </Text>
          ))}
        </SimpleGrid>
      )}
      {small && busy.length === 0 && <Text c="dimmed">Nothing in this month.</Text>}
      <SimpleGrid cols={small ? 1 : 7} spacing={4} verticalSpacing={4}>
        {(small ? busy : days).map((day) => (
          <Day
            key={day.format('YYYY-MM-DD')}
            date={day.format('YYYY-MM-DD')}
            label={day.format(small ? 'ddd D' : 'D')}
            faded={!day.isSame(month, 'month')}
            entries={entries.filter((entry) => entry.date === day.format('YYYY-MM-DD'))}
            onAdd={onAdd}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

type DayProps = Props & { date: string; label: string; faded: boolean };

function Day({ date, label, faded, entries, onAdd }: DayProps) {
  const isToday = date === today();
  return (
    <Paper
      p={6}
      radius="sm"
      mih={{ base: 40, sm: 92 }}
      miw={0}
      bg={faded ? 'var(--mantine-color-default-hover)' : undefined}
    >
      <Group justify="space-between" wrap="nowrap" gap={2}>
        <Text
          size="xs"
          fw={isToday ? 700 : 400}
          c={isToday ? 'var(--mantine-primary-color-light-color)' : faded ? 'dimmed' : undefined}
          aria-current={isToday ? 'date' : undefined}
        >
          {label}
        </Text>
        {onAdd && (
          <ActionIcon
            size="xs"
            variant="subtle"
            color="gray"
            aria-label={`Add on ${date}`}
            onClick={() => onAdd(date)}
          >
            <IconPlus size={12} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      <Stack gap={3} mt={2}>
        {entries.map((entry) => (
          <UnstyledButton
            key={entry.id}
            onClick={entry.onOpen}
            px={6}
            py={2}
            style={{
              borderRadius: 4,
              background: `var(--mantine-color-${entry.flag?.color ?? 'primary'}-light)`.replace(
                'color-primary',
                'primary-color',
              ),
            }}
          >
            <Text size="xs" truncate title={entry.text}>
              {entry.text}
            </Text>
            {entry.flag && (
              <Text size="xs" c="dimmed" truncate>
                {entry.flag.label}
              </Text>
            )}
          </UnstyledButton>
        ))}
      </Stack>
    </Paper>
  );
}
