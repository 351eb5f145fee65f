import { sql } from 'kysely';
import type { SearchHit, SearchKind } from '#contract/search.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { highlightsOf } from './highlights.ts';

/** After which hit a page begins, and when the first page was asked for: what came later is not in the list. */
export type Place = { rank: number; at: string; id: string; asOf: string };
export type Found = SearchHit & { place: Place };

type Row = {
  kind: SearchKind; id: string; workspace_id: string; workspace_name: string | null; project_id: string | null; project_name: string | null;
  chat_id: string | null; document_kind: SearchHit['documentKind']; title: string; marked_title: string; marked_excerpt: string | null;
  rank: number; created_at: Date; at: string; as_of: string;
};

export type Search = { q: string; kinds?: SearchKind[] | undefined; workspaceId?: string | undefined; projectId?: string | undefined };

/** What the caller may read that holds the words, best first. */
export async function searchEverything(tx: Tx, { q, kinds, workspaceId, projectId }: Search, limit: number, after?: Place): Promise<Found[]> {
  const { rows } = await sql<Row>`
    select s.*, s.created_at::text as at, a.as_of::text
    from (select coalesce(${after?.asOf ?? null}::timestamptz, now()) as as_of) a
    cross join lateral public.search_everything(${q}, ${kinds ?? null}::text[], ${workspaceId ?? null}::uuid, ${projectId ?? null}::uuid, ${limit},
      ${after?.rank ?? null}::real, ${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid, a.as_of) s`.execute(tx);
  return rows.map((row) => ({
    kind: row.kind, id: row.id, title: row.title,
    highlights: { title: highlightsOf(row.marked_title), excerpt: highlightsOf(row.marked_excerpt ?? '') },
    workspaceId: row.workspace_id, workspaceName: row.workspace_name, projectId: row.project_id, projectName: row.project_name,
    chatId: row.chat_id, documentKind: row.document_kind, createdAt: row.created_at.toISOString(),
    place: { rank: row.rank, at: row.at, id: row.id, asOf: row.as_of },
  }));
}
