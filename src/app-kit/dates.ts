/** The date `days` from today in the viewer's time zone as YYYY-MM-DD; negative is the past. */
export function daysFromToday(days: number): string {
  const date = new Date();
  // Noon: adding days must not slip over midnight when the clocks change.
  date.setHours(12, 0, 0, 0);
  date.setDate(date.getDate() + days);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Today in the viewer's time zone as YYYY-MM-DD. */
export function today(): string {
  return daysFromToday(0);
}
