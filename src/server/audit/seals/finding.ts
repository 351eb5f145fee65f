import type { LogName } from './signing.ts';

/** Something that is not as it was sealed. Of entries `position` and, where it still exists, `entryId` name which. */
export type Finding = {
  what: 'entry changed' | 'entry removed' | 'entry inserted' | 'entry backdated' | 'purged early' | 'seal changed' | 'seal removed' | 'seal forged' | 'seal replaced';
  log?: LogName; position?: bigint; entryId?: string; seal?: number; words: string;
};
