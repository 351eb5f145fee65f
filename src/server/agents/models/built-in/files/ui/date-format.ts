import dayjs from 'dayjs';

/** How date inputs show a date, and what they understand when someone types one. */
export const dateInputProps = {
  valueFormat: 'MMM D, YYYY',
  placeholder: 'Pick a date or type one',
  dateParser(text: string): string | null {
    const date = dayjs(text.trim());
    return date.isValid() ? date.format('YYYY-MM-DD') : null;
  },
};
