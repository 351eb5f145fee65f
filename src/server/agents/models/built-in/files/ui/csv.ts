import dayjs from 'dayjs';
import type { Option } from './option';

/** How one kind of record becomes a CSV file and comes back from one. */
export type Csv<Saved, Stored> = {
  fileName: string;
  write: (items: Saved[]) => string;
  read: (text: string) => { records: Stored[]; problems: string[] };
  add: (records: Stored[]) => Promise<{ added: number; failed: { index: number }[] }>;
};

type Labels = Record<string, string>;

export function csvOf<T, L extends Labels>(
  items: T[],
  labels: L,
  cellsOf: (item: T) => Record<keyof L, string | number | undefined>,
): string {
  const keys = Object.keys(labels) as (keyof L)[];
  const rows = items.map(cellsOf).map((cells) => keys.map((key) => cells[key]));
  return [Object.values(labels), ...rows].map((row) => row.map(quoted).join(',')).join('\r\n') + '\r\n';
}

function quoted(value: string | number | undefined): string {
  const text = String(value ?? '');
  // A spreadsheet would run a text that begins like a formula.
  const safe =
    typeof value === 'string' && /^[=+\-@\t]/.test(text) && !/^[+-]?[\d\s().-]+$/.test(text)
      ? `'${text}`
      : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The records in a file whose first line names the fields; lines with a mistake are left out and told. */
export function recordsIn<L extends Labels, Values extends Record<keyof L, unknown>, Stored>(
  text: string,
  labels: L,
  rules: { [Key in keyof L]?: (value: never) => string | null },
  recordOf: (values: Values) => Stored,
  valuesIn: (cells: Record<keyof L, string>) => Values,
): { records: Stored[]; problems: string[] } {
  const [head = [], ...rows] = parseCsv(text);
  const columns = new Map(head.map((label, index) => [label.trim().toLowerCase(), index]));
  const keys = Object.keys(labels) as (keyof L & string)[];
  if (!keys.some((key) => columns.has(labels[key]!.toLowerCase()))) {
    return {
      records: [],
      problems: [`The first line must name the columns: ${Object.values(labels).join(', ')}`],
    };
  }
  const records: Stored[] = [];
  const problems: string[] = [];
  rows.forEach((row, index) => {
    const cells = keys.map((key) => [key, row[columns.get(labels[key]!.toLowerCase()) ?? -1]?.trim() ?? '']);
    const values = valuesIn(Object.fromEntries(cells) as Record<keyof L, string>);
    const wrong = keys.flatMap((key) => {
      const problem = (rules[key] as ((value: unknown) => string | null) | undefined)?.(values[key]);
      return problem ? [`${labels[key]}: ${problem}`] : [];
    });
    if (wrong.length === 0) records.push(recordOf(values));
    else problems.push(`Line ${index + 2}: ${wrong.join(' ')}`);
  });
  return { records, problems };
}

/** Lines and cells of a CSV text; the separator is the comma or semicolon of its first line. */
function parseCsv(text: string): string[][] {
  const body = text.replace(/^\ufeff/, '');
  const firstLine = body.slice(0, body.search(/\r?\n|$/));
  const separator = firstLine.split(';').length > firstLine.split(',').length ? ';' : ',';
  const rows: string[][] = [[]];
  let cell = '';
  let inQuotes = false;
  for (let at = 0; at < body.length; at += 1) {
    const character = body[at]!;
    if (inQuotes) {
      if (character !== '"') cell += character;
      else if (body[at + 1] === '"') cell += body[++at];
      else inQuotes = false;
    } else if (character === '"' && cell === '') inQuotes = true;
    else if (character === separator || character === '\n') {
      rows.at(-1)!.push(cell.replace(/\r$/, ''));
      cell = '';
      if (character === '\n') rows.push([]);
    } else cell += character;
  }
  rows.at(-1)!.push(cell.replace(/\r$/, ''));
  return rows.filter((row) => row.some((value) => value.trim() !== ''));
}

export function dateIn(text: string): string | null {
  const date = dayjs(text);
  return text && date.isValid() ? date.format('YYYY-MM-DD') : null;
}

export function numberIn(text: string): number | string {
  const plain = text.replace(/[^\d.+-]/g, '');
  return plain === '' || Number.isNaN(Number(plain)) ? '' : Number(plain);
}

export function yesNoIn(text: string): boolean {
  return ['yes', 'true', '1', 'x', 'y'].includes(text.toLowerCase());
}

export function optionIn<Value extends string>(options: Option<Value>[], text: string): Value | null {
  const wanted = text.toLowerCase();
  const found = options.find(
    (option) => option.label.toLowerCase() === wanted || option.value.toLowerCase() === wanted,
  );
  return found?.value ?? null;
}

export function idIn(names: Map<string, string>, text: string): string | null {
  return [...names].find(([, name]) => name.toLowerCase() === text.toLowerCase())?.[0] ?? null;
}
