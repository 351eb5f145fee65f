import { describe, expect, test } from 'vitest';
import { beginMessage } from '#server/platform/database/session.ts';
import { matrix } from '#tests/permissions/matrix.ts';
import { filler } from '#tests/permissions/probe.ts';
import { openWorld } from '#tests/permissions/open-world.ts';

/** Tables of schema public that leave no entry, each with its reason. */
const notAudited: Record<string, string> = {
  audit_logs: 'the trail itself',
  access_logs: 'a log of its own, append-only',
  audit_seals: 'append-only, and chained',
  run_events: 'append-only: its own trail',
  run_calls: 'a trail of its own, which the run is under audit beside',
  model_contexts: 'append-only: its own trail',
  model_context_parts: 'append-only: its own trail',
  chat_summaries: 'made from messages, which are audited',
  document_traces: 'never changed, and beside an audited version or finding',
  token_usage: 'append-only: its own trail',
  workspace_stats: 'counted anew every day from what is audited',
  project_stats: 'counted anew every day from what is audited',
};

/** What no change of which leaves an entry: bookkeeping beside another recorded change, and read markers. */
const ignored: Record<string, string[]> = {
  users: ['last_sign_in_at'], chat_participants: ['last_read_at'], agent_runs: ['progress', 'steps'], artifacts: ['progress'],
  app_collections: ['change'], app_records: ['change', 'revision'], api_keys: ['last_used_at'], workspace_subscriptions: ['period_tokens_used', 'period_tokens_forgiven'],
};

/** The tenant of a row: its project's and workspace's, the workspace's alone, or none. */
const scopes: Record<string, 'workspace' | 'none'> = { workspaces: 'workspace', workspace_users: 'workspace', workspace_domains: 'workspace', users: 'none', api_keys: 'none', backups: 'none' };

const { admin, world } = await openWorld();

type Entry = { action: string; workspace_id: string | null; project_id: string | null; changed_by: string | null; actor_kind: string; changed_columns: string[] | null };

/** The entries of a record in this transaction, oldest first. */
async function entriesOf(table: string, record: string): Promise<Entry[]> {
  const { rows } = await admin.query<Entry>(`select action, workspace_id, project_id, changed_by, actor_kind, changed_columns from public.audit_logs
    where table_name = $1 and record_id = $2 and tx = pg_current_xact_id() order by position`, [table, record]);
  return rows;
}

test('every table is under audit, or is a named exception', async () => {
  const { rows } = await admin.query<{ name: string; triggers: string[] }>(`
    select c.relname::text as name, array_agg(t.tgname::text order by t.tgname) filter (where t.tgname ~ '^audit_(insert|update|delete)$') as triggers
    from pg_class c left join pg_trigger t on t.tgrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by 1`);
  for (const { name, triggers } of rows) {
    expect([name, triggers]).toEqual([name, name in notAudited ? null : ['audit_delete', 'audit_insert', 'audit_update']]);
  }
});

test('every column of a table under audit is watched, or is a named exception', async () => {
  const { rows } = await admin.query<{ table: string; column: string }>(`
    select c.relname::text as table, a.attname::text as column
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where t.tgname = 'audit_update' and a.attname not in ('id', 'updated_at')
      and strpos(p.prosrc, format('case when b.%1$I is distinct from r.%1$I then %1$L end', a.attname)) = 0`);
  const expected = Object.entries(ignored).flatMap(([table, columns]) => columns.map((column) => ({ table, column })));
  const key = (row: { table: string; column: string }) => `${row.table}.${row.column}`;
  expect(rows.map(key).sort()).toEqual(expected.map(key).sort());
});

describe.each(matrix.filter((rules) => !rules.schema && !(rules.table in notAudited) && rules.table !== 'member_profiles').map((rules) => [rules.table, rules] as const))('%s', (table, rules) => {
  const column = /^(\w+) =/.exec(rules.change ?? '')?.[1];
  for (const [kind, sql] of Object.entries(rules.rows)) {
    test(`an insert, an update and a delete leave one entry each, with scope and actor (${kind})`, async () => {
      const actorId = world.people['super user']!;
      await admin.query(beginMessage({ role: 'service_role', reason: 'agent runs', actorId }));
      await admin.query('reset role');
      try {
        const { rows } = await admin.query<string[]>({ text: filler(world, { role: 'project owner' })(sql), rowMode: 'array' });
        const record = rows[0]?.[0];
        if (record === undefined) return; // Such a row cannot exist for this role.
        await admin.query('set local role service_role');
        const isChanged = !rules.serverRefused?.includes('update') && await change(record);
        // An account goes by the way of the auth service; its deletion has a test of its own.
        const isDeleted = table !== 'users' && !rules.serverRefused?.includes('delete') && (await admin.query(`delete from public.${table} where id = $1`, [record])).rowCount === 1;
        await admin.query('reset role');
        const entries = await entriesOf(table, record);
        const made = /^(insert|with)/.test(sql) ? ['INSERT'] : [];
        const byServer = [...(isChanged ? ['UPDATE'] : []), ...(isDeleted ? ['DELETE'] : [])];
        expect(entries.map((entry) => entry.action)).toEqual([...made, ...byServer]);
        for (const entry of entries) expect(scopeOf(entry), entry.action).toEqual(expectedScope(kind, record));
        // Made by the login itself, changed by the server for somebody.
        expect(entries.slice(made.length).map((entry) => [entry.changed_by, entry.actor_kind])).toEqual(byServer.map(() => [actorId, 'system']));
        for (const entry of entries) expect(entry.changed_columns ?? []).toEqual(entry.action === 'UPDATE' ? expect.arrayContaining([column]) : []);
      } finally {
        await admin.query('rollback');
      }
    });
  }

  /** Sends the update; false when it leaves the row as it was, which is no change to record. */
  async function change(record: string): Promise<boolean> {
    const read = async () => (await admin.query(`select ${column}::text as value from public.${table} where id = $1`, [record])).rows[0];
    const before = await read();
    await admin.query(`update public.${table} set ${rules.change} where id = $1`, [record]);
    return (await read()).value !== before.value;
  }

  function scopeOf(entry: Entry): [string | null, string | null] {
    return [entry.workspace_id, entry.project_id];
  }

  function expectedScope(kind: string, record: string): [string | null, string | null] {
    const { workspace, project } = world.places.ours;
    if (scopes[table] === 'none') return [null, null];
    if (table === 'projects') return [workspace, record];
    if (kind.includes('global')) return [world.global, null];
    return scopes[table] === 'workspace' || kind === 'of the workspace' ? [workspace, null] : [workspace, project];
  }
});
