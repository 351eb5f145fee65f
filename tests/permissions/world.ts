import type pg from 'pg';
import { signUp } from '#tests/support/accounts.ts';
import type { Role } from './model.ts';

/** Where rows lie: a project, with its workspace and what is in it. */
export type Place = { workspace: string; teamWorkspace: string; project: string; chat: string; message: string; run: string; artifact: string; bystander: string; connection: string; requirements: string; published: string };

/** Two tenants, a personal project, and a person for every role. */
export type World = {
  people: Partial<Record<Role, string>>;
  places: { ours: Place; theirs: Place; personal: Place };
  global: string; newcomer: string; unjoined: string; unprovisioned: string;
  /** The active key of the ring: the server's own, where one has made it, else one that only looks like it. */
  secretKey: string;
};

/** Builds the world in an empty database; `admin` is a superuser, `auth` the auth service's login or a way to sign somebody up. */
export async function buildWorld(admin: pg.ClientBase, auth: pg.ClientBase | (() => Promise<string>)): Promise<World> {
  let n = 0;
  const person = typeof auth === 'function' ? auth : () => signUp(auth, `person-${++n}@example.com`, { proven: true, name: `Person ${n}` });
  const one = async (sql: string, values: unknown[] = []): Promise<string> => (await admin.query({ text: sql, values, rowMode: 'array' })).rows[0]![0];

  const superUser = await person();
  const cofounder = await person();
  const newcomer = await person();
  const unjoined = await person();
  const personal = await person();
  const [outsider, theirBystander, bystander] = [await person(), await person(), await person()];
  const people: World['people'] = { outsider, 'super user': superUser, 'personal-project owner': personal };
  await admin.query(`update public.users set status = 'active'`);
  // A second one, so that the guard of the last super user does not stand in for a policy.
  await admin.query('update public.users set is_super_user = true where id = $1', [cofounder]);
  await admin.query('delete from public.workspace_users where user_id = $1', [unjoined]);

  const tenant = async (name: string, owners: string[], other: string): Promise<Place> => {
    const workspace = await one('insert into public.workspaces (name, company_name) values ($1, $1) returning id', [name]);
    const project = await one('insert into public.projects (workspace_id, name) values ($1, $2) returning id', [workspace, name]);
    for (const owner of owners) {
      await admin.query(`insert into public.workspace_users (workspace_id, user_id, role) values ($1, $2, 'owner')`, [workspace, owner]);
      await admin.query(`insert into public.project_users (project_id, user_id, role) values ($1, $2, 'owner')`, [project, owner]);
    }
    await admin.query(`insert into public.workspace_users (workspace_id, user_id, role) values ($1, $2, 'project_creator')`, [workspace, other]);
    await admin.query(`insert into public.project_users (project_id, user_id, role) values ($1, $2, 'contributor')`, [project, other]);
    return furnish(one, { workspace, teamWorkspace: workspace, project, bystander: other });
  };
  const ours = await tenant('Ours', [cofounder], bystander);
  const theirs = await tenant('Theirs', [outsider], theirBystander);

  for (const role of ['owner', 'admin', 'project_creator'] as const) {
    const id = people[`workspace ${role}`] = await person();
    await admin.query('insert into public.workspace_users (workspace_id, user_id, role) values ($1, $2, $3)', [ours.workspace, id, role]);
  }
  for (const role of ['owner', 'manager', 'contributor', 'viewer'] as const) {
    const id = people[`project ${role}`] = await person();
    await admin.query('insert into public.project_users (project_id, user_id, role) values ($1, $2, $3)', [ours.project, id, role]);
  }
  await admin.query(`update public.users set status = 'active'`);

  const global = await one('select id from public.workspaces where is_global');
  const own = await one('select id from public.projects where personal_owner_id = $1', [personal]);
  const place = await furnish(one, { workspace: global, teamWorkspace: ours.workspace, project: own, bystander });
  const unprovisioned = await one('insert into auth.users (is_anonymous) values (true) returning id');
  await admin.query(`insert into private.secret_keys (id, wrapped) values (gen_random_uuid()::text, decode(repeat('00', 60), 'hex')) on conflict do nothing`);
  const secretKey = await one(`select id from private.secret_keys where state = 'active'`);
  return { people, places: { ours, theirs, personal: place }, global, newcomer, unjoined, unprovisioned, secretKey };
}

type One = (sql: string, values?: unknown[]) => Promise<string>;

/** What a project holds: a chat with a run and a free message, an app with a collection, one with a version, a document. */
async function furnish(one: One, place: Pick<Place, 'workspace' | 'teamWorkspace' | 'project' | 'bystander'>): Promise<Place> {
  const { project, bystander } = place;
  const chat = await one(`insert into public.chat_sessions (project_id, title) values ($1, 'Chat') returning id`, [project]);
  const write = () => one(`insert into public.chat_messages (chat_id, project_id, content, message_type, created_by)
    values ($1, $2, '{"parts": []}', 'user', $3) returning id`, [chat, project, bystander]);
  const run = await write();
  await one('insert into public.agent_runs (id, message_id, chat_id, project_id) values ($1, $1, $2, $3) returning id', [run, chat, project]);
  const artifact = await one(`insert into public.artifacts (project_id, title, artifact_type) values ($1, 'App', 'app') returning id`, [project]);
  await one(`insert into public.app_collections (artifact_id, project_id, name, title, schema) values ($1, $2, 'items', 'Items', '{}') returning id`, [artifact, project]);
  const connection = await one(`insert into public.api_connections (project_id, name, api_type, endpoint_url, auth_type, http_method)
    values ($1, 'API', 'rest', 'https://api.example.com/', 'bearer', 'GET') returning id`, [project]);
  const requirements = await one(`insert into public.project_requirements (project_id, title, content) values ($1, 'Stories', '{}') returning id`, [project]);
  const published = await one(`insert into public.artifacts (project_id, title, artifact_type) values ($1, 'App with a version', 'app') returning id`, [project]);
  await one(`insert into public.artifact_versions (artifact_id, project_id, files, content_hash) values ($1, $2, '[]', repeat('a', 64)) returning id`, [published, project]);
  return { ...place, chat, run, message: await write(), artifact, connection, requirements, published };
}
