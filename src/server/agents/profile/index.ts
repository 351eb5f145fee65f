import { columnOf, type Column } from './column.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';

/** The shape of a data file. `rows` counts all; columns are told from at most `looked` of them. */
export type Profile = { format: 'csv' | 'json'; delimiter?: string; rows: number; looked: number; columns: Column[]; problems: string[] };

const maxRows = 50_000;
const maxColumns = 100;

/** What a CSV or JSON text holds; null when it is neither. */
export function profileOf(text: string): Profile | null {
  const source = text.replace(/^\ufeff/, '');
  if (source.includes('\0') || source.trim() === '') return null;
  const table = /^\s*[[{]/.test(source) ? readJson(source) : readCsv(source);
  if (!table) return null;
  const { names, rows, problems, ...rest } = table;
  const looked = rows.slice(0, maxRows);
  const shown = names.slice(0, maxColumns);
  if (names.length > shown.length) problems.push(`Only the first ${maxColumns} of ${names.length} columns are shown.`);
  return { ...rest, rows: rows.length, looked: looked.length, columns: shown.map((name, at) => columnOf(name, looked.map((row) => row[at]))), problems };
}
