import { sql } from 'kysely';
import type { AgentType } from '#contract/agents.ts';
import { asActor, type Tx } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import type { AgentContext, AgentPhase } from '../context.ts';
import { loadApp } from './load-app.ts';
import { appNow, type AppBase, type RunRef, type RunState } from './state.ts';

const maxMessages = 24;
const maxMessageCharacters = 2000;
const maxDocuments = 40;
const maxApps = 30;

/** What of the project models see, as the person who asked sees it. */
export type Surroundings = Pick<AgentContext, 'request' | 'conversation' | 'project'> & { app: AppBase };

/** Reads all of it under the asker's rights; `not_allowed` when the asker may not work in the project (any more). */
export async function loadSurroundings(run: RunRef): Promise<Surroundings> {
  return asActor({ userId: run.askerId, agent: 'orchestrator' }, async (tx) => {
    const name = await projectName(tx, run);
    const [request, ...earlier] = await messages(tx, run);
    const app = await loadApp(tx, run.chatId);
    return {
      request: request?.text ?? '',
      conversation: earlier.reverse(),
      project: { name, otherApps: await otherApps(tx, run, app.artifactId), documents: await documents(tx, run.projectId) },
      app,
    };
  }, { projectId: run.projectId });
}

/** Throws `not_allowed` when the asker may not work in the project any more. */
export async function checkAccess(run: RunRef): Promise<void> {
  await asActor({ userId: run.askerId, agent: 'orchestrator' }, (tx) => projectName(tx, run), { projectId: run.projectId });
}

/** The context of one agent's step: the surroundings with what the run did so far. */
export function contextOf(agent: AgentType, phase: AgentPhase, around: Omit<Surroundings, 'app'>, state: RunState): AgentContext {
  const repair = phase === 'work' ? state.repairs.at(-1) : undefined;
  return {
    agent, phase,
    request: around.request, conversation: around.conversation, project: around.project,
    app: appNow(state),
    steps: phase === 'plan' ? [] : state.steps.map(({ agent: by, intent, status, summary }) => ({
      agent: by, intent, status, ...(summary === undefined ? {} : { summary }),
    })),
    ...(repair ? { repair: { round: repair.round, of: repair.of, failures: repair.failures, console: repair.console } } : {}),
  };
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

/** The request first, then what people and the orchestrator said before it, newest first. */
async function messages(tx: Tx, run: RunRef): Promise<AgentContext['conversation']> {
  const { rows } = await sql<{ message_type: string; text: string }>`
    select m.message_type, (select coalesce(string_agg(part->>'text', '' order by n), '')
        from jsonb_array_elements(m.content->'parts') with ordinality as parts (part, n) where part->>'type' = 'text') as text
    from chat_messages m
    where m.chat_id = ${run.chatId}::uuid and (m.message_type = 'user' or m.agent_type = 'orchestrator')
      and (m.created_at, m.id) <= (select created_at, id from chat_messages where id = ${run.runId}::uuid)
    order by m.created_at desc, m.id desc limit ${maxMessages + 1}`.execute(tx);
  return rows.map((row, n) => ({
    author: row.message_type === 'user' ? 'person' : 'crew',
    text: n === 0 ? row.text : row.text.slice(0, maxMessageCharacters),
  }));
}

async function otherApps(tx: Tx, run: RunRef, artifactId: string): Promise<{ title: string }[]> {
  return tx.selectFrom('artifacts').select('title').where('project_id', '=', run.projectId).where('id', '<>', artifactId)
    .where('current_version', '>', 0).orderBy('updated_at', 'desc').limit(maxApps).execute();
}

async function documents(tx: Tx, projectId: string): Promise<AgentContext['project']['documents']> {
  const { rows } = await sql<{ id: string; kind: string; title: string; version: number }>`
    select id, kind, title, version from (
      (select distinct on (title) id, 'requirements' as kind, title, version, updated_at from project_requirements
        where project_id = ${projectId}::uuid order by title, version desc)
      union all
      (select distinct on (title) id, 'architecture', title, version, updated_at from technical_architecture
        where project_id = ${projectId}::uuid order by title, version desc)
      union all
      (select distinct on (title) id, 'ui-design', title, version, updated_at from ui_design
        where project_id = ${projectId}::uuid order by title, version desc)
      union all
      (select id, 'finding', title, 1, updated_at from project_context where project_id = ${projectId}::uuid)
    ) as found order by updated_at desc, id limit ${maxDocuments}`.execute(tx);
  return rows;
}
