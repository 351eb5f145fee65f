import { DateInput } from '@mantine/dates';
import type { DateInputProps } from '@mantine/dates';
import dayjs from 'dayjs';
import { useState } from 'react';

/** A date to type or to pick. The calendar closes once there is a date, so that it covers nothing. */
export function DateField({ onChange, onFocus, onBlur, onClick, onKeyDown, ...props }: DateInputProps) {
  const [opened, setOpened] = useState(false);
  return (
    <DateInput
      valueFormat="MMM D, YYYY"
      placeholder="Pick a date or type one"
      dateParser={parseDate}
      popoverProps={{ opened }}
      // Escape closes the calendar first, and only then what the field stands in.
      data-mantine-stop-propagation={opened || undefined}
      onFocus={(event) => {
        onFocus?.(event);
        setOpened(true);
      }}
      onClick={(event) => {
        onClick?.(event);
        setOpened(true);
      }}
      onBlur={(event) => {
        onBlur?.(event);
        setOpened(false);
      }}
      onKeyDown={(event) => {
        onKeyDown?.(event);
        if (event.key === 'Escape') setOpened(false);
      }}
      onChange={(date) => {
        onChange?.(date);
        setOpened(false);
      }}
      {...props}
    />
  );
}

/** Understands 2026-01-31, Jan 31, 2026 and the like; null while the text is no whole date yet. */
function parseDate(text: string): string | null {
  const whole = text.trim().length >= 8 && /\d{4}/.test(text);
  const date = dayjs(text.trim());
  return whole && date.isValid() ? date.format('YYYY-MM-DD') : null;
}
