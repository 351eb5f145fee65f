import { narrowTo } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { findArtifact } from './queries.ts';
import type { ArtifactRow } from './queries.ts';

/** The app, with the transaction narrowed to its project; not_found for whoever may not see it. */
export async function enterArtifact(tx: Tx, id: string): Promise<ArtifactRow> {
  const artifact = await findArtifact(tx, id);
  if (!artifact) throw notFound('app');
  await narrowTo(tx, artifact.projectId);
  return artifact;
}
