import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activeKey } from '#server/platform/secrets/index.ts';
import type { Person } from '#tests/api/person.ts';
import { startStudio } from '#tests/api/studio.ts';
import { makeApp } from '#tests/api/team.ts';
import { writeBlob } from '#server/platform/files/index.ts';
import { connect } from '#tests/support/accounts.ts';
import { matrix } from './matrix.ts';
import { relationOf, roles, titleOf } from './model.ts';
import type { Role } from './model.ts';
import { filler, placeOf } from './probe.ts';
import { ownSession, routes } from './routes.ts';
import type { RouteRules } from './routes.ts';
import { buildWorld } from './world.ts';
import type { World } from './world.ts';

// The same matrix as in SQL, through every route: allowed is 2xx, refused is 401, 403 or 404.
const studio = await startStudio();
const people = new Map<string, Person>();
const apps = new Map<string, string>();
let admin: pg.Client;
let world: World;

beforeAll(async () => {
  admin = await connect(studio.database.adminUrl);
  // The server's own key of the ring, before the world looks for one.
  await activeKey();
  let n = 0;
  world = await buildWorld(admin, async () => {
    const person = await studio.join(`Person ${++n}`);
    people.set(person.id, person);
    return person.id;
  });
  for (const { project, bystander } of [world.places.ours, world.places.personal]) apps.set(project, await makeApp(studio, project, people.get(bystander)!));
  await keepFiles();
  await admin.query(`set storage.allow_delete_query = 'true'`);
});
afterAll(() => admin.end());

/** A file in each area that the routes read. */
async function keepFiles(): Promise<void> {
  const { ours, personal } = world.places;
  for (const [bucket, owner] of [['workspace-files', ours.workspace], ...[ours, personal].flatMap((place) => [['project-files', place.project], ['artifact-files', place.artifact]])] as [string, string][]) {
    await writeBlob(bucket, `${owner}/kept`, 'kept');
    await admin.query(`insert into storage.objects (bucket_id, name, version, metadata) values ($1, $2, 'kept', '{"size": 4}')`, [bucket, `${owner}/kept.txt`]);
  }
}

const callers = roles.filter((role) => role !== 'service_role');

describe.each(routes.map((route) => [route.operation, route] as const))('%s', (_operation, route) => {
  for (const role of callers) {
    const allowed = route.who === 'anyone' || route.who.includes(role);
    test(`${role} ${allowed ? 'gets through' : 'is refused'}`, async () => {
      const status = await call(route, role);
      if (allowed) expect(status).toBeLessThan(300);
      else expect(role === 'anon' ? [401] : [403, 404]).toContain(status);
    });
  }

  // The own account and lists of what is one's own name nothing; there a banned person finds the account, and empty lists.
  if (route.who !== 'anyone' && (route.path.includes(':') || route.method === 'POST')) test('a banned person is refused', async () => {
    const role = (route.who as Role[])[0]!;
    const id = world.people[role];
    await admin.query(`update public.users set status = 'banned' where id = $1`, [id]);
    try {
      expect([401, 403, 404]).toContain(await call(route, role));
    } finally {
      await admin.query(`update public.users set status = 'active' where id = $1`, [id]);
    }
  });
});

test('every operation of the API has a row', async () => {
  const { body } = await studio.nobody.get<{ paths: Record<string, Record<string, { operationId: string }>> }>('/api/openapi.json');
  const operations = Object.values(body.paths).flatMap((methods) => Object.values(methods).map((operation) => operation.operationId));
  expect(operations.sort()).toEqual([...routes.map((route) => route.operation), ...ownSession].sort());
});

/** Makes the row, calls as the role, takes the row away, and returns the status. */
async function call(route: RouteRules, role: Role): Promise<number> {
  const fill = filler(world, { role });
  const place = placeOf(world, role);
  let row = '00000000-0000-4000-8000-000000000000';
  if (route.row) {
    const rules = rulesOf(route.row);
    const made = await admin.query<string[]>({ text: fill(rules.rows[route.row.kind]!), rowMode: 'array' }).catch(impossible);
    row = made?.rows[0]?.[0] ?? row;
  }
  const ids: Record<string, string> = { ...place, row, app: apps.get(place.project)!, newcomer: world.newcomer };
  const put = (text: string) => text.replace(/:([a-zA-Z]+)\b/g, (whole, name: string) => ids[name] ?? whole);
  try {
    return await send(world.people[role] ? people.get(world.people[role])! : studio.nobody, route, put);
  } finally {
    if (route.row) await admin.query(`delete from ${relationOf(rulesOf(route.row))} where id = $1`, [row]);
    if (route.after) await admin.query(fill(route.after));
  }
}

const rulesOf = ({ table }: { table: string }) => matrix.find((rules) => titleOf(rules) === table)!;

/** A row that cannot exist, such as a second member of a personal project. */
function impossible(error: { code?: string }): null {
  if (error.code === '42501' || error.code === '23503') return null;
  throw error;
}

async function send(person: Person, { method, path, body }: RouteRules, put: (text: string) => string): Promise<number> {
  const leave = new AbortController();
  const response = await person.fetch(put(path), {
    method, signal: leave.signal,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: Object.keys(body).length === 0 ? '{}' : putInside(body, put) } : {}),
  });
  leave.abort(); // Streams would go on.
  return response.status;
}

// Only whole values are ids: the colons of JSON itself stay.
function putInside(body: object, put: (text: string) => string): string {
  return JSON.stringify(body, (_key, value: unknown) => (typeof value === 'string' && value.startsWith(':') ? put(value) : value));
}
