import { z } from 'zod';

/** Ids are UUIDs in lower-case text form. */
export const id = z.uuid();

/** Times are ISO 8601 in UTC, e.g. `2026-01-31T12:00:00.000Z`. */
export const time = z.iso.datetime();

/** A page of a list; `nextCursor` is opaque and null on the last page. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const pageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Names and titles: one line, not blank. Length in UTF-16 code units. */
export const shortText = z.string().trim().min(1).max(200);

export type Page<T> = { items: T[]; nextCursor: string | null };
