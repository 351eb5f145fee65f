import { sql } from 'kysely';
import type { AgentType } from '#contract/agents.ts';
import { asActor, type Tx } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { listProjectFiles } from '#server/files/index.ts';
import type { AgentContext, AgentPhase } from '../context.ts';
import type { Approval } from '#contract/chats.ts';
import { markOf } from '../context/marking.ts';
import type { Material } from '../context/material.ts';
import { loadConversation, type Unsummed } from './conversation-queries.ts';
import { listDocumentTexts } from './document-queries.ts';
import { loadApp } from './load-app.ts';
import { loadRetry, type Retry } from './load-retry.ts';
import { appNow, type AppBase, type RunRef, type RunState } from './state.ts';

const maxApps = 30;
/** Files of the project's storage that are named. */
const maxFiles = 60;

/** What of the project models see, as the person who asked sees it. */
export type Surroundings = Pick<AgentContext, 'request' | 'conversation' | 'project'> & {
  app: AppBase;
  approval: Approval | null;
  retry: Retry | null;
  material: Pick<Material, 'mark' | 'documents' | 'files' | 'earlier'>;
  /** Older messages that no summary covers yet, when they are many. */
  unsummed: Unsummed | null;
};

/** Reads all of it under the asker's rights; `not_allowed` when the asker may not work in the project (any more). */
export async function loadSurroundings(run: RunRef): Promise<Surroundings> {
  const mark = markOf(run.runId);
  return asActor({ userId: run.askerId, agent: 'orchestrator' }, async (tx) => {
    const name = await projectName(tx, run);
    const talk = await loadConversation(tx, run);
    const retry = await loadRetry(tx, run);
    const app = await loadApp(tx, run.chatId, retry?.runId ?? null);
    const documents = await listDocumentTexts(tx, run.projectId);
    return {
      request: talk.request, conversation: talk.conversation, unsummed: talk.unsummed, app, retry,
      approval: await findApproval(tx, run.chatId),
      project: {
        name, otherApps: await otherApps(tx, run, app.artifactId),
        documents: documents.map(({ id, kind, title, version }) => ({ id, kind, title, version })),
      },
      material: {
        mark, earlier: talk.earlier, files: await listProjectFiles(tx, run.projectId, maxFiles),
        documents: documents.map(({ kind, title, version, status, text }) => ({ kind, title, version, status, text })),
      },
    };
  }, { projectId: run.projectId });
}

/** Throws `not_allowed` when the asker may not work in the project any more. */
export async function checkAccess(run: RunRef): Promise<void> {
  await asActor({ userId: run.askerId, agent: 'orchestrator' }, (tx) => projectName(tx, run), { projectId: run.projectId });
}

/** The context of one agent's step: the surroundings with what the run did so far. */
export function contextOf(agent: AgentType, phase: AgentPhase, around: Omit<Surroundings, 'app' | 'approval' | 'retry'>, state: RunState): AgentContext {
  const { mark, files, earlier } = around.material;
  const written = new Set(state.documents.map(({ title }) => title));
  const repair = phase === 'work' ? state.repairs.at(-1) : undefined;
  return {
    agent, phase,
    request: around.request,
    // What people said since the run began is the newest of all.
    conversation: [...around.conversation, ...state.said.map(({ text }) => ({ author: 'person' as const, text }))],
    project: around.project,
    app: appNow(state),
    steps: phase === 'plan' ? [] : state.steps.map(({ agent: by, intent, status, summary }) => ({
      agent: by, intent, status, ...(summary === undefined ? {} : { summary }),
    })),
    ...(repair ? { repair: { round: repair.round, of: repair.of, failures: repair.failures, console: repair.console } } : {}),
    material: {
      mark, files, earlier, findings: state.findings,
      documents: [...state.documents, ...around.material.documents.filter(({ title }) => !written.has(title))],
      readFiles: () => state.draft.files(),
    },
  };
}

/** What the chat is set to; null leaves it to the models that answer. */
async function findApproval(tx: Tx, chatId: string): Promise<Approval | null> {
  const row = await tx.selectFrom('chat_sessions').select(sql<Approval | null>`settings->>'approval'`.as('approval')).where('id', '=', chatId).executeTakeFirst();
  return row?.approval ?? null;
}

async function projectName(tx: Tx, run: RunRef): Promise<string> {
  const { rows } = await sql<{ name: string; role: string | null }>`
    select p.name, (select role from project_users u where u.project_id = p.id and u.user_id = ${run.askerId}::uuid) as role
    from projects p where p.id = ${run.projectId}::uuid and p.is_active and p.deleted_at is null`.execute(tx);
  const row = rows[0];
  if (!row || !row.role || row.role === 'viewer') {
    throw new AppError('not_allowed', 'The person who asked may not work in this project any more.', {
      hint: 'Ask an owner or manager of the project for the role of a contributor, then send the message again.',
    });
  }
  return row.name;
}

async function otherApps(tx: Tx, run: RunRef, artifactId: string): Promise<{ title: string }[]> {
  return tx.selectFrom('artifacts').select('title').where('project_id', '=', run.projectId).where('id', '<>', artifactId)
    .where('current_version', '>', 0).orderBy('updated_at', 'desc').limit(maxApps).execute();
}
