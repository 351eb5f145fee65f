import dayjs from 'dayjs';
import { daysFromToday, today } from '@ninefold/app';

/** Dates are stored as YYYY-MM-DD; texts of that form compare in the order of time. */
export function formatDate(date: string | undefined): string {
  return date ? dayjs(date).format('MMM D, YYYY') : '';
}

export function isBeforeToday(date: string | undefined): boolean {
  return Boolean(date) && date! < today();
}

export function isToday(date: string | undefined): boolean {
  return date === today();
}

export function isAfterToday(date: string | undefined): boolean {
  return Boolean(date) && date! > today();
}

/** From today up to and including the day that is `days` away. */
export function isWithinDays(date: string | undefined, days: number): boolean {
  return Boolean(date) && date! >= today() && date! <= daysFromToday(days);
}

/** More than so many days ago; a date that is not set is not old. */
export function isOlderThan(date: string | undefined, days: number): boolean {
  return Boolean(date) && date! < daysFromToday(-days);
}

/** True when the date lies in the range; an open end does not limit, no date is never in a range. */
export function isBetween(date: string | undefined, [from, to]: DateRange): boolean {
  if (!from && !to) return true;
  return Boolean(date) && (!from || date! >= from) && (!to || date! <= to);
}

export type DateRange = [string | null, string | null];
