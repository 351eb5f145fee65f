import type pg from 'pg';
import { connect, sessionOf } from '#tests/support/accounts.ts';
import { beginMessage } from '#server/platform/database/session.ts';
import type { Attempt } from './attempt.ts';
import { findMember } from './model.ts';
import type { Model, Person } from './model.ts';
import { storedRank } from './rights.ts';
import { expectShared, expectSight, sharedSql, sightSql, toSight } from './sight.ts';
import type { Sight } from './sight.ts';
import { makers } from './steps.ts';
import type { Step } from './steps.ts';
import { readWorld } from './world.ts';

/** Counts of what was tried, by kind: how often it was allowed and how often refused. */
export type Tally = Map<string, { allowed: number; refused: number }>;

// Refusals: no right, no such row for the caller, a guard, a row that hangs elsewhere, one that exists.
const refusals = ['42501', 'P0001', 'P0002', '23503', '23505'];
const forgeries = ['00000000-0000-4000-8000-000000000000', 'not-a-uuid', `'; drop table x; --`, ' ', '{}'];

/** Plays a sequence in a database of its own and throws at the first step after which anybody sees or did what the model does not expect. */
export async function play(o: { adminUrl: string; appUrl: string }, steps: Step[], tally: Tally): Promise<void> {
  const [admin, app, second] = await Promise.all([connect(o.adminUrl), connect(o.appUrl), connect(o.appUrl)]);
  const story: string[] = [];
  try {
    const model = await readWorld(admin);
    const game = { model, app: await prepared(app), second: await prepared(second), tally, story };
    for (const step of steps) await take(game, step);
    await compareEverybody(game, () => scopesOf(model));
  } catch (error) {
    throw new Error(`${(error as Error).message}\nafter ${story.length} steps, the last ones being\n  ${story.slice(-12).join('\n  ')}`, { cause: error });
  } finally {
    await Promise.all([admin.end(), app.end(), second.end()]);
  }
}

type Game = { model: Model; app: pg.Client; second: pg.Client; tally: Tally; story: string[] };
type Results = pg.QueryResult<{ id: string; seen: string | null }>[];

async function prepared(client: pg.Client): Promise<pg.Client> {
  await client.query(`prepare sight as ${sightSql}`);
  return client;
}

async function take(game: Game, step: Step): Promise<void> {
  const { model } = game;
  const attempt = makers[step.kind]!(model, chooser(step.picks));
  if (!attempt) return;
  const actor = attempt.byServer ? null : attempt.by ?? chooseActor(model, attempt, step);
  const scope = scopeOf(model, attempt, step);
  const inScope = !attempt.touches || scope === '' || scope === attempt.touches.id;
  const expected = attempt.byServer ? attempt.may(model.people[0]!) : attempt.may(actor!) && inScope;
  const anybody = model.people[step.witness % model.people.length]!;
  const witness = step.witness % 3 > 0 ? attempt.affects ?? anybody : anybody;
  const lens = step.lens % 2 === 0 ? attempt.touches?.id ?? '' : scopesOf(model)[step.lens % scopesOf(model).length]!;
  game.story.push(`${actor?.name ?? 'the server'}${scope && ` in ${scope}`}: ${attempt.about} (${expected ? 'may' : 'may not'})`);

  // The witness is in the middle of a transaction when it happens.
  await game.second.query(beginMessage(sessionOf(witness.id, lens)));
  compare(await look(game.second), expectSight(model, witness, lens), `${witness.name}, before the step, in a transaction of their own`);
  const before = actor && expectSight(model, actor, scope);

  const outcome = await act(game.app, attempt, { actor, scope, readsAlong: step.readsAlong && expected && actor !== null });
  const count = game.tally.get(step.kind) ?? { allowed: 0, refused: 0 };
  game.tally.set(step.kind, count);
  count[outcome.ids.length > 0 ? 'allowed' : 'refused']++;
  if (outcome.ids.length > 0 !== expected) {
    throw new Error(`${actor?.name ?? 'the server'} ${expected ? 'may, but was refused' : 'may not, but did'}: ${attempt.about} (${outcome.error ?? `${outcome.ids.length} rows`})`);
  }
  // One statement is one moment: what it reads is as it was when it began.
  if (outcome.along) compare(outcome.along, before!, `${actor!.name}, in the statement of the step itself`);
  if (outcome.ids.length > 0) attempt.apply(actor ?? model.people[0]!, outcome.ids[0]!);
  if (outcome.after) compare(outcome.after, expectSight(model, actor!, scope), `${actor!.name}, in the next statement of the same transaction`);

  compare(await look(game.second), expectSight(model, witness, lens), `${witness.name}, after the step, still in that transaction`);
  await game.second.query('rollback');
  if (outcome.ids.length > 0) await compareShared(game);
  // What was refused changed nothing, so one look each is enough; otherwise one without a name for the project and one with.
  const named = (n: number) => scopesOf(model)[(step.lens + n) % scopesOf(model).length]!;
  await compareEverybody(game, (person, n) => (outcome.ids.length > 0 ? ['', named(n)] : [named(n)]));
}

function chooser(picks: number[]): <T>(from: readonly T[]) => T | null {
  let n = 0;
  return (from) => (from.length === 0 ? null : from[picks[n++ % picks.length]! % from.length]!);
}

function chooseActor(model: Model, attempt: Attempt, step: Step): Person {
  const place = attempt.touches ?? attempt.near;
  const wanted = {
    entitled: () => model.people.filter((person) => attempt.may(person)),
    // Those who come nearest to it first; where it has no place, whoever may not.
    member: () => model.people.filter((person) => !attempt.may(person) && (!place || findMember(model, person, place)))
      .sort((a, b) => (place ? storedRank(model, b, place) - storedRank(model, a, place) : 0)),
    anybody: () => model.people,
  }[step.who]();
  const from = wanted.length > 0 ? wanted : model.people;
  return from[step.who === 'member' && step.actor % 2 === 0 ? 0 : step.actor % from.length]!;
}

function scopeOf(model: Model, attempt: Attempt, step: Step): string {
  if (step.scope === 'any') return scopesOf(model)[step.actor % scopesOf(model).length]!;
  return step.scope === 'its own' && attempt.touches ? attempt.touches.id : '';
}

function scopesOf(model: Model): string[] {
  return ['', ...model.projects.map((project) => project.id), ...forgeries];
}

type Outcome = { ids: string[]; along?: Sight; after?: Sight; error?: string };

async function act(app: pg.Client, attempt: Attempt, o: { actor: Person | null; scope: string; readsAlong: boolean }): Promise<Outcome> {
  const begin = beginMessage(sessionOf(o.actor?.id ?? 'service_role', o.scope));
  const statement = o.readsAlong ? alongSql(attempt.sql) : attempt.sql;
  try {
    const results = (await app.query(`${begin}; ${statement}; ${o.actor ? 'execute sight; ' : ''}commit`)) as unknown as Results;
    const [acted, after] = [results[2]!, o.actor ? results[3]! : null];
    const { rows } = acted;
    if (!o.readsAlong) return { ids: rows.map((row) => row.id), ...(after ? { after: toSight(after.rows) } : {}) };
    return { ids: rows.filter((row) => row.seen === 'acted').map((row) => row.id), along: toSight(rows.filter((row) => row.seen !== 'acted')), after: toSight(after!.rows) };
  } catch (error) {
    await app.query('rollback');
    const { code, message } = error as { code?: string; message: string };
    if (!code || !refusals.includes(code)) throw new Error(`${attempt.about}: ${message} (${code})`, { cause: error });
    return { ids: [], error: `${code} ${message}` };
  }
}

// The change and the look in one statement. Tables have names of their own, so a row of the change is told by its mark.
function alongSql(sql: string): string {
  return `with acted as (${sql}) select id::text as id, 'acted' as seen from acted union all ${sightSql}`;
}

async function look(client: pg.Client): Promise<Sight> {
  return toSight((await client.query<{ id: string; seen: string | null }>('execute sight')).rows);
}

/** Everybody looks through these scopes; in two halves, because there are two connections. */
async function compareEverybody({ model, app, second }: Game, scopes: (person: Person, n: number) => string[]): Promise<void> {
  const looks = model.people.flatMap((person, n) => scopes(person, n).map((scope) => ({ person, scope })));
  const half = Math.ceil(looks.length / 2);
  await Promise.all([lookAs(app, looks.slice(0, half)), lookAs(second, looks.slice(half))].map(async (looked) => {
    for (const { person, scope, sight } of await looked) {
      compare(sight, expectSight(model, person, scope), `${person.name} (${person.status}), naming ${scope === '' ? 'no project' : `project "${scope}"`}`);
    }
  }));
}

// Whoever is not signed in reads by the share function alone, and only what is public and alive.
async function compareShared({ model, second }: Game): Promise<void> {
  const results = (await second.query(`${beginMessage({ role: 'anon' })}; ${sharedSql(model)}; rollback`)) as unknown as Results;
  compare({ 'shared artifacts': results[2]!.rows[0]!.seen ?? '' }, { 'shared artifacts': expectShared(model) }, 'somebody who is not signed in');
}

type Look = { person: Person; scope: string };

async function lookAs(client: pg.Client, looks: Look[]): Promise<(Look & { sight: Sight })[]> {
  const message = looks.map(({ person, scope }) => `${beginMessage(sessionOf(person.id, scope))}; execute sight; rollback`).join('; ');
  // Of the four answers to each look the third is what is seen.
  const results = (await client.query(message)) as unknown as Results;
  return looks.map((look, n) => ({ ...look, sight: toSight(results[4 * n + 2]!.rows) }));
}

function compare(seen: Sight, expected: Sight, who: string): void {
  for (const [table, ids] of Object.entries(expected)) {
    if (seen[table] === ids) continue;
    const [actual, wanted] = [seen[table]!, ids].map((list) => list.split(' ').filter(Boolean));
    const more = actual!.filter((id) => !wanted!.includes(id));
    const missing = wanted!.filter((id) => !actual!.includes(id));
    throw new Error(`${who}: ${table} shows ${more.length} rows too many (${more.join(', ')}) and lacks ${missing.length} (${missing.join(', ')})`);
  }
}
