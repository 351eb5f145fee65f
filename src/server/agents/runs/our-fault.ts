/**
 * Codes with which a run ends through no fault of the person who asked: the server, the provider or the crew failed.
 * What such a run used is recorded, but given back.
 */
const codes = new Set(['internal', 'unavailable', 'interrupted', 'model_refused', 'model_unavailable', 'context_too_long', 'loop_detected']);

export function isOurFault(code: string | undefined): boolean {
  return code !== undefined && codes.has(code);
}

/** Stands in the ledger beside what is given back. */
export const ourFaultReason = 'The run failed through no fault of the person who asked.';
