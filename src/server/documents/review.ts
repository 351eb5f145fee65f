import { sql } from 'kysely';
import type { DocumentStatus } from '#contract/documents.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { AppError, notAllowed } from '#server/platform/errors.ts';
import { getDocument, versionedTables } from './queries.ts';
import { writersOnly } from './versions.ts';

/** Where a version can go from where it is. What was approved once is fixed: out of the archive it comes back as approved. */
export function movesFrom(status: DocumentStatus, wasApproved: boolean): DocumentStatus[] {
  switch (status) {
    case 'draft': return ['review', 'archived'];
    case 'review': return ['approved', 'draft', 'archived'];
    case 'approved': return ['archived'];
    case 'archived': return wasApproved ? ['approved'] : ['draft'];
  }
}

/** Moves one version through the review. Two people who move it at once: the second is told where it is now. */
export async function moveVersion(tx: Tx, id: string, move: { from: DocumentStatus; to: DocumentStatus }): Promise<void> {
  const one = await getDocument(tx, id);
  if (one.kind === 'finding' || one.status === null) throw notAllowed('A finding tells what a check saw; it is not reviewed.');
  if (one.status !== move.from) throw movedMeanwhile(one.version, one.status);
  if (!movesFrom(one.status, one.approvedAt !== null).includes(move.to)) {
    throw new AppError('conflict', `A version that is ${statusWords[one.status]} cannot become ${statusWords[move.to]}.`, {
      hint: one.status === 'draft' ? 'Send it to review first.' : 'Write a new version instead.',
    });
  }
  const moved = await sql`update ${sql.table(versionedTables[one.kind])} set status = ${move.to}
    where id = ${id}::uuid and status = ${move.from} returning id`.execute(tx);
  if (moved.rows.length > 0) return;
  const now = await getDocument(tx, id);
  throw now.status === null || now.status === move.from ? notAllowed(writersOnly) : movedMeanwhile(now.version, now.status);
}

function movedMeanwhile(version: number, status: DocumentStatus): AppError {
  return new AppError('conflict', `Version ${version} is ${statusWords[status]} now; somebody moved it meanwhile.`, { hint: 'Look at where it stands and decide again.' });
}

const statusWords: Record<DocumentStatus, string> = { draft: 'a draft', review: 'in review', approved: 'approved', archived: 'archived' };
