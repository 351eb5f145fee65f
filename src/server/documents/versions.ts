import { sql } from 'kysely';
import type { DocumentBlock } from '#contract/documents.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { AppError, notAllowed } from '#server/platform/errors.ts';
import { withIds, type IdsGiven } from './criteria.ts';
import { getDocument, versionedTables } from './queries.ts';

type Versioned = keyof typeof versionedTables;

/** What else the tables keep of a version: the crew's structured form of it, which a person's edit leaves as it was. */
const alongside: Record<Versioned, string[]> = {
  requirements: [], architecture: ['apis_used', 'data_schemas', 'security_requirements'], 'ui-design': ['color_palette', 'ui_framework', 'components'],
};

export const writersOnly = 'Documents of this project are written and reviewed by its owners and managers. You can comment on them.';

/**
 * A person's change of a document, or an old version brought back: the version in `id` with these blocks, as the next
 * draft. When somebody wrote a version after `basedOn`, nothing is stored.
 */
export async function writeVersion(tx: Tx, id: string, input: { basedOn: number; blocks: DocumentBlock[] }): Promise<string> {
  const one = await getDocument(tx, id);
  if (one.kind === 'finding') throw notAllowed('A finding tells what a check saw; it is not edited.');
  const table = sql.table(versionedTables[one.kind]);
  const newest = await newestVersion(tx, one.kind, one.projectId, one.title);
  if (newest && newest.version !== input.basedOn) throw changedMeanwhile(newest.version, input.basedOn);
  const { blocks, given } = idsFor(one.kind, input.blocks, newest);
  const more = sql.join([sql`content`, ...alongside[one.kind].map((column) => sql.ref(column))]);
  try {
    const { rows } = await sql<{ id: string }>`
      insert into ${table} (project_id, title, version, status, ${more})
      select project_id, title, ${input.basedOn + 1}, 'draft', ${sql.join([
        sql`case when jsonb_typeof(content) = 'object' then content else '{}' end || ${JSON.stringify({ blocks, ...(given ? { given } : {}) })}::jsonb`, ...alongside[one.kind].map((column) => sql.ref(column)),
      ])} from ${table} where id = ${id}::uuid returning id`.execute(tx);
    return rows[0]!.id;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '42501') throw notAllowed(writersOnly);
    if (code === '23505') throw changedMeanwhile(input.basedOn + 1, input.basedOn);
    throw error;
  }
}

export type Newest = { id: string; version: number; status: string; blocks: DocumentBlock[]; source: unknown; given: IdsGiven | null };

/** The newest version of a document by its title; null before the first. */
export async function newestVersion(tx: Tx, kind: Versioned, projectId: string, title: string): Promise<Newest | null> {
  const { rows } = await sql<Newest>`
    select id, version, status, coalesce(content -> 'blocks', '[]') as blocks, content -> 'source' as source, content -> 'given' as given
    from ${sql.table(versionedTables[kind])} where project_id = ${projectId}::uuid and title = ${title} order by version desc limit 1`.execute(tx);
  return rows[0] ?? null;
}

/** Blocks as they are stored: those of requirements with the ids of their stories and criteria. */
export function idsFor(kind: Versioned, blocks: DocumentBlock[], newest: Newest | null): { blocks: DocumentBlock[]; given?: IdsGiven } {
  return kind === 'requirements' ? withIds(blocks, newest?.blocks ?? [], newest?.given ?? { S: 0, C: 0 }) : { blocks };
}

function changedMeanwhile(newest: number, basedOn: number): AppError {
  return new AppError('conflict', `Version ${newest} was written while you worked on version ${basedOn}.`, {
    hint: 'Your text is still here: compare it with the newest version, take over what you need, and save again.',
  });
}
