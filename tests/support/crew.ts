import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { RunStatus } from '#contract/agents.ts';
import type { Approval } from '#contract/chats.ts';
import type { ChatEvent } from '#contract/events.ts';
import { chooseModels, registerWorkflows, startRun, startSweep, stopSweep, type ModelChoice } from '#server/agents/index.ts';
import { configurePreviews, prepareKit, stopPreview } from '#server/artifacts/preview/index.ts';
import { checkout } from '#server/platform/config.ts';
import { asActor } from '#server/platform/database/index.ts';
import { openFiles } from '#server/platform/files/index.ts';
import { startJobs, stopJobs } from '#server/platform/jobs/index.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { connected, signUp } from './accounts.ts';
import { query, testDatabase, type TestDatabase } from './database.ts';

/** A person with a project and a chat in it. */
export type Chatting = { userId: string; projectId: string; chatId: string };

export type Crew = {
  database: TestDatabase;
  home: string;
  sql: <Row extends Record<string, unknown>>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** A chat in which the crew begins at once, unless it is to ask; in a workspace of its own, of a new owner unless one is given. */
  newChat: (o?: { role?: string; approval?: Approval; ownerId?: string }) => Promise<Chatting>;
  /** Stores a message with its run, as the API does. */
  post: (chat: Chatting, text: string, o?: { id?: string; retries?: { runId: string; stepIndex: number } }) => Promise<string>;
  /** Posts, starts, and waits for the end. */
  run: (chat: Chatting, text: string) => Promise<string>;
  ended: (runId: string, timeoutMs?: number) => Promise<RunRow>;
  events: (runId: string) => Promise<(ChatEvent & { seq: number })[]>;
};

export type RunRow = { id: string; status: RunStatus; progress: number; error: { code: string; detail: string } | null; steps: { agent: string; status: string; summary?: string }[] };

/** The crew on a database of the test file's own, with these models. Call it once, at the top of a file. */
export async function startCrew(models: ModelChoice | null, o: { jobs?: boolean; takeOverMs?: number } = {}): Promise<Crew> {
  const database = await testDatabase();
  const home = mkdtempSync(join(tmpdir(), 'ninefold-crew-'));
  openSecrets({ home, masterKey: 'ab'.repeat(32) });
  openFiles(join(home, 'files'));
  // The kit takes a second to build: one for all tests of this checkout.
  configurePreviews({ home: join(checkout, '.ninefold', 'tests'), previewUrl: 'http://localhost:3001' });
  await prepareKit();
  chooseModels(models);
  registerWorkflows();
  if (o.jobs !== false) {
    await startJobs({ databaseUrl: database.ownerUrl, takeOverMs: o.takeOverMs ?? 500 });
    await startSweep();
  }
  afterAll(async () => {
    await stopSweep();
    await stopJobs({ graceMs: 1000 });
    await stopPreview();
    rmSync(home, { recursive: true, force: true });
  });
  return { ...helpers(database), database, home };
}

/** What tests of runs ask the database, for processes that run elsewhere. */
export function helpers(database: TestDatabase): Omit<Crew, 'database' | 'home'> {
  const sql: Crew['sql'] = (text, values) => query(database.ownerUrl, text, values);
  const post: Crew['post'] = async (chat, text, { id = randomUUID(), retries } = {}) => {
    await asActor({ userId: chat.userId }, async (tx) => {
      await tx.insertInto('chat_messages').values({
        id, chat_id: chat.chatId, project_id: chat.projectId, message_type: 'user', run_id: id, content: JSON.stringify({ parts: [{ type: 'text', text }] }),
      }).execute();
      await tx.insertInto('agent_runs').values({ id, chat_id: chat.chatId, project_id: chat.projectId, message_id: id,
        ...(retries ? { retries_run: retries.runId, retries_step: retries.stepIndex } : {}) }).execute();
    }, { projectId: chat.projectId });
    return id;
  };
  const ended: Crew['ended'] = async (runId, timeoutMs = 20_000) => {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const [row] = await sql<RunRow>('select id, status, progress, error, steps from agent_runs where id = $1', [runId]);
      if (row && !['queued', 'running', 'waiting'].includes(row.status)) return row;
      if (Date.now() > until) throw new Error(`run ${runId} is ${row?.status} after ${timeoutMs} ms: ${JSON.stringify(row?.steps)}`);
      await new Promise((wake) => setTimeout(wake, 25));
    }
  };
  return {
    sql, post, ended,
    newChat: ({ role = 'owner', approval = 'just_do_it', ownerId } = {}) => connected(database.authUrl, async (auth) => {
      const owner = ownerId ?? await signUp(auth, `owner.${randomUUID()}@example.com`, { name: 'Owner' });
      const userId = role === 'owner' ? owner : await signUp(auth, `member.${randomUUID()}@example.com`, { name: 'Member' });
      await sql(`update public.users set status = 'active' where id = any ($1)`, [[owner, userId]]);
      const [workspace] = await asActorRows(owner, `select public.create_workspace('Lab', 'Lab') as id`);
      const [project] = await asActorRows(owner, `select public.create_project($1, 'Tools') as id`, [workspace!.id]);
      const projectId = project!.id;
      if (role !== 'owner') await sql('insert into project_users (project_id, user_id, role) values ($1, $2, $3)', [projectId, userId, role]);
      const [chat] = await sql<{ id: string }>(`insert into chat_sessions (project_id, title, created_by, settings) values ($1, 'New chat', $2, $3) returning id`, [projectId, owner, { approval }]);
      return { userId, projectId, chatId: chat!.id };
    }),
    run: async (chat, text) => {
      const id = await post(chat, text);
      await startRun(id);
      await ended(id);
      return id;
    },
    events: async (runId) => (await sql<{ seq: number; payload: ChatEvent }>('select seq, payload from run_events where run_id = $1 order by id', [runId]))
      .map(({ seq, payload }) => ({ ...payload, seq })),
  };
}

async function asActorRows(userId: string, text: string, values: unknown[] = []): Promise<{ id: string }[]> {
  const { CompiledQuery } = await import('kysely');
  return asActor({ userId }, async (tx) => (await tx.executeQuery<{ id: string }>(CompiledQuery.raw(text, values))).rows);
}
