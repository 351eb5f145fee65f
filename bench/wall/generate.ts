import type pg from 'pg';

/** How much there is. `inTenant` and `inChat` are the messages of the largest tenant and of the largest chat, which lies in it. */
export type Size = { workspaces: number; users: number; projects: number; chats: number; messages: number; inTenant: number; inChat: number };

export const sizes: Record<'small' | 'full', Size> = {
  full: { workspaces: 2_000, users: 20_000, projects: 10_000, chats: 100_000, messages: 2_000_000, inTenant: 300_000, inChat: 50_000 },
  small: { workspaces: 100, users: 1_000, projects: 2_500, chats: 7_500, messages: 50_000, inTenant: 15_000, inChat: 5_000 },
};

/** Who asks: by how many projects they belong to. All of them contribute to the project that is asked about. */
export const people = { light: 4, heavy: 200, power: 2_000 } as const;
export type PersonName = keyof typeof people;
export const personNames = Object.keys(people) as PersonName[];

/** The id of the nth thing of a kind, as everybody who generates or asks reckons it. */
export const idOf = (kind: 'user' | 'workspace' | 'project' | 'chat', n: number | string) => `md5('${kind} ' || ${n})::uuid`;
export const personId = (name: PersonName) => idOf('user', personNames.indexOf(name) + 1);

/**
 * Fills an empty database on the server's side, with triggers off (a million messages would each move their chat), so what
 * the triggers keep is made here; checks and unique keys hold as always, and foreign keys are looked at in the end.
 */
export async function generate(admin: pg.Client, size: Size): Promise<void> {
  const { workspaces, users, projects, chats } = size;
  // The nth project lies in workspace n modulo their number, the nth chat in project n modulo theirs: workspace 1 is the large tenant.
  const ofTenant = `((c - 1) % ${projects}) % ${workspaces} = 0`;
  const tenantChats = Math.round(chats / projects) * Math.ceil(projects / workspaces);
  const perTenantChat = Math.floor((size.inTenant - size.inChat) / (tenantChats - 1));
  const perChat = Math.round((size.messages - size.inTenant) / (chats - tenantChats));
  const asked = personNames.length;

  await admin.query(`set session_replication_role = replica; set maintenance_work_mem = '1GB'; set synchronous_commit = off`);
  const indexes = await dropIndexes(admin, ['chat_messages', 'chat_sessions', 'project_users']);
  await admin.query(`
    insert into auth.users (id, email) select ${idOf('user', 'n')}, 'person-' || n || '@example.com' from generate_series(1, ${users}) n;
    insert into public.users (id, email, status) select id, email, 'active' from auth.users;
    insert into public.workspaces (id, name, company_name) select ${idOf('workspace', 'n')}, 'Workspace ' || n, 'Company ' || n from generate_series(1, ${workspaces}) n;
    insert into public.workspace_users (workspace_id, user_id, role)
      select ${idOf('workspace', `1 + n % ${workspaces}`)}, ${idOf('user', 'n')}, case when n <= ${workspaces} + ${asked} then 'owner' else 'project_creator' end
      from generate_series(${asked + 1}, ${users}) n
      union all select (select id from public.workspaces where is_global), id, 'project_creator' from auth.users;
    insert into public.projects (id, workspace_id, name)
      select ${idOf('project', 'n')}, ${idOf('workspace', `1 + (n - 1) % ${workspaces}`)}, 'Project ' || n from generate_series(1, ${projects}) n;
    insert into public.project_users (project_id, user_id, role)
      select ${idOf('project', `1 + (u * 7919::bigint + k * 1009) % ${projects}`)}, ${idOf('user', 'u')}, (array['owner', 'manager', 'contributor', 'viewer'])[1 + (u + k) % 4]
      from generate_series(${asked + 1}, ${users}) u, generate_series(1, 5) k where k < 5 or u % 2 = 0;
    insert into public.chat_sessions (id, project_id, title)
      select ${idOf('chat', 'c')}, ${idOf('project', `1 + (c - 1) % ${projects}`)}, 'Chat ' || c from generate_series(1, ${chats}) c;
    insert into public.chat_messages (chat_id, project_id, content, message_type, created_by, created_at)
      select ${idOf('chat', 'c')}, ${idOf('project', `1 + (c - 1) % ${projects}`)},
        jsonb_build_object('parts', jsonb_build_array(jsonb_build_object('type', 'text', 'text', concat_ws(' ',
          'the word' || (c * 7 + n * 3) % 4999, 'then word' || (c + n * 17) % 997, 'of word' || (c * 13 + n) % 97,
          case when (c * 31 + n * 7) % 1000 = 0 then 'needle' end, 'and more')))),
        'user', ${idOf('user', `1 + (c + n) % ${users}`)}, now() - n * interval '1 minute' - c * interval '1 second'
      from generate_series(1, ${chats}) c
      cross join lateral generate_series(1, case when c = 1 then ${size.inChat} when ${ofTenant} then ${perTenantChat} else ${perChat} end) n`);
  for (const name of personNames) {
    await admin.query(`insert into public.project_users (project_id, user_id, role)
      select ${idOf('project', 'n')}, ${personId(name)}, 'contributor' from generate_series(1, ${people[name]}) n`);
  }
  for (const index of indexes) await admin.query(index);
  await admin.query('reset session_replication_role; reset maintenance_work_mem; reset synchronous_commit');
  await checkForeignKeys(admin);
  await admin.query('vacuum (analyze)');
}

/** Drops the indexes that hold no constraint and returns what makes them again. */
async function dropIndexes(admin: pg.Client, tables: string[]): Promise<string[]> {
  const { rows } = await admin.query<{ name: string; definition: string }>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
    where i.indrelid = any ($1::regclass[]) and not i.indisunique`, [tables.map((table) => `public.${table}`)]);
  for (const { name } of rows) await admin.query(`drop index ${name}`);
  return rows.map((row) => row.definition);
}

/** Triggers, and with them foreign keys, were off: no row may point nowhere. */
async function checkForeignKeys(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string; sql: string }>(`
    select k.conname as name, format('select exists (select from %s c where %s and not exists (select from %s p where %s)) as broken', k.conrelid::regclass,
      (select string_agg(format('c.%I is not null', a.attname), ' and ') from unnest(k.conkey) n join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n),
      k.confrelid::regclass,
      (select string_agg(format('p.%I = c.%I', f.attname, a.attname), ' and ') from unnest(k.conkey, k.confkey) n (here, there)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n.here join pg_attribute f on f.attrelid = k.confrelid and f.attnum = n.there)) as sql
    from pg_constraint k where k.contype = 'f' and k.conrelid = any (array['workspace_users', 'projects', 'project_users', 'chat_sessions', 'chat_messages']::regclass[])
      and k.conparentid = 0`);
  for (const { name, sql } of rows) {
    const { rows: [found] } = await admin.query<{ broken: boolean }>(sql);
    if (found!.broken) throw new Error(`The generated rows break ${name}.`);
  }
}
