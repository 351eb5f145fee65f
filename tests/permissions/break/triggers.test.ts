import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { announcements, probes, spareTriggers } from '../guards/triggers.ts';
import { relationOf } from '../model.ts';
import type { TableRules } from '../model.ts';
import { filler, takenBack } from '../probe.ts';
import { buildWorld } from '../world.ts';
import type { World } from '../world.ts';
import { ownTables } from './cells.ts';
import { columnsOf } from './constraints.ts';
import { exampleRow, prepareStates } from './example.ts';
import { nobodyNotices } from './notice.ts';
import { breaksOfTrigger, triggersOf } from './triggers.ts';

// Every trigger is dropped and loosened; what it is for (tests/permissions/guards) must notice.
const database = await testDatabase({ open: false });
let admin: pg.Client;
let world: World;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  admin = await connect(database.adminUrl);
  await prepareStates(admin);
  world = await buildWorld(admin, auth);
  await auth.end();
});
afterAll(() => admin.end());

describe.each(ownTables.map((rules) => [rules.table, rules] as const))('%s', (name, rules) => {
  test('each trigger is noticed when it is dropped, lacks a part of its condition or misses an event', () => noticed(relationOf(rules), name, rules));
});

test('each trigger on accounts is noticed when it is dropped', () => noticed('auth.users', 'auth.users', null));

test('what triggers are for is said of those there are', async () => {
  const found = new Set<string>();
  for (const [table, name] of [...ownTables.map((rules) => [relationOf(rules), rules.table] as const), ['auth.users', 'auth.users'] as const]) {
    for (const trigger of await triggersOf(admin, table)) found.add(trigger.function).add(trigger.name).add(`${name} ${trigger.name}`);
  }
  expect([...Object.keys(probes), ...Object.keys(announcements), ...Object.keys(spareTriggers)].filter((key) => !found.has(key))).toEqual([]);
});

test.each(Object.entries(announcements))('listeners notice when %s is off', async (name, announcement) => {
  const [table, trigger] = name.split(' ');
  const fill = filler(world, { role: 'project owner' });
  const { rows } = await admin.query<{ payload: string }>(fill(`select ${announcement.payload} as payload`));
  const hears = async () => {
    const heard: string[] = [];
    const note = ({ channel, payload = '' }: pg.Notification) => heard.push(`${channel} ${payload}`);
    admin.on('notification', note);
    await admin.query(`listen ${announcement.channel}`);
    await admin.query(`begin; ${announcement.do.map(fill).join('; ')}; commit`);
    await admin.query('unlisten *');
    admin.off('notification', note);
    return heard;
  };
  expect(await hears()).toEqual([`${announcement.channel} ${rows[0]!.payload}`]);
  await admin.query(`alter table public.${table} disable trigger ${trigger}`);
  expect(await hears()).toEqual([]);
  await admin.query(`alter table public.${table} enable trigger ${trigger}`);
});

function noticed(table: string, name: string, rules: TableRules | null): Promise<void> {
  return takenBack(admin, async () => {
    await admin.query('set constraints all immediate');
    const row = rules ? await exampleRow(admin, world, rules) : 'false';
    const insert = Object.values({ ...rules?.rows, ...rules?.inserts }).find((sql) => sql.includes(`insert into ${table} `)) ?? '';
    const example = { admin, world, table, name, row, columns: await columnsOf(admin, table), checks: [] };
    const found: string[] = [];
    for (const trigger of await triggersOf(admin, table)) {
      if (`${name} ${trigger.name}` in announcements) continue;
      for (const broke of breaksOfTrigger(example, trigger, { insert, change: rules?.change ?? '' })) {
        const missed = await nobodyNotices(admin, world, broke);
        if (missed) found.push(missed);
      }
    }
    expect(found, 'nobody notices').toEqual([]);
  });
}
