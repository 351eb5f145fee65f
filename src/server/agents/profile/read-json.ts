import type { Table } from './read-csv.ts';

/** Records of a JSON text: a list of objects, an object that holds one, or an object a line; null when there are none. */
export function readJson(text: string): Table | null {
  const value = parsed(text) ?? lines(text);
  const list = Array.isArray(value) ? value : isObject(value) ? Object.values(value).find((one) => Array.isArray(one) && one.some(isObject)) : undefined;
  if (!Array.isArray(list)) return null;
  const records = list.filter(isObject);
  if (records.length === 0) return null;
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const others = list.length - records.length;
  return {
    format: 'json', names, rows: records.map((record) => names.map((name) => record[name])),
    problems: others === 0 ? [] : [`${others} entries of the list are no objects.`],
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function lines(text: string): unknown {
  const values = text.split('\n').filter((line) => line.trim() !== '').map(parsed);
  return values.some((value) => value === undefined) ? undefined : values;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
