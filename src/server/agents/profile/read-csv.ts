export type Table = { format: 'csv' | 'json'; delimiter?: string; names: string[]; rows: unknown[][]; problems: string[] };

const delimiters = [',', ';', '\t', '|'];

/** A CSV text (RFC 4180, with any of the usual delimiters) with names in its first line; null when it has only one column and no rows. */
export function readCsv(text: string): Table | null {
  const delimiter = delimiterOf(text);
  const [head, ...rows] = parse(text, delimiter);
  if (!head || (head.length < 2 && rows.length === 0)) return null;
  const names = head.map((name, at) => name.trim() || `column ${at + 1}`);
  const uneven = rows.filter((row) => row.length !== names.length).length;
  const problems = uneven === 0 ? [] : [`${uneven} rows have more or fewer values than the first line has names.`];
  if (new Set(names).size < names.length) problems.push('Some names stand twice in the first line.');
  return { format: 'csv', delimiter: delimiter === '\t' ? 'tab' : delimiter, names, rows, problems };
}

/** The delimiter that occurs most in the first line, outside of quotes. */
function delimiterOf(text: string): string {
  const line = text.slice(0, 20_000).replace(/"(?:[^"]|"")*"/g, '').split('\n', 1)[0] ?? '';
  const counted = delimiters.map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}

function parse(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let value = '';
  let isQuoted = false;
  const endValue = (): void => { row.push(value); value = ''; };
  const endRow = (): void => { endValue(); if (row.length > 1 || row[0] !== '') rows.push(row); row = []; };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (isQuoted) {
      if (char !== '"') value += char;
      else if (text[i + 1] === '"') { value += '"'; i++; } else isQuoted = false;
    } else if (char === '"' && value === '') isQuoted = true;
    else if (char === delimiter) endValue();
    else if (char === '\n') endRow();
    else if (char !== '\r') value += char;
  }
  if (value !== '' || row.length > 0) endRow();
  return rows;
}
