/**
 * A sample record with its shorthands filled in: `today`, `today+3` or
 * `today-10` in a date field becomes that date (YYYY-MM-DD), `#0` in a link the
 * id of that sample of the linked collection. `ids` are those of the samples by
 * collection, in order. Values that lead nowhere are left out.
 */
export function resolveSample(sample: Record<string, unknown>, schema: Record<string, unknown>, ids: Map<string, string[]>): Record<string, unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, Record<string, unknown> | undefined>;
  const entries = Object.entries(sample).map(([field, value]) => [field, resolve(value, properties[field] ?? {}, ids)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}

function resolve(value: unknown, property: Record<string, unknown>, ids: Map<string, string[]>): unknown {
  if (typeof value !== 'string') return value;
  const days = /^today([+-]\d{1,4})?$/.exec(value);
  if (days && property['format'] === 'date') return dateIn(Number(days[1] ?? 0));
  const index = /^#(\d{1,4})$/.exec(value);
  if (index && typeof property['x-collection'] === 'string') return ids.get(property['x-collection'])?.[Number(index[1])];
  return value;
}

function dateIn(days: number): string {
  const date = new Date();
  // Noon: adding days must not slip over midnight when the clocks change.
  date.setHours(12, 0, 0, 0);
  date.setDate(date.getDate() + days);
  return [date.getFullYear(), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-');
}
