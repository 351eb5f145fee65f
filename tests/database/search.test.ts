import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, doAs, runAs, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let app: pg.Client;
const people: Record<'owner' | 'admin' | 'viewer' | 'theirs' | 'outsider', string> = { owner: '', admin: '', viewer: '', theirs: '', outsider: '' };
const ours = { workspace: '', project: '', chat: '' };
const theirs = { workspace: '', project: '', chat: '' };

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  [admin, app] = await Promise.all([connect(database.adminUrl), connect(database.appUrl)]);
  for (const name of Object.keys(people) as (keyof typeof people)[]) people[name] = await signUp(auth, `${name}@example.com`);
  await auth.end();
  // The first account is a super user; here the outsider is the only one.
  await admin.query(`update public.users set status = 'active', is_super_user = true`);
  await admin.query('update public.users set is_super_user = false where id <> $1', [people.outsider]);
  Object.assign(ours, await furnish(people.owner, 'Lighthouse', 'Harbour tools'));
  Object.assign(theirs, await furnish(people.theirs, 'Windmill', 'Harbour tools too'));
  await admin.query(`insert into public.workspace_users (workspace_id, user_id, role) values ($1, $2, 'admin')`, [ours.workspace, people.admin]);
  await admin.query(`insert into public.project_users (project_id, user_id, role) values ($1, $2, 'viewer')`, [ours.project, people.viewer]);
});
afterAll(() => Promise.all([admin.end(), app.end()]));

/** A tenant with something of each kind that holds the word harbour. */
async function furnish(owner: string, workspaceName: string, projectName: string) {
  const one = async (sql: string, values: unknown[]) => (await doAs(app, owner, sql, values))[0]!.id as string;
  const workspace = await one(`select create_workspace($1, 'Company') as id`, [`${workspaceName} harbour`]);
  const project = await one('select create_project($1, $2, null) as id', [workspace, projectName]);
  const chat = await one(`insert into chat_sessions (project_id, title) values ($1, 'Harbour chat') returning id`, [project]);
  await say(owner, { project, chat }, `The boats of the harbour, seen from ${workspaceName}`);
  await one(`insert into artifacts (project_id, title, artifact_type) values ($1, 'Harbour app', 'app') returning id`, [project]);
  const blocks = JSON.stringify({ blocks: [{ type: 'paragraph', text: 'What the harbour needs' }, { type: 'table', columns: ['Berth'], rows: [['quayside']] }], source: { secretish: 'unindexed' } });
  await one(`insert into project_requirements (project_id, title, content) values ($1, 'Boats', $2) returning id`, [project, blocks]);
  await one(`insert into technical_architecture (project_id, title, content) values ($1, 'Boats', $2) returning id`, [project, blocks]);
  await one(`insert into ui_design (project_id, title, content) values ($1, 'Boats', $2) returning id`, [project, blocks]);
  await one(`insert into project_context (project_id, context_type, title, content) values ($1, 'quality', 'Boats', $2) returning id`, [project, blocks]);
  return { workspace, project, chat };
}

async function say(who: string, { project, chat }: { project: string; chat: string }, text: string): Promise<string> {
  return (await doAs(app, who, `insert into chat_messages (chat_id, project_id, content, message_type) values ($1, $2, $3, 'user') returning id`,
    [chat, project, JSON.stringify({ parts: [{ type: 'text', text }] })]))[0]!.id as string;
}

type Hit = { kind: string; id: string; project_id: string | null; workspace_id: string; workspace_name: string | null; title: string; marked_title: string; marked_excerpt: string; document_kind: string | null; rank: number; created_at: Date };

async function search(who: string, query: string, more = '', projectId?: string): Promise<Hit[]> {
  const { rows, state, message } = await runAs(app, who, `select * from public.search_everything($1 ${more})`, { values: [query], ...(projectId ? { projectId } : {}) });
  if (state) throw new Error(`${state}: ${message}`);
  return rows as Hit[];
}
const kinds = async (who: string, query: string, more = '', projectId?: string) => (await search(who, query, more, projectId)).map((hit) => hit.document_kind ?? hit.kind).sort();
const content = ['architecture', 'artifact', 'chat', 'finding', 'message', 'requirements', 'ui-design'];

/** Changes something as the superuser for the time of `work`. */
async function meanwhile(change: string, back: string, work: () => Promise<void>): Promise<void> {
  await admin.query(change);
  try {
    await work();
  } finally {
    await admin.query(back);
  }
}

describe('rights', () => {
  test('an owner finds everything of the own tenant and nothing of another', async () => {
    const hits = await search(people.owner, 'harbour');
    expect(hits.map((hit) => hit.document_kind ?? hit.kind).sort()).toEqual([...content, 'project', 'workspace'].sort());
    expect(new Set(hits.map((hit) => hit.workspace_id))).toEqual(new Set([ours.workspace]));
  });

  test('a viewer of the project finds what it holds, but neither the workspace nor its name', async () => {
    const hits = await search(people.viewer, 'harbour');
    expect(hits.map((hit) => hit.document_kind ?? hit.kind).sort()).toEqual([...content, 'project'].sort());
    expect(new Set(hits.map((hit) => hit.workspace_name))).toEqual(new Set([null]));
  });

  test('an admin of the workspace finds workspace and project by name, and nothing of what the project holds', async () => {
    expect(await kinds(people.admin, 'harbour')).toEqual(['project', 'workspace']);
  });

  test('a super user and an outsider find nothing of a tenant', async () => {
    expect(await kinds(people.outsider, 'harbour')).toEqual([]);
    expect(await kinds(people.outsider, 'lighthouse OR windmill')).toEqual([]);
  });

  test('nobody but the person finds a personal project', async () => {
    const [personal] = (await admin.query(`update public.projects set name = 'Hideaway' where personal_owner_id = $1 returning id`, [people.viewer])).rows;
    expect((await search(people.viewer, 'hideaway')).map((hit) => hit.id)).toEqual([personal.id]);
    for (const other of [people.owner, people.admin, people.outsider]) expect(await kinds(other, 'hideaway')).toEqual([]);
  });

  test('a member finds the global workspace by name', async () => {
    const { rows: [global] } = await admin.query('select id, name from public.workspaces where is_global');
    expect((await search(people.viewer, global.name, `, array['workspace']`)).map((hit) => hit.id)).toEqual([global.id]);
  });

  test('who is not active finds nothing, with the next statement', async () => {
    for (const status of ['banned', 'inactive', 'waitlist']) {
      await meanwhile(`update public.users set status = '${status}' where id = '${people.owner}'`, `update public.users set status = 'active' where id = '${people.owner}'`,
        async () => expect(await kinds(people.owner, 'harbour')).toEqual([]));
    }
  });

  test('a removed member finds nothing more', async () => {
    await meanwhile(`delete from public.project_users where user_id = '${people.viewer}' and project_id = '${ours.project}'`,
      `insert into public.project_users (project_id, user_id, role) values ('${ours.project}', '${people.viewer}', 'viewer')`,
      async () => expect(await kinds(people.viewer, 'harbour')).toEqual([]));
  });

  test('nothing of an archived project or workspace is found, not even by its owner', async () => {
    await meanwhile(`update public.projects set is_active = false, deleted_at = now() where id = '${ours.project}'`, `update public.projects set is_active = true, deleted_at = null where id = '${ours.project}'`,
      async () => expect(await kinds(people.owner, 'harbour')).toEqual(['workspace']));
    await meanwhile(`update public.workspaces set is_active = false, deleted_at = now() where id = '${ours.workspace}'`, `update public.workspaces set is_active = true, deleted_at = null where id = '${ours.workspace}'`,
      async () => expect(await kinds(people.owner, 'harbour')).toEqual([]));
  });

  test('a transaction that names a project finds that project only; a forged name shows nothing', async () => {
    const other = (await doAs(app, people.owner, `select create_project($1, 'Harbour annex', null) as id`, [ours.workspace]))[0]!.id as string;
    expect((await kinds(people.owner, 'harbour')).filter((kind) => kind === 'project')).toHaveLength(2);
    expect(await kinds(people.owner, 'harbour', '', ours.project)).toEqual([...content, 'project'].sort());
    expect(await kinds(people.owner, 'harbour', '', other)).toEqual(['project']);
    expect(await kinds(people.owner, 'harbour', '', theirs.project)).toEqual([]);
    expect(await kinds(people.owner, 'harbour', '', 'not a project')).toEqual([]);
    await admin.query('delete from public.projects where id = $1', [other]);
  });

  test('naming a workspace or project narrows, and one of others finds nothing', async () => {
    expect(await kinds(people.owner, 'harbour', `, in_workspace => '${ours.workspace}'`)).toEqual([...content, 'project', 'workspace'].sort());
    expect(await kinds(people.owner, 'harbour', `, in_project => '${ours.project}'`)).toEqual([...content, 'project'].sort());
    expect(await kinds(people.owner, 'harbour', `, in_workspace => '${theirs.workspace}'`)).toEqual([]);
    expect(await kinds(people.owner, 'harbour', `, in_project => '${theirs.project}'`)).toEqual([]);
    expect(await kinds(people.admin, 'harbour', `, in_project => '${ours.project}'`)).toEqual(['project']);
  });

  test('nobody else may search: not the signed-out, not the server, not by the inner parts', async () => {
    for (const caller of ['anon', 'service_role'] as const) expect((await runAs(app, caller, `select public.search_everything('harbour')`)).state).toBe('42501');
    expect((await runAs(app, people.owner, 'select * from private.searchable')).state).toBe('42501');
    expect((await runAs(app, people.owner, `select private.search_candidates('message', 'harbour', array['${theirs.project}'::uuid], now())`)).state).toBe('42501');
  });
});

describe('words', () => {
  const finds = async (query: string) => (await search(people.owner, query, `, array['message']`)).length > 0;
  beforeAll(async () => {
    await say(people.owner, ours, 'Die Größe des Müllers: überprüfte Verträge in src/pricing.tsx, siehe e-mail. Tracking camera loans.');
    await say(people.owner, ours, 'Склад оборудования');
    await say(people.owner, ours, '貸出管理 システム');
    await say(people.owner, ours, '<b>bold</b> & <img src=x onerror=alert(1)> zeppelin \uE000fake\uE001 mark');
  });

  test.each([
    ['camera', 'the word'], ['CAMERA', 'any case'], ['cam', 'its beginning'], ['cameras', 'its plural'], ['loan', 'its singular'], ['track loans', 'other forms of words'],
    ['tracking cam', 'a word and a beginning'], ['mullers', 'without accents'], ['MÜLLERS', 'with accents'], ['uberprufte', 'another language'], ['вертраге OR склад', 'Cyrillic'], ['обору', 'its beginning'],
    ['貸出', 'Japanese from its beginning'], ['"camera loans"', 'a phrase'], ['loans OR submarine', 'one of two'], ['camera -submarine', 'without another'], ['pricing', 'part of a path'], ['mail', 'part of a hyphenated word'], ['e-mail', 'a hyphenated word'],
  ])('%s finds %s', async (query) => expect(await finds(query)).toBe(true));

  test.each(['submarine', 'camera submarine', 'camera -loans', '"loans camera"', 'amera', 'kamera'])('%s finds nothing', async (query) => expect(await finds(query)).toBe(false));

  test('text in keys, types and sources of documents is not found, text in tables is', async () => {
    expect(await kinds(people.owner, 'quayside', `, array['document']`)).toEqual(['architecture', 'finding', 'requirements', 'ui-design']);
    for (const query of ['paragraph', 'unindexed', 'secretish', 'blocks']) expect(await kinds(people.owner, query)).toEqual([]);
  });

  test('of a document only the newest version is found', async () => {
    await doAs(app, people.owner, `insert into project_requirements (project_id, title, version, content) values ($1, 'Boats', 2, '{"blocks": [{"type": "paragraph", "text": "drydock"}]}')`, [ours.project]);
    expect(await kinds(people.owner, 'drydock')).toEqual(['requirements']);
    expect(await kinds(people.owner, 'quayside')).toEqual(['architecture', 'finding', 'ui-design']);
  });

  test.each(['', '   ', 'the', 'the of and', '-camera', '- -', '"', '""', '&|!()', ':*', '\\', `'`, `';drop table users;--`, '-camera OR -loans', '*', '%', '<->', '🙂', 'a'.repeat(100_000), 'or or or', '( ( (', 'the -camera', '\u202e'])(
    'the query %j answers a page without an error', async (query) => expect(Array.isArray(await search(people.owner, query))).toBe(true));

  test.each(['', 'the', 'the of and', '-camera', '-camera OR -loans', 'camera OR -loans', 'a -camera'])('the query %j finds nothing rather than everything', async (query) => {
    expect(await search(people.owner, query)).toEqual([]);
  });

  test('a message of a megabyte of different words, or of one word, is stored and found', async () => {
    const words = Array.from({ length: 120_000 }, (_, n) => `w${n.toString(36)}x`).join(' ').slice(0, 1_000_000);
    await say(people.owner, ours, `leviathan ${words}`);
    await say(people.owner, ours, `behemoth ${'y'.repeat(1_000_000)}`);
    expect(await finds('leviathan w1x')).toBe(true);
    expect(await finds('behemoth')).toBe(true);
  });

  test('content of any shape can be stored', async () => {
    for (const shape of ['{}', '{"parts": 1}', '{"parts": [{"text": {"a": 1}}, 7, null]}', '{"parts": [{"type": "text", "text": null}]}']) {
      expect((await runAs(app, people.owner, `insert into chat_messages (chat_id, project_id, content, message_type) values ('${ours.chat}', '${ours.project}', $1, 'user')`, { values: [shape] })).state).toBe(null);
    }
    for (const shape of ['[]', '{"blocks": {}}', '{"blocks": [1, "x", null, {"type": "list", "items": [1, {"deep": ["text"]}]}]}']) {
      expect((await runAs(app, people.owner, `insert into project_context (project_id, context_type, title, content) values ('${ours.project}', 'data', 'x', $1)`, { values: [shape] })).state).toBe(null);
    }
  });
});

describe('what is shown', () => {
  test('hits are between two characters of no language; content cannot bring them along, and its HTML stays text', async () => {
    const [hit] = await search(people.owner, 'zeppelin', `, array['message']`);
    expect(hit!.marked_excerpt).toMatch(/bold.*\uE000zeppelin\uE001 fake mark/);
    expect(hit!.marked_excerpt.replace(/\uE000[^\uE000\uE001]*\uE001/g, '')).not.toMatch(/[\uE000\uE001]/);
  });

  test('the forms of a word and letters with accents are marked as they are written', async () => {
    const excerpt = async (query: string) => (await search(people.owner, query, `, array['message']`))[0]!.marked_excerpt;
    expect(await excerpt('loan')).toContain('\uE000loans\uE001');
    expect(await excerpt('Müllers')).toContain('\uE000Müllers\uE001');
    expect(await excerpt('überp')).toContain('\uE000überprüfte\uE001');
  });

  test('a title is marked whole, and a message bears the title of its chat', async () => {
    const hits = await search(people.owner, 'harbour');
    expect(hits.find((hit) => hit.kind === 'artifact')).toMatchObject({ title: 'Harbour app', marked_title: '\uE000Harbour\uE001 app' });
    expect(hits.find((hit) => hit.kind === 'message')).toMatchObject({ title: 'Harbour chat', project_id: ours.project, workspace_name: 'Lighthouse harbour' });
  });

  test('titles come before texts, whole words before beginnings, then the newest first', async () => {
    const say2 = (text: string) => say(people.owner, ours, text);
    const [beginning, older, newer] = [await say2('gangwayside'), await say2('gangway'), await say2('gangway')];
    const chat = (await doAs(app, people.owner, `insert into chat_sessions (project_id, title) values ($1, 'About the gangway') returning id`, [ours.project]))[0]!.id;
    expect((await search(people.owner, 'gangway')).map((hit) => hit.id)).toEqual([chat, newer, older, beginning]);
  });
});

describe('pages', () => {
  const next = (hits: Hit[], asOf: string) => `, after_rank => '${hits.at(-1)!.rank}', after_at => '${hits.at(-1)!.created_at.toISOString()}', after_id => '${hits.at(-1)!.id}', as_of => '${asOf}'`;

  test('nothing is lost or shown twice while rows are added', async () => {
    // Times in whole milliseconds, as they come back as a Date here.
    await admin.query(`insert into public.chat_messages (chat_id, project_id, content, message_type, created_at)
      select $1, $2, jsonb_build_object('parts', jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'barnacle ' || repeat('hull ', n % 4) || repeat('barnacle ', n % 3)))), 'user', date_trunc('second', now()) - n / 5 * interval '1 minute'
      from generate_series(1, 60) n`, [ours.chat, ours.project]);
    const expected = new Set((await admin.query(`select id from public.chat_messages where content::text like '%barnacle%'`)).rows.map((row) => row.id as string));
    const asOf = new Date(Date.now() + 1000).toISOString();
    const seen: string[] = [];
    let more = `, as_of => '${asOf}'`;
    for (;;) {
      const hits = await search(people.owner, 'barnacle', `, page_size => 7 ${more}`);
      if (hits.length === 0) break;
      seen.push(...hits.map((hit) => hit.id));
      more = next(hits, asOf);
      await admin.query(`insert into public.chat_messages (chat_id, project_id, content, message_type, created_at)
        values ($1, $2, '{"parts": [{"type": "text", "text": "barnacle barnacle"}]}', 'user', now() + interval '1 hour')`, [ours.chat, ours.project]);
    }
    expect(seen).toHaveLength(60);
    expect(new Set(seen)).toEqual(expected);
  });

  test('a page has at least one and at most 101 hits', async () => {
    for (const [size, count] of [[-1, 1], [0, 1], [1_000_000, 60]] as const) {
      expect(await search(people.owner, 'barnacle', `, page_size => ${size}, as_of => now()`)).toHaveLength(count);
    }
  });
});

describe('cost', () => {
  beforeAll(async () => {
    // 6,000 messages of another tenant, each with a common word, one in 500 with a rare one, two of them ours.
    const fill = (project: string, chat: string, from: number, to: number) => admin.query(`insert into public.chat_messages (chat_id, project_id, content, message_type, created_at)
      select $1, $2, jsonb_build_object('parts', jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'commonplace ' || md5(n::text) || case when n % 500 = 0 then ' cormorant' else '' end))), 'user', now() - n * interval '1 minute'
      from generate_series($3::int, $4::int) n`, [chat, project, from, to]);
    await fill(theirs.project, theirs.chat, 1, 6000);
    await fill(ours.project, ours.chat, 6001, 7000);
    await admin.query('vacuum analyze public.chat_messages');
  }, 60_000);

  // The query inside of private.search_candidates, as the owner of the tables runs it.
  async function planOf(word: string): Promise<string> {
    const { rows } = await admin.query(`explain select s.id from private.searchable_message s where s.scope_id = any ('{${ours.project}}'::uuid[])
      and s.words @@ '''${word}''' and s.created_at <= now() order by s.created_at desc limit 200`);
    return rows.map((row) => row['QUERY PLAN'] as string).join('\n');
  }

  test('a rare word is looked up in the index of words', async () => {
    expect(await planOf('cormorant')).toContain('chat_messages_words_idx');
  });

  test('a word that is in every row is sought in the newest rows of the project', async () => {
    const plan = await planOf('commonplace');
    expect(plan).toContain('chat_messages_project_id_idx');
    expect(plan).not.toContain('Seq Scan');
  });

  test('a search reads a small part of the table, whoever asks', async () => {
    const pages = Number((await admin.query(`select pg_relation_size('public.chat_messages') / 8192 as pages`)).rows[0].pages);
    await app.query('begin');
    await app.query(`select set_config('role', 'authenticated', true), set_config('request.jwt.claim.sub', $1, true), set_config('request.jwt.claim.role', 'authenticated', true)`, [people.owner]);
    const read: number[] = [];
    for (let i = 0; i < 3; i++) {
      const { rows } = await app.query({ text: `explain (analyze, buffers, format json) select * from public.search_everything('cormorant', array['message'])`, rowMode: 'array' });
      const plan = rows[0]![0][0].Plan as Record<string, number>;
      read.push(plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!);
    }
    await app.query('rollback');
    expect(Math.min(...read)).toBeLessThan(pages);
    expect((await search(people.owner, 'cormorant', `, array['message']`))).toHaveLength(2);
  });
});
