import { sql } from 'kysely';
import type { Tx } from '#server/platform/database/index.ts';
import { readBlob } from '#server/platform/files/index.ts';
import { deriveId } from '../derive-id.ts';
import type { BaseFile } from '../draft.ts';
import type { AppBase } from './state.ts';

/** Where the bytes of apps lie: `<artifact id>/<sha256>`. */
export const fileBucket = 'artifact-files';

type Row = {
  id: string; title: string; current_version: number;
  files: BaseFile[] | null; blueprint: unknown; collections: AppBase['collections'];
};

/**
 * The app the chat works on with its current version; what a first version would
 * begin with, when there is none. A run that goes on from another one finds the
 * files and collections that one had left unfinished.
 */
export async function loadApp(tx: Tx, chatId: string, goesOnFrom: string | null = null): Promise<AppBase> {
  const { rows } = await sql<Row>`
    select a.id, a.title, a.current_version, v.files, v.blueprint,
      case when v.is_partial then v.collections else
        (select coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'title', c.title, 'schema', c.schema, 'samples', c.samples) order by c.name), '[]')
          from app_collections c where c.artifact_id = a.id) end as collections
    from artifacts a left join artifact_versions v on v.artifact_id = a.id and v.number = coalesce(
      (select max(p.number) from artifact_versions p where p.artifact_id = a.id and p.run_id = ${goesOnFrom}::uuid and p.is_partial), a.current_version)
    where a.chat_id = ${chatId}::uuid order by a.created_at desc, a.id limit 1`.execute(tx);
  const row = rows[0];
  if (!row) return { artifactId: deriveId(chatId, 'app'), title: '', version: 0, files: [], blueprint: null, collections: [] };
  return {
    artifactId: row.id, title: row.title, version: row.current_version, files: row.files ?? [],
    blueprint: row.blueprint ?? null, collections: row.collections,
  };
}

/** Reads a file of a version by its hash. The version's row was read under the asker's rights before. */
export function fileReader(artifactId: string): (hash: string) => Promise<string> {
  return async (hash) => {
    const bytes = await readBlob(fileBucket, `${artifactId}/${hash}`);
    if (!bytes) throw new Error(`the bytes of a file of app ${artifactId} are missing`);
    return bytes.toString('utf8');
  };
}
