import { expect } from 'vitest';
import type { ChatEvent } from '#contract/events.ts';
import type { Chatting, Crew } from '#tests/support/crew.ts';
import { Reader, type View } from '#tests/support/reader.ts';

export type Outcome = Awaited<ReturnType<typeof outcomeOf>>;

/** What a run left behind, without ids and times. */
export async function outcomeOf(crew: Pick<Crew, 'sql' | 'events'>, chat: Omit<Chatting, 'userId'>, runId: string) {
  const messages = await crew.sql<{ agent_type: string; step_index: number | null; content: unknown }>(
    `select agent_type, step_index, content->'parts' as content from chat_messages where chat_id = $1 and message_type = 'ai' order by step_index nulls first, created_at, id`, [chat.chatId]);
  const versions = await crew.sql<{ number: number; hash: string }>(
    `select v.number, v.content_hash as hash from artifact_versions v join artifacts a on a.id = v.artifact_id where a.chat_id = $1`, [chat.chatId]);
  const files = await crew.sql<{ file_path: string; hash: string }>(
    `select file_path, split_part(storage_path, '/', 2) as hash from artifact_files where project_id = $1 order by file_path`, [chat.projectId]);
  const documents = await crew.sql<{ name: string }>(`
    select title || ' ' || version as name from (select title, version from project_requirements where project_id = $1
      union all select title, version from technical_architecture where project_id = $1 union all select title, version from ui_design where project_id = $1
      union all select title, 1 from project_context where project_id = $1) d order by (title || ' ' || version) collate "C"`, [chat.projectId]);
  // What models saw: a call that was made again is noted once.
  const contexts = await crew.sql<{ agent: string; seq: number }>('select agent, seq from model_contexts where run_id = $1 order by seq', [runId]);
  const records = await crew.sql<{ name: string; count: number }>(`
    select collection as name, count(*)::int as count from app_records where project_id = $1 group by 1 order by 1`, [chat.projectId]);
  const requests = await crew.sql<{ kind: string; answer: unknown }>('select kind, answer from run_requests where run_id = $1 order by created_at', [runId]);
  const events = await crew.events(runId);
  const view = viewOf(events);
  resumable(events, view);
  const said = new Map(messages.map((m, n) => [n, withoutIds(m)]));
  return { messages: [...said.values()], versions, files, documents: documents.map((d) => d.name), records, requests, contexts, view: withoutIds(view) as View };
}

/** What a run was charged, in all tables that know of it. */
export async function chargeOf(crew: Pick<Crew, 'sql'>, chat: Pick<Chatting, 'projectId'>, runId: string) {
  const [sums] = await crew.sql<{ calls: number; charged: number; rows: number; held: number; used: number }>(`
    select (select count(*)::int from run_calls where run_id = $1 and kind = 'model') as calls,
      (select count(distinct call_id)::int from token_usage where run_id = $1 and charged) as charged,
      (select count(*)::int from token_usage where run_id = $1 and charged) as rows,
      (select count(*)::int from token_reservations where run_id = $1) as held,
      (select s.period_tokens_used::int from workspace_subscriptions s join projects p on p.workspace_id = s.workspace_id where p.id = $2) as used`, [runId, chat.projectId]);
  return sums!;
}

/** By step, since agents that work at the same time speak in any order. */
function viewOf(events: ChatEvent[]): View {
  const reader = new Reader();
  for (const event of events) reader.read(event);
  const { messages, tools, ...view } = reader.view;
  return { ...view, messages: messages.toSorted((a, b) => (a.text < b.text ? -1 : 1)), tools: tools.toSorted((a, b) => (a.stepIndex ?? -1) - (b.stepIndex ?? -1)) };
}

/** At every cursor, what was seen is finished or will be; and nothing is ever shown twice. */
function resumable(events: ChatEvent[], end: View): void {
  const finals = new Map(end.messages.map((m) => [m.id, m.text]));
  const reader = new Reader();
  for (const event of events) {
    reader.read(event);
    for (const message of reader.view.messages) expect(finals.get(message.id)?.startsWith(message.text.trimEnd()), `${message.text} | ${finals.get(message.id)}`).toBe(true);
    const calls = reader.view.tools.map((tool) => `${tool.stepIndex} ${tool.callId}`);
    expect(new Set(calls).size, calls.join()).toBe(calls.length);
  }
  expect(new Set(events.map((event) => (event as ChatEvent & { seq: number }).seq)).size).toBe(events.length);
  expect(events.at(-1)?.type).toBe('run.finished');
}

function withoutIds(value: unknown): unknown {
  const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  return JSON.parse(JSON.stringify(value).replace(ids, 'id'));
}
