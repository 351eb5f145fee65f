import dayjs from 'dayjs';
import { optionLabel } from './option';
import type { Option } from './option';

/** One bar, point or slice of a chart. */
export type Group = { name: string; value: number; color?: string };
type Bucket = 'day' | 'week' | 'month' | 'year';
type Measure<T> = (group: T[]) => number;

/** A group for each option, in the order of the options, also where it is empty. */
export function groupByOption<T>(
  items: T[],
  valueOf: (item: T) => string | undefined,
  options: Option[],
  measure: Measure<T>,
): Group[] {
  return options.map((option) => ({
    name: optionLabel(options, option.value),
    value: measure(items.filter((item) => valueOf(item) === option.value)),
    color: option.color,
  }));
}

export function groupByYesNo<T>(
  items: T[],
  valueOf: (item: T) => boolean | undefined,
  measure: Measure<T>,
): Group[] {
  return [
    { name: 'Yes', value: measure(items.filter((item) => valueOf(item))), color: 'green' },
    { name: 'No', value: measure(items.filter((item) => !valueOf(item))), color: 'gray' },
  ];
}

/** The twelve largest groups of items with the same text. */
export function groupByText<T>(
  items: T[],
  textOf: (item: T) => string | undefined,
  measure: Measure<T>,
): Group[] {
  const groups = Map.groupBy(items, (item) => textOf(item) || 'Not set');
  return [...groups]
    .map(([name, group]) => ({ name, value: measure(group) }))
    .sort((a, b) => b.value - a.value)
    .slice(0, 12);
}

/** A group for each day, week, month or year between the first and the last; at most the last 60. */
export function groupByDate<T>(
  items: T[],
  dateOf: (item: T) => string | undefined,
  bucket: Bucket,
  measure: Measure<T>,
): Group[] {
  const dated = items.filter((item) => dateOf(item));
  const starts = dated.map((item) => startOf(dateOf(item)!, bucket)).sort();
  const [first, last] = [starts[0], starts.at(-1)];
  if (!first || !last) return [];
  const groups = Map.groupBy(dated, (item) => startOf(dateOf(item)!, bucket));
  const buckets: string[] = [];
  for (
    let day = dayjs(last);
    buckets.length < 60 && day.format('YYYY-MM-DD') >= first;
    day = day.subtract(1, bucket)
  ) {
    buckets.unshift(day.format('YYYY-MM-DD'));
  }
  return buckets.map((start) => ({ name: nameOf(start, bucket), value: measure(groups.get(start) ?? []) }));
}

function startOf(date: string, bucket: Bucket): string {
  const day = dayjs(date);
  // Weeks start on Monday.
  const start = bucket === 'week' ? day.subtract((day.day() + 6) % 7, 'day') : day.startOf(bucket);
  return start.format('YYYY-MM-DD');
}

function nameOf(start: string, bucket: Bucket): string {
  const formats = { day: 'MMM D', week: '[Week of] MMM D', month: 'MMM YYYY', year: 'YYYY' };
  return dayjs(start).format(formats[bucket]);
}

export function averageOf<T>(items: T[], valueOf: (item: T) => number | undefined): number {
  const values = items.map(valueOf).filter((value) => value !== undefined);
  if (values.length === 0) return 0;
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.round(average * 100) / 100;
}

const sliceColors = [
  'blue',
  'teal',
  'yellow',
  'grape',
  'orange',
  'cyan',
  'pink',
  'lime',
  'indigo',
  'red',
  'green',
  'gray',
];

/** The groups as slices of a donut: only those with a value, each in its own colour. */
export function slices(groups: Group[]): { name: string; value: number; color: string }[] {
  return groups
    .map((group, index) => ({
      ...group,
      color: `${group.color ?? sliceColors[index % sliceColors.length]}.6`,
    }))
    .filter((group) => group.value > 0);
}
