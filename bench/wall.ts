import { availableParallelism } from 'node:os';
import type pg from 'pg';
import { withDatabase } from './database.ts';
import { median } from './figures.ts';
import { addReferences, designs } from './wall/designs.ts';
import type { Design } from './wall/designs.ts';
import { generate, idOf, people, personId, personNames, sizes } from './wall/generate.ts';
import type { PersonName, Size } from './wall/generate.ts';
import { connectionsFor, mixedLoad } from './wall/mixed-load.ts';
import type { Load } from './wall/mixed-load.ts';
import { expectSameRule } from './wall/same-rule.ts';
import { figureOf, sample } from './wall/sample.ts';
import type { Figures } from './wall/sample.ts';
import { searchSamples } from './wall/search.ts';
import { statementsOf } from './wall/statements.ts';
import { judge } from './wall/targets.ts';

// Rejected designs are slow; a few samples are enough for a figure of hundreds.
const rounds = { small: 7, full: 15 };
const rejectedRounds = 3;
// After this long no further round begins, so that a busy machine makes the figures fewer and not the run longer.
const enoughMs = { small: 35_000, full: 600_000 };

/**
 * What the wall costs: the statements of a studio as a light, a heavy and a power user, against the same statements with
 * the membership written by hand for a role that no policy holds back, and against two rejected designs, all by the same rule
 * (decision 0085); interleaved, in one run, on a database of this size. `--size small` takes a minute, `--size full` (the default) up to a quarter of an hour.
 */
export async function run(options: string[]): Promise<void> {
  const name = options.includes('small') ? 'small' : 'full';
  const size = sizes[name];
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} s`;
  await withDatabase(async (connect) => {
    const admin = await connect();
    console.log(`Filling a database: ${Object.entries(size).map(([what, count]) => `${count.toLocaleString('en')} ${what}`).join(', ')}…`);
    await generate(admin, size);
    await addReferences(admin);
    const { rows: [count] } = await admin.query<{ memberships: number; messages: number }>(
      'select (select count(*) from public.project_users)::integer as memberships, (select count(*) from public.chat_messages)::integer as messages');
    console.log(`${count!.messages.toLocaleString('en')} messages, ${count!.memberships.toLocaleString('en')} project memberships, after ${seconds()}\n`);

    const figures = await measureStatements(admin, size, { rounds: rounds[name], until: started + enoughMs[name] });
    const search = await searchSamples(admin, rounds[name]);
    const load = await measureLoad(connect, size, name === 'small' ? 0.7 : 3);
    // Last, because what it changes and takes back leaves dead rows.
    await expectSameRule(admin, size);
    print(figures, search, load, size);
    judge({ figures, search, load, size });
    console.log(`\nTook ${seconds()}.`);
  });
}

async function measureStatements(admin: pg.Client, size: Size, o: { rounds: number; until: number }): Promise<Figures> {
  const figures: Figures = new Map();
  const { rows } = await admin.query<Record<PersonName | 'project', string>>(`select ${idOf('project', 1)} as project, ${personNames.map((name) => `${personId(name)} as ${name}`).join(', ')}`);
  const ids = rows[0]!;
  for (let round = 0; round < o.rounds && (round < rejectedRounds || performance.now() < o.until); round++) {
    for (const { name: statementName, statement, chat } of statementsOf(size)) {
      for (const name of personNames) {
        for (const design of designs) {
          const isReference = design === 'wall' || design === 'by hand';
          if (!isReference && round >= rejectedRounds) continue;
          const key = figureOf(statementName, name, design);
          const asked = { name, statement, chat, ids: { person: ids[name], project: ids.project } };
          figures.set(key, [...(figures.get(key) ?? []), await sample(admin, design, asked, isReference ? 4 : 2)]);
        }
      }
    }
  }
  return figures;
}

async function measureLoad(connect: () => Promise<pg.Client>, size: Size, seconds: number): Promise<Map<Design, Load[]>> {
  const clients = await Promise.all(Array.from({ length: connectionsFor(availableParallelism()) }, connect));
  const load = new Map<Design, Load[]>(designs.map((design) => [design, []]));
  for (let round = 0; round < 5; round++) {
    for (const design of designs) load.get(design)!.push(await mixedLoad(clients, design, { size, seconds }));
  }
  return load;
}

function print(figures: Figures, search: Map<string, number[]>, load: Map<Design, Load[]>, size: Size): void {
  const ms = (statement: string, name: PersonName, design: Design) => median(figures.get(figureOf(statement, name, design))!.map((one) => one.ms));
  const row = (cells: string[]) => console.log(cells.map((cell, n) => (n === 0 ? cell.padEnd(36) : cell.padStart(n === 1 ? 24 : 22))).join(''));
  const short = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
  row([personNames.map((name) => `${name} ${people[name]}`).join(' / '), 'by hand, ms', 'the wall', 'sub-select', 'function a row']);
  for (const { name: statement } of statementsOf(size)) {
    const ratios = (design: Design) => personNames.map((name) => short(ms(statement, name, design) / ms(statement, name, 'by hand'))).join(' / ');
    row([statement, personNames.map((name) => ms(statement, name, 'by hand').toFixed(3)).join(' / '), ratios('wall'), ratios('sub-select'), ratios('function')]);
  }
  if (search.size > 0) {
    const time = (who: string, name: PersonName) => median(search.get(`${name}, ${who}`)!);
    row(['full-text search over my projects', personNames.map((name) => short(time('by hand', name))).join(' / '), personNames.map((name) => short(time('wall', name) / time('by hand', name))).join(' / '), '–', '–']);
  } else {
    console.log('full-text search over my projects    left out: the function search_everything is not there');
  }
  for (const [kind, name] of [['sent', 'mixed load, transactions/s'], ['looped', 'the same, looped in the server']] as const) {
    const per = (design: Design) => median(load.get(design)!.map((one) => one[kind]));
    row([name, per('by hand').toFixed(0), ...(['wall', 'sub-select', 'function'] as const).map((design) => `${per(design).toFixed(0)} (${(per(design) / per('by hand')).toPrecision(2)})`)]);
  }
}
