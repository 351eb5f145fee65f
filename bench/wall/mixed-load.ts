import type pg from 'pg';
import { adopt } from './designs.ts';
import type { Design } from './designs.ts';
import { idOf, people, personId, personNames } from './generate.ts';
import type { PersonName, Size } from './generate.ts';
import { chatsOfProject, countChat, insertMessage, latest, renameChat } from './statements.ts';
import type { About } from './statements.ts';

// Of a thousand transactions; each is asked by the light, the heavy or the power user in turn, about one of their projects.
const mix = [[440, latest], [300, chatsOfProject], [150, insertMessage], [100, renameChat], [10, countChat]] as const;
const clientsPerCore = 2;

/** Transactions per second: as clients have them, and where a loop in the server sends them, so that no client takes part. */
export type Load = { sent: number; looped: number };

/**
 * A mixed load under one design. Each transaction sets who it is, as the studio's own do, runs one prepared statement
 * and commits.
 */
export async function mixedLoad(clients: pg.Client[], design: Design, o: { size: Size; seconds: number }): Promise<Load> {
  const undo = await adopt(clients[0]!, design);
  try {
    const sent = await together(clients, (client) => send(client, design, o));
    const looped = await together(clients.slice(0, clients.length / clientsPerCore), (client) => loop(client, design, o));
    return { sent: sent / o.seconds, looped: looped / o.seconds };
  } finally {
    await undo();
  }
}

/** How many connections a load wants on this many cores. */
export const connectionsFor = (cores: number) => cores * clientsPerCore;

async function together(clients: pg.Client[], work: (client: pg.Client) => Promise<number>): Promise<number> {
  const counts = await Promise.all(clients.map(work));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function send(client: pg.Client, design: Design, o: { size: Size; seconds: number }): Promise<number> {
  const byHand = design === 'by hand';
  await client.query('deallocate all; set plan_cache_mode = force_generic_plan');
  for (const [n, [, statement]] of mix.entries()) {
    await client.query(`prepare s${n} (uuid, uuid, uuid) as ${statement({ chat: '$1', project: '$2', person: '$3' }, byHand)}`);
  }
  const ids = await readIds(client, o.size);
  const ends = performance.now() + o.seconds * 1000;
  let done = 0;
  for (; performance.now() < ends; done++) {
    const person = personNames[done % personNames.length]!;
    const n = choose();
    const nth = mix[n]![1] === countChat ? 0 : 1 + Math.floor(Math.random() * (people[person] - 1));
    const { project, chat, large } = ids.places[nth]!;
    const about = `'${nth === 0 ? large : chat}', '${project}', '${ids.people[person]}'`;
    await client.query(`begin; ${session(byHand, { project: `'${project}'`, person: `'${ids.people[person]}'` }, 'select')}; execute s${n}(${about}); commit`);
  }
  return done;
}

type Ids = { people: Record<PersonName, string>; places: { project: string; chat: string; large: string }[] };

async function readIds(client: pg.Client, size: Size): Promise<Ids> {
  const { rows: [found] } = await client.query<Record<PersonName, string>>(`select ${personNames.map((name) => `${personId(name)} as ${name}`).join(', ')}`);
  const { rows } = await client.query<Ids['places'][number]>(`select ${idOf('project', 'n')} as project, ${idOf('chat', `(n + ${size.projects})`)} as chat, ${idOf('chat', 'n')} as large
    from generate_series(1, ${people.power}) n`);
  return { people: found!, places: rows };
}

function choose(): number {
  let dice = Math.random() * 1000;
  return mix.findIndex(([share]) => (dice -= share) < 0);
}

async function loop(client: pg.Client, design: Design, o: { size: Size; seconds: number }): Promise<number> {
  const byHand = design === 'by hand';
  const about: About = { chat: 'chat', project: 'project', person: 'person' };
  const who = session(byHand, { project: 'project::text', person: 'person::text' }, 'perform');
  let below = 0;
  const branches = mix.map(([share, statement]) => {
    below += share;
    // The largest chat is the one that is counted.
    const first = statement === countChat ? `project := ${idOf('project', 1)}; chat := ${idOf('chat', 1)};` : '';
    const sql = statement(about, byHand);
    return `when dice <= ${below} then ${first} ${who}; ${sql.startsWith('select') ? sql.replace('select', 'perform') : sql};`;
  });
  await client.query('set plan_cache_mode = force_generic_plan');
  await client.query(`do $$ declare
    chat uuid; project uuid; person uuid; nth integer; dice integer; done integer := 0;
    ends timestamptz := clock_timestamp() + interval '${o.seconds} seconds';
    people uuid[] := array[${personNames.map(personId).join(', ')}];
    belong integer[] := array[${personNames.map((name) => people[name]).join(', ')}];
  begin
    while clock_timestamp() < ends loop
      person := people[1 + done % 3];
      nth := 2 + floor(random() * (belong[1 + done % 3] - 1));
      project := ${idOf('project', 'nth')};
      chat := ${idOf('chat', `(nth + ${o.size.projects})`)};
      dice := 1 + floor(random() * 1000);
      case ${branches.join(' ')} end case;
      commit;
      done := done + 1;
    end loop;
    perform set_config('bench.done', done::text, false);
  end $$`);
  const { rows: [row] } = await client.query<{ done: string }>(`select current_setting('bench.done') as done`);
  return Number(row!.done);
}

// What beginMessage sets, with the ids as SQL.
function session(byHand: boolean, ids: { project: string; person: string }, verb: 'select' | 'perform'): string {
  const role = byHand ? 'service_role' : 'authenticated';
  const settings: Record<string, string> = {
    role: `'${role}'`, 'request.jwt.claims': `'{"role": "${role}"}'`, 'request.jwt.claim.sub': byHand ? `''` : ids.person, 'request.jwt.claim.role': `'${role}'`,
    'app.actor_kind': `'user'`, 'app.actor_id': ids.person, 'app.agent': `''`, 'app.ip': `''`, 'app.user_agent': `''`, 'app.reason': `''`,
    'app.project': byHand ? `''` : ids.project,
  };
  return `${verb} ${Object.entries(settings).map(([name, value]) => `set_config('${name}', ${value}, true)`).join(', ')}`;
}
