import { createHash } from 'node:crypto';
import { AppError } from '#server/platform/errors.ts';

type Value = string | number;

/**
 * Writes the place after a row as an opaque cursor. `list` names the list, so
 * that a cursor of one is refused by another.
 */
export function encodeCursor(list: string, values: Value[]): string {
  const text = JSON.stringify(values);
  return Buffer.from(`${checkOf(list, text)}${text}`).toString('base64url');
}

/** Reads a cursor back; undefined when there is none, invalid_input when it is not one of ours. */
export function decodeCursor(list: string, cursor: string | undefined): Value[] | undefined {
  if (cursor === undefined) return undefined;
  const decoded = Buffer.from(cursor, 'base64url').toString('utf8');
  const text = decoded.slice(8);
  if (decoded.slice(0, 8) !== checkOf(list, text)) {
    throw new AppError('invalid_input', 'The cursor is not valid.', {
      hint: 'Send a nextCursor exactly as it was received, or none to start from the beginning.',
      fields: { cursor: 'This is not a cursor of this list.' },
    });
  }
  return JSON.parse(text) as Value[];
}

/** A checksum, not a secret: a cursor opens nothing that RLS does not. */
function checkOf(list: string, text: string): string {
  return createHash('sha256').update(`${list}\n${text}`).digest('hex').slice(0, 8);
}

/** Cuts a list that was read with `limit + 1` rows into a page. */
export function pageOf<Row, Item>(
  list: string, rows: Row[], limit: number, place: (row: Row) => Value[], item: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), nextCursor: rows.length > limit && last ? encodeCursor(list, place(last)) : null };
}
