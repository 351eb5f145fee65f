/** A start that cannot go on, in words for the person at the terminal: what is wrong and what to do. */
export class StartError extends Error {
  override name = 'StartError';
}

const plain = new Set(['StartError', 'ConfigError', 'MigrationError', 'NewerDatabaseError', 'LaunchError', 'BackupFileError']);

/** What the terminal shows of an error: a known one in its own words, an unexpected one with its stack. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC') return `The disk is full: ${error.message}. Make room and start again.`;
  return plain.has(error.name) ? error.message : (error.stack ?? error.message);
}
