import type { DocumentSummary } from '#contract/documents.ts';
import { faces } from '#web/features/agents/faces.ts';

/** Who wrote a version: a person, or an agent for a person. */
export function authorOf({ agent, authorName }: Pick<DocumentSummary, 'agent' | 'authorName'>): string {
  const person = authorName ?? 'a former member';
  return agent === null ? person : `${faces[agent].name} agent for ${person}`;
}

const moved = { draft: 'Back to draft', review: 'Sent to review', approved: 'Approved', archived: 'Archived' } as const;

/** The last move of the review in words, without the time; null for a version nobody moved yet. */
export function moveOf({ status, statusAt, statusByName, createdAt }: DocumentSummary): string | null {
  if (status === null || statusAt === null || statusAt === createdAt) return null;
  return `${moved[status]} by ${statusByName ?? 'a former member'}`;
}
