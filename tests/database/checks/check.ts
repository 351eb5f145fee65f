import type pg from 'pg';

/**
 * What must hold for every object of the schema. `find` names the objects that break it; each of `plants` is SQL that
 * makes something called "planted" break it, so that the check itself is known to work.
 */
export type Check = { fact: string; find: (client: pg.ClientBase) => Promise<string[]>; plants: string[] };

/** The schemas whose objects are ours, for `in`. */
export const ours = `('public'::regnamespace, 'private'::regnamespace)`;

/** A `find` that asks the catalogue: the query returns one column `name`. */
export function rows(sql: string): Check['find'] {
  return async (client) => (await client.query<{ name: string }>(sql)).rows.map((row) => row.name);
}
