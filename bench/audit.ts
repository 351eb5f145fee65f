import type pg from 'pg';
import { beginMessage } from '#server/platform/database/session.ts';
import { sessionOf } from '#tests/support/accounts.ts';
import { withDatabase } from './database.ts';
import { median, timed } from './figures.ts';

// With nothing, with the triggers as they are, and with the row trigger of the original design as a reference.
const variants = ['without', 'audit', 'row trigger'] as const;
type Variant = (typeof variants)[number];
/** Milliseconds as the client has them and in the executor alone, and bytes written ahead. */
type Sample = { sent: number; executed: number; bytes: number };

/** A content table, of which only ids and names of columns are kept, and one whose columns are recorded. */
const tables = {
  chat_messages: {
    insert: `insert into public.chat_messages (chat_id, project_id, content, message_type)
      select c.id, c.project_id, '{"parts": [{"type": "text", "text": "Could you add a priority field with low, medium and high?"}]}', 'user' from public.chat_sessions c, generate_series(1, :rows)`,
    update: `update public.chat_messages set metadata = '{"edited": true}' where id in (select id from public.chat_messages limit :rows)`,
  },
  projects: {
    insert: `insert into public.projects (workspace_id, name, description) select w.id, 'Project ' || n, 'What the project is for' from public.workspaces w, generate_series(1, :rows) n where w.is_global`,
    update: `update public.projects set name = name || '!' where id in (select id from public.projects limit :rows)`,
  },
};
const rowCounts = [1, 1_000];
const rounds = 25;

/** What the audit trail costs: one row and a thousand, inserted and changed, against the same table without it; interleaved, in one run. */
export async function run(): Promise<void> {
  await withDatabase(async (connect) => {
    const admin = await connect();
    await setUp(admin);
    row(['', 'without, ms', 'audit', 'row trigger', 'executor: audit', 'row trigger', 'WAL bytes a row', '']);
    for (const [table, statements] of Object.entries(tables)) {
      const triggers = await auditTriggers(admin, table);
      if (triggers.length === 0) {
        console.log(`${table}: left out, it has no triggers named audit…`);
        continue;
      }
      for (const [command, sql] of Object.entries(statements)) {
        for (const rows of rowCounts) report(`${command} ${rows.toLocaleString('en')} in ${table}`, rows, await measure(admin, { table, triggers, sql: sql.replace(':rows', String(rows)) }));
      }
    }
  });
}

async function setUp(admin: pg.Client): Promise<void> {
  await admin.query(`
    insert into public.projects (workspace_id, name) select w.id, 'Project ' || n from public.workspaces w, generate_series(1, 2000) n where w.is_global;
    with p as (select id from public.projects limit 1) insert into public.chat_sessions (project_id, title) select id, 'Chat' from p;
    insert into public.chat_messages (chat_id, project_id, content, message_type) select c.id, c.project_id, '{"parts": []}', 'user' from public.chat_sessions c, generate_series(1, 2000);
    create schema bench;
    create table bench.audit_logs (id uuid primary key default gen_random_uuid(), created_at timestamptz default now(), workspace_id uuid references public.workspaces (id) on delete cascade,
      project_id uuid references public.projects (id) on delete cascade, table_name text not null, record_id uuid not null, action text not null, old_data jsonb, new_data jsonb,
      changed_by uuid references auth.users (id), ip_address text, user_agent text);
    create function bench.audit_log_changes() returns trigger language plpgsql security definer as $$ begin
      insert into bench.audit_logs (table_name, record_id, action, old_data, new_data, changed_by)
      values (tg_table_name, new.id, tg_op, case when tg_op = 'UPDATE' then to_jsonb(old) end, to_jsonb(new), auth.uid());
      return new;
    end $$`);
  await admin.query('vacuum analyze');
}

async function auditTriggers(admin: pg.Client, table: string): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(`select quote_ident(tgname) as name from pg_trigger where tgrelid = $1::regclass and not tgisinternal and tgname like 'audit%'`, [`public.${table}`]);
  return rows.map((row) => row.name);
}

async function measure(admin: pg.Client, o: { table: string; triggers: string[]; sql: string }): Promise<Record<Variant, Sample[]>> {
  const samples: Record<Variant, Sample[]> = { without: [], audit: [], 'row trigger': [] };
  for (let round = 0; round < rounds; round++) {
    for (const variant of variants) {
      await admin.query('begin');
      if (variant !== 'audit') for (const name of o.triggers) await admin.query(`alter table public.${o.table} disable trigger ${name}`);
      if (variant === 'row trigger') {
        await admin.query(`create trigger audit_changes after insert or update on public.${o.table} for each row execute function bench.audit_log_changes()`);
      }
      await admin.query(beginMessage(sessionOf('service_role'), 'savepoint asked'));
      await admin.query(`prepare asked as ${o.sql}`);
      // The first run also reads the catalogue and makes plans.
      let best: Sample = { sent: Infinity, executed: Infinity, bytes: Infinity };
      for (let n = 0; n < 3; n++) best = smaller(best, await once(admin, o.sql));
      samples[variant].push(best);
      await admin.query('rollback');
      await admin.query('deallocate all');
    }
    // What was taken back left dead rows.
    await admin.query(`vacuum public.${o.table}`);
  }
  return samples;
}

async function once(admin: pg.Client, sql: string): Promise<Sample> {
  const { rows } = await admin.query({ text: `explain (analyze, timing off, format json) ${sql}`, rowMode: 'array' });
  const before = await position(admin);
  const { ms } = await timed(() => admin.query('execute asked'));
  return { sent: ms, executed: rows[0]![0][0]['Execution Time'] as number, bytes: await position(admin) - before };
}

async function position(admin: pg.Client): Promise<number> {
  return Number((await admin.query<{ bytes: string }>(`select pg_current_wal_insert_lsn() - '0/0' as bytes`)).rows[0]!.bytes);
}

const smaller = (a: Sample, b: Sample): Sample => ({ sent: Math.min(a.sent, b.sent), executed: Math.min(a.executed, b.executed), bytes: Math.min(a.bytes, b.bytes) });

function report(name: string, rows: number, samples: Record<Variant, Sample[]>): void {
  const ratio = (variant: Variant, time: 'sent' | 'executed') => median(samples[variant].map((one, round) => one[time] / samples.without[round]![time])).toFixed(2);
  const bytes = variants.map((variant) => (median(samples[variant].map((one) => one.bytes)) / rows).toFixed(0));
  const most = rows === 1 ? 2 : 2.5;
  row([name, median(samples.without.map((one) => one.sent)).toFixed(2), ratio('audit', 'sent'), ratio('row trigger', 'sent'), ratio('audit', 'executed'), ratio('row trigger', 'executed'), bytes.join(' / '),
    Number(ratio('audit', 'sent')) <= most ? `met (at most ${most})` : `MISSED (at most ${most})`]);
}

function row(cells: string[]): void {
  const widths = [30, 12, 9, 13, 19, 13, 22, 22];
  console.log(cells.map((cell, n) => (n === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[n]!))).join(''));
}
