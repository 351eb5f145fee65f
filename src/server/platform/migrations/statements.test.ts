import { expect, test } from 'vitest';
import { listMigrations, listStandIn } from './files.ts';
import { splitStatements } from './statements.ts';

const texts = (sql: string) => splitStatements(sql).map((s) => s.sql);

test('statements end at semicolons and begin on their line', () => {
  expect(splitStatements('select 1;\n\n-- why\nselect 2')).toEqual([{ sql: 'select 1', line: 1 }, { sql: 'select 2', line: 4 }]);
});

test.each([
  ["insert into t values ('a;b', 'it''s;')"],
  ["select e'a\\';b'"],
  ['select ";" from "a""b;"'],
  ['do $$ begin perform 1; end $$'],
  ['create function f() returns void language sql as $body$ select 1; select $$;$$; $body$'],
  ['select 1 -- not; here\n + 1'],
  ['select 1 /* nor; /* here; */ ; */ + 1'],
  ['create function f() returns int language sql begin atomic select case when true then 1 end; select 2; end'],
  ['select case when a then 1 end from t'],
  ['select $1::text'],
])('%s is one statement', (sql) => {
  expect(texts(`${sql};\nselect 2;`)).toEqual([sql, 'select 2']);
});

test('comments and blank lines alone are no statement', () => {
  expect(texts('-- a\n/* b; */\n;\n;')).toEqual([]);
});

test('every file of ours is split into statements that begin with a command', () => {
  for (const { sql } of [...listMigrations(), ...listStandIn()]) {
    for (const text of texts(sql)) expect(text).toMatch(/^(create|alter|grant|revoke|comment|insert|update|delete|do|drop|select|set)\b/);
  }
});
