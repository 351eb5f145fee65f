import { sql } from 'kysely';
import { asActor, type Tx } from '#server/platform/database/index.ts';
import type { ToolCall } from './tool.ts';
import type { SearchProjectOutput } from './tools/search-project.ts';

type Item = SearchProjectOutput['items'][number];
type Found = { kind: Item['kind']; title: string; body: string };

const maxItems = 20;
const maxWords = 8;
/** Rows of each kind that are looked at; newest first. */
const perKind = 200;
const excerptLength = 240;

/** Searches what the asker may see of the project, this chat's running turn left out. Best first. */
export async function searchProject(call: ToolCall, query: string): Promise<SearchProjectOutput> {
  const words = wordsOf(query);
  if (words.length === 0) return { items: [] };
  const found = await asActor(call.actor, (tx) => candidates(tx, call, words), { projectId: call.run.projectId });
  const ranked = found
    .map((item) => ({ item, score: scoreOf(item, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, maxItems);
  return { items: ranked.map(({ item }) => ({ kind: item.kind, title: item.title.slice(0, 160), excerpt: excerptOf(item.body, words) })) };
}

async function candidates(tx: Tx, { run }: ToolCall, words: string[]): Promise<Found[]> {
  const project = sql`${run.projectId}::uuid`;
  // Any of the words, as it stands: % and _ of a query must not be wildcards.
  const like = sql`array[${sql.join(words.map((word) => sql`${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`))}]::text[]`;
  const document = (table: string) => sql`(select 'document' as kind, title, content->'source' #>> '{}' as body from ${sql.table(table)}
    where project_id = ${project} and (title ilike any (${like}) or content::text ilike any (${like})) order by updated_at desc limit ${perKind})`;
  const { rows } = await sql<Found>`
    ${document('project_requirements')} union all ${document('technical_architecture')} union all ${document('ui_design')} union all ${document('project_context')}
    union all (select 'chat', title, coalesce(description, '') from chat_sessions
      where project_id = ${project} and id <> ${run.chatId}::uuid and title ilike any (${like}) order by updated_at desc limit ${perKind})
    union all (select 'message', s.title, m.content->'parts'->0->>'text' from chat_messages m join chat_sessions s on s.id = m.chat_id
      where m.project_id = ${project} and (m.run_id is distinct from ${run.runId}::uuid) and m.content->'parts'->0->>'text' ilike any (${like})
      order by m.created_at desc limit ${perKind})
    union all (select 'app', title, coalesce(description, '') from artifacts
      where project_id = ${project} and (title ilike any (${like}) or description ilike any (${like})) order by updated_at desc limit ${perKind})
    union all (select 'record', a.title || ': ' || r.collection, r.data::text from app_records r join artifacts a on a.id = r.artifact_id
      where r.project_id = ${project} and r.deleted_at is null and r.data::text ilike any (${like}) order by r.updated_at desc limit ${perKind})`.execute(tx);
  return rows;
}

function wordsOf(query: string): string[] {
  const words = query.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}_-]*/gu) ?? [];
  return [...new Set(words.filter((word) => word.length > 1))].slice(0, maxWords);
}

/** How many of the words occur, those in the title twice; documents a little before messages. */
function scoreOf({ kind, title, body }: Found, words: string[]): number {
  const head = title.toLowerCase();
  const text = (body ?? '').toLowerCase();
  const hits = words.reduce((sum, word) => sum + (head.includes(word) ? 2 : 0) + (text.includes(word) ? 1 : 0), 0);
  return hits === 0 ? 0 : hits + (kind === 'document' || kind === 'app' ? 0.5 : 0);
}

function excerptOf(body: string | null, words: string[]): string {
  const text = (body ?? '').replace(/\s+/g, ' ').trim();
  const at = Math.min(...words.map((word) => text.toLowerCase().indexOf(word)).filter((n) => n >= 0), text.length);
  const from = Math.max(0, Math.min(at - 60, text.length - excerptLength));
  return `${from > 0 ? '…' : ''}${text.slice(from, from + excerptLength)}${from + excerptLength < text.length ? '…' : ''}`;
}
