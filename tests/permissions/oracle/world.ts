import type pg from 'pg';
import { connect, signUp } from '#tests/support/accounts.ts';
import { kinds, keyOf } from './kinds.ts';
import { fillLedgers, readLedgers } from './ledger.ts';
import type { Model, Person, Place, Row } from './model.ts';

type Logins = { adminUrl: string; authUrl: string };

// Two tenants, a team in the global workspace, and people who belong to several of them or to none.
const people = ['root', 'rob', 'ann', 'abe', 'ada', 'mia', 'cal', 'vic', 'bob', 'uma'];
const workspaces: Record<string, Record<string, string>> = {
  A: { ann: 'owner', abe: 'admin', ada: 'project_creator' },
  B: { bob: 'owner', ann: 'project_creator' },
};
const projects: [workspace: string, members: Record<string, string>][] = [
  ['A', { ada: 'owner', mia: 'manager', cal: 'contributor', vic: 'viewer', rob: 'manager' }],
  ['A', { ann: 'owner', cal: 'manager', bob: 'viewer' }],
  ['B', { bob: 'owner', vic: 'contributor', mia: 'contributor' }],
  ['global', { mia: 'owner', uma: 'contributor' }],
];

/** Signs the people up and makes their workspaces and projects, with something of every kind in each. */
export async function buildWorld(o: Logins): Promise<void> {
  const [admin, auth] = await Promise.all([connect(o.adminUrl), connect(o.authUrl)]);
  const one = async (sql: string, values: unknown[]): Promise<string> => (await admin.query({ text: sql, values, rowMode: 'array' })).rows[0]![0];
  const ids: Record<string, string> = {};
  for (const name of people) ids[name] = await signUp(auth, `${name}@example.com`, { proven: name !== 'uma', name });
  await admin.query(`update public.users set status = 'active' where email <> 'uma@example.com'`);
  await admin.query('update public.users set is_super_user = true where id = $1', [ids.rob]);
  // How many there may be is no question of rights.
  await admin.query('update private.plans set max_projects = null; update private.instance set free_workspaces_per_person = 1000');
  ids.global = await one('select id from public.workspaces where is_global', []);
  // Every workspace begins with a model of its own, so that there is one to be seen.
  await admin.query(`create function private.give_model() returns trigger language plpgsql security definer as $$ begin
      insert into public.workspace_models (workspace_id, provider) values (new.id, 'anthropic'); return null; end $$;
    create trigger give_model after insert on public.workspaces for each row when (not new.is_global) execute function private.give_model()`);
  for (const [name, members] of Object.entries(workspaces)) {
    ids[name] = await one('insert into public.workspaces (name, company_name) values ($1, $1) returning id', [name]);
    for (const [member, role] of Object.entries(members)) {
      await admin.query('insert into public.workspace_users (workspace_id, user_id, role) values ($1, $2, $3)', [ids[name], ids[member], role]);
    }
  }
  for (const [workspace, members] of projects) {
    const project = await one(`insert into public.projects (workspace_id, name) values ($1, 'Team') returning id`, [ids[workspace]]);
    for (const [member, role] of Object.entries(members)) {
      await admin.query('insert into public.project_users (project_id, user_id, role) values ($1, $2, $3)', [project, ids[member], role]);
    }
    const author = ids[Object.keys(members)[0]!];
    const chat = await one(`insert into public.chat_sessions (project_id, title, created_by) values ($1, 'Chat', $2) returning id`, [project, author]);
    await admin.query(`insert into public.chat_messages (chat_id, project_id, content, message_type, created_by) values ($1, $2, '{"parts": []}', 'user', $3)`, [chat, project, author]);
    const artifact = await one(`insert into public.artifacts (project_id, title, artifact_type, created_by) values ($1, 'App', 'app', $2) returning id`, [project, author]);
    await admin.query(`with c as (select gen_random_uuid() as id) insert into public.app_collections (id, artifact_id, project_id, name, title, schema, created_by)
      select id, $1, $2, 'c-' || id, 'Items', '{}', $3 from c`, [artifact, project, author]);
  }
  await fillLedgers(admin);
  await Promise.all([admin.end(), auth.end()]);
}

/** Reads the beginning of every sequence from the database, as its superuser. */
export async function readWorld(admin: pg.ClientBase): Promise<Model> {
  const all = async <T extends object>(sql: string): Promise<T[]> => (await admin.query<T & pg.QueryResultRow>(sql)).rows;
  const model: Model = { people: [], workspaces: [], projects: [], members: [], rows: [], ledger: [], invitations: [] };
  model.people = await all<Person>(`select id, split_part(email, '@', 1) as name, email, email_confirmed_at is not null as proven, is_super_user as "superUser", status
    from public.users order by email`);
  model.workspaces = await all(`select id, is_global as "isGlobal", not is_active as archived from public.workspaces order by is_global, name`);
  const person = (id: string | null) => model.people.find((other) => other.id === id) ?? null;
  for (const row of await all<{ id: string; workspace_id: string; owner: string | null }>(`select id, workspace_id, personal_owner_id as owner from public.projects order by personal_owner_id is not null, created_at`)) {
    model.projects.push({ id: row.id, workspace: model.workspaces.find((place) => place.id === row.workspace_id)!, archived: false, personalOwner: person(row.owner) });
  }
  const places: Place[] = [...model.workspaces, ...model.projects];
  for (const row of await all<{ place: string; user: string; role: string }>(`
    select m.place, m.user, m.role from (select workspace_id as place, user_id as user, role, created_at from public.workspace_users
    union all select project_id, user_id, role, created_at from public.project_users) m join public.users u on u.id = m.user order by m.created_at, u.email`)) {
    model.members.push({ place: places.find((place) => place.id === row.place)!, person: person(row.user)!, role: row.role });
  }
  for (const kind of kinds.filter((other) => ['chat_sessions', 'chat_messages', 'artifacts', 'app_collections'].includes(other.table))) {
    const parent = { chat_messages: 'chat_id', app_collections: 'artifact_id' }[kind.table] ?? 'null::uuid';
    for (const row of await all<{ id: string; project: string; author: string; parent: string | null }>(`
      select ${keyOf(kind)} as id, project_id as project, created_by as author, ${parent} as parent from public.${kind.table} order by created_at`)) {
      const made: Row = {
        table: kind.table, id: row.id, author: person(row.author), place: model.projects.find((place) => place.id === row.project)!,
        parent: model.rows.find((other) => other.id === row.parent) ?? null, ...(kind.table === 'artifacts' ? { isPublic: false } : {}),
      };
      model.rows.push(made);
    }
  }
  await readLedgers(admin, model);
  return model;
}
