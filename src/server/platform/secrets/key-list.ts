import { sql } from 'kysely';
import { asSystem } from '#server/platform/database/index.ts';
import type { SealedColumn } from './rotation.ts';

/** A key of the ring as people see it; `values` counts what is sealed under it. */
export type KeyEntry = { id: string; state: 'active' | 'decrypt_only' | 'destroyed'; createdAt: Date; retiredAt: Date | null; destroyedAt: Date | null; values: number };

/** Every key there ever was, the newest first. */
export async function listKeys(columns: readonly SealedColumn[]): Promise<KeyEntry[]> {
  const values = sql.join(columns.map(({ table, column }) =>
    sql`select split_part(${sql.ref(column)}, '.', 2) as key_id from ${sql.table(`public.${table}`)} where ${sql.ref(column)} is not null`), sql` union all `);
  const { rows } = await asSystem('secret keys', (tx) => sql<KeyEntry>`
    select k.id, k.state, k.created_at as "createdAt", k.retired_at as "retiredAt", k.destroyed_at as "destroyedAt", count(v.key_id)::int as values
    from private.secret_keys k left join (${values}) v on v.key_id = k.id
    group by k.id order by k.created_at desc, k.id`.execute(tx));
  return rows;
}
