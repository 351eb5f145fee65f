import type { Turn } from '../answer-stream.ts';

export const nothingToDo: Turn = { text: 'There is nothing to do for this message.' };

/** A document that was not stored is no reason to stop, but it is said. */
export function unsaved(result: { ok: boolean; output: { saved: boolean; reason?: string } | null; text: string }): string {
  if (result.ok && result.output?.saved !== false) return '';
  return `; not stored as a document: ${(result.output?.reason ?? result.text).replace(/\.$/, '')}`;
}
