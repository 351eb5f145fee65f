import { sql } from 'kysely';
import type { Tx } from '#server/platform/database/index.ts';
import type { AgentContext } from '../context.ts';
import type { Material } from '../context/material.ts';
import type { RunRef } from './state.ts';

/** Messages that models get as they are, each cut to so many characters. */
const maxMessages = 24;
const maxCharacters = 4000;
/** People's own words from before: how many messages, and how much of each. */
const maxWords = 200;
const maxWordCharacters = 600;
/** The newest messages are not summed up yet; older ones are when so many have come together, and so many at once. */
const keepWhole = 12;
const sumFrom = 12;
const sumAtOnce = 60;

/** Older messages to be summed up with the summary there is, oldest first; the new one holds until the last of them. */
export type Unsummed = { summary: string | null; messages: { author: string; text: string }[]; until: { at: string; id: string } };

type Row = { id: string; at: string; message_type: string; created_by: string | null; name: string | null; text: string };
type Conversation = { request: string; conversation: AgentContext['conversation']; earlier: Material['earlier']; unsummed: Unsummed | null };

/** What was said in the chat until the run's message, as its asker sees it. */
export async function loadConversation(tx: Tx, run: RunRef): Promise<Conversation> {
  const newest = await messages(tx, run, sql`true`, maxMessages + 1);
  const [request, ...recent] = newest;
  const oldest = newest.at(-1);
  const before = newest.length > maxMessages && oldest ? sql`(m.created_at, m.id) < (${oldest.at}::timestamptz, ${oldest.id}::uuid)` : null;
  const words = before ? await messages(tx, run, sql`${before} and m.message_type = 'user'`, maxWords) : [];
  const summary = await tx.selectFrom('chat_summaries').select(['summary', 'until_id', sql<string>`until_at::text`.as('until_at')]).where('chat_id', '=', run.chatId).executeTakeFirst();
  return {
    request: request?.text ?? '',
    conversation: recent.toReversed().map((row) => messageOf(row, run)),
    earlier: {
      summary: summary?.summary ?? null,
      words: words.toReversed().map((row) => ({ by: authorOf(row, run) ?? null, text: row.text.slice(0, maxWordCharacters) })),
    },
    unsummed: await findUnsummed(tx, run, recent[keepWhole - 1], summary),
  };
}

async function findUnsummed(tx: Tx, run: RunRef, kept: Row | undefined, summary: { summary: string; until_at: string; until_id: string } | undefined): Promise<Unsummed | null> {
  if (!kept) return null;
  const after = summary ? sql`(m.created_at, m.id) > (${summary.until_at}::timestamptz, ${summary.until_id}::uuid)` : sql`true`;
  const rows = (await messages(tx, run, sql`(m.created_at, m.id) < (${kept.at}::timestamptz, ${kept.id}::uuid) and ${after}`, sumAtOnce, 'asc'));
  const last = rows.at(-1);
  if (!last || rows.length < sumFrom) return null;
  return {
    summary: summary?.summary ?? null, until: { at: last.at, id: last.id },
    messages: rows.map((row) => ({ author: row.message_type === 'user' ? (row.name ?? 'Somebody') : 'The crew', text: row.text.slice(0, maxCharacters) })),
  };
}

function messageOf(row: Row, run: RunRef): AgentContext['conversation'][number] {
  const text = row.text.slice(0, maxCharacters);
  if (row.message_type !== 'user') return { author: 'crew', text };
  const by = authorOf(row, run);
  return { author: 'person', text, ...(by === undefined ? {} : { by }) };
}

/** Undefined for the person who asks. */
function authorOf(row: Row, run: RunRef): string | undefined {
  return row.created_by === run.askerId ? undefined : row.name ?? 'Somebody';
}

/** What people and the orchestrator said up to the run's message. */
async function messages(tx: Tx, run: RunRef, where: ReturnType<typeof sql>, limit: number, order: 'asc' | 'desc' = 'desc'): Promise<Row[]> {
  const direction = order === 'asc' ? sql`asc` : sql`desc`;
  const { rows } = await sql<Row>`
    select m.id, m.created_at::text as at, m.message_type, m.created_by, nullif(btrim(p.display_name), '') as name,
      (select coalesce(string_agg(part->>'text', '' order by n), '')
        from jsonb_array_elements(m.content->'parts') with ordinality as parts (part, n) where part->>'type' = 'text') as text
    from chat_messages m left join member_profiles p on p.id = m.created_by
    where m.chat_id = ${run.chatId}::uuid and (m.message_type = 'user' or m.agent_type = 'orchestrator')
      and (m.created_at, m.id) <= (select created_at, id from chat_messages where id = ${run.runId}::uuid) and ${where}
    order by m.created_at ${direction}, m.id ${direction} limit ${limit}`.execute(tx);
  return rows;
}
