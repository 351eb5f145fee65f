import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaHash } from '#server/platform/migrations/index.ts';
import { connect } from '#tests/support/accounts.ts';
import { query, testDatabase } from '#tests/support/database.ts';
import { play } from './oracle/play.ts';
import type { Tally } from './oracle/play.ts';
import { seenTables } from './oracle/sight.ts';
import { makers, sequence } from './oracle/steps.ts';
import type { Step } from './oracle/steps.ts';
import { buildWorld } from './oracle/world.ts';

// Random sequences of what people do, against a model of who may see and do what. A failure prints how to play it again:
// ORACLE=<seed>:<path> npm test -- tests/permissions/oracle.test.ts
// Another schema plays other sequences, the same one the same; ORACLE=<any number> plays others still.
const database = await testDatabase({ open: false });
const [givenSeed, givenPath] = (process.env.ORACLE ?? '').split(/:(.*)/);
const seed = givenSeed ? Number(givenSeed) : parseInt(schemaHash().slice(0, 7), 16);
const [sequences, enough] = [60, 3_000];
const longest = 300;
const shortenMs = 300_000;
let server: pg.Client;
let copies = 0;

beforeAll(async () => {
  await buildWorld(database);
  server = await connect(database.adminUrl.replace(`/${database.name}`, '/postgres'));
});
afterAll(() => server.end());

const stepsOf = (tally: Tally) => [...tally.values()].reduce((sum, { allowed, refused }) => sum + allowed + refused, 0);

/** Plays in a copy of the world, changed by `sql` before. Each has a name of its own: one left by a test that ran out of time is not in the way. */
async function playInCopy(steps: Step[], tally: Tally, sql = ''): Promise<void> {
  const copy = `${database.name}_${++copies}`;
  const at = (url: string) => url.replace(`/${database.name}`, `/${copy}`);
  await server.query(`create database ${copy} template ${database.name}`);
  try {
    if (sql) {
      const admin = await connect(at(database.adminUrl));
      await admin.query(sql).finally(() => admin.end());
    }
    await play({ adminUrl: at(database.adminUrl), appUrl: at(database.appUrl) }, steps, tally);
  } finally {
    await server.query(`drop database ${copy} with (force)`);
  }
}

test('whatever people do, everybody sees and may do exactly what the model says', { timeout: 1_800_000 }, async () => {
  const tally: Tally = new Map();
  let failedAt: number | undefined;
  const found = await fc.check(fc.asyncProperty(sequence(longest), async (steps) => {
    // Enough is enough. A failing sequence is being shortened, which stops in time to print it; a slow machine stops nothing else.
    if (failedAt === undefined ? stepsOf(tally) >= enough : Date.now() - failedAt > shortenMs) return;
    await playInCopy(steps, tally).catch((error: unknown) => {
      failedAt ??= Date.now();
      throw error;
    });
  }), {
    // Without bias: as many long sequences as short ones.
    numRuns: sequences, seed, ...(givenPath ? { path: givenPath } : {}), unbiased: true,
  });
  if (found.failed) {
    throw new Error(`${(found.errorInstance as Error).message}\nAgain: ORACLE=${found.seed}:${found.counterexamplePath} npm test -- tests/permissions/oracle.test.ts`);
  }
  if (givenPath) return;
  expect(stepsOf(tally)).toBeGreaterThanOrEqual(enough);
  // What never succeeds or never is refused proves nothing.
  const never = { allowed: ['misplace', 'move', 'moveByServer'], refused: ['createByServer'] };
  for (const kind of Object.keys(makers)) {
    for (const outcome of ['allowed', 'refused'] as const) {
      expect((tally.get(kind)?.[outcome] ?? 0) > 0, `${kind}: never ${outcome}`).toBe(!never[outcome].includes(kind));
    }
  }
});

test('everything that people may read is looked at', async () => {
  const rows = await query<{ name: string }>(database.adminUrl, `
    select distinct table_name as name from information_schema.column_privileges where table_schema = 'public' and grantee = 'authenticated' and privilege_type = 'SELECT'`);
  // The logs are written by everything that happens; tests of their own know what is in them.
  const logs = ['audit_logs', 'access_logs'];
  // No message of these sequences mentions anybody: tests/api/mentions.test.ts does. A trace hangs on a document and on a
  // version of an app at once, where the model knows one parent; the matrix tries it.
  const none = ['message_mentions', 'document_traces'];
  expect(rows.map((row) => row.name).filter((name) => !seenTables.includes(name) && !logs.includes(name) && !none.includes(name))).toEqual([]);
});

// The oracle is worth something only if it fails when the wall has a hole: each of these is one.
const loosen = (policy: string, table: string, sql: string) => `alter policy "${policy}" on public.${table} ${sql}`;
const rewrite = (name: string, from: string, to: string) => `do $do$ declare was text := pg_get_functiondef('${name}'::regprocedure); begin
  assert strpos(was, $s$${from}$s$) > 0; execute replace(was, $s$${from}$s$, $s$${to}$s$); end $do$`;
const holes: Record<string, string> = {
  'messages of all tenants are readable': loosen('Members read messages', 'chat_messages', 'using (true)'),
  'an archived workspace stays readable': rewrite('private.scope_rest(integer)', 'and w.is_active and w.deleted_at is null', ''),
  'a banned person keeps reading': rewrite('private.scope_one(integer)', `and u.status = 'active'`, ''),
  'the named project is trusted': rewrite('private.scope_one(integer)', 'return (', 'return named; return ('),
  'a forged name is taken for none': rewrite('private.is_narrowed()', `nullif(current_setting('app.project', true), '')`, 'private.named_project()'),
  'viewers write': rewrite('private.scope_rest(integer)', 'pu.rank >= min_rank', 'pu.rank >= 1'),
  'the last owner may leave': 'drop trigger guard_owner_on_delete on public.project_users',
  'rights are those at the beginning of the transaction': `create function private.remembered(uuid) returns boolean language plpgsql as $$ begin
      if current_setting('app.remembered', true) is distinct from txid_current()::text || auth.uid() then
        perform set_config('app.remembered', txid_current()::text || auth.uid(), true), set_config('app.projects', private.scope(1)::text, true);
      end if; return $1 = any (current_setting('app.projects')::uuid[]); end $$;
    grant execute on function private.remembered(uuid) to authenticated; ${loosen('Members read artifacts', 'artifacts', 'using (private.remembered(project_id))')}`,
  'who may no longer grant a role still brings people in': rewrite('private.accept(public.invitations)', 'if not private.may_grant(', 'if false and private.may_grant('),
  'the server moves rows and changes their authors': 'create or replace function private.refuse_move() returns trigger language plpgsql as $$ begin return new; end $$',
};

describe('with a hole in the wall the oracle fails:', () => {
  test.each(Object.entries(holes))('%s', { timeout: 300_000 }, async (_, sql) => {
    const tally: Tally = new Map();
    const found = await fc.check(fc.asyncProperty(sequence(longest), async (steps) => {
      if (stepsOf(tally) < enough) await playInCopy(steps, tally, sql);
    }), {
      numRuns: sequences, seed: 2, endOnFailure: true, unbiased: true,
    });
    expect(found.failed).toBe(true);
    expect((found.errorInstance as Error).message).toMatch(/after \d+ steps/);
  });
});
