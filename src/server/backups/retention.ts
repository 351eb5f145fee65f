/** A backup that is there: the name of its file and when it was taken. */
export type Kept = { name: string; takenAt: Date };

const days = 30;
const months = 12;

/**
 * The backups to remove: kept are the last one of each of the latest 30 days and 12 months (in UTC) that have any, and
 * all of the current day. Days are counted, not time: when no new ones are made, no old one goes.
 */
export function chooseRemoved(backups: Kept[], now: Date): string[] {
  const newestFirst = backups.toSorted((a, b) => b.takenAt.getTime() - a.takenAt.getTime());
  const kept = new Set([
    ...firstOfEach(newestFirst, dayOf, days),
    ...firstOfEach(newestFirst, (backup) => dayOf(backup).slice(0, 7), months),
    ...newestFirst.filter((backup) => dayOf(backup) === now.toISOString().slice(0, 10)),
  ]);
  return newestFirst.filter((backup) => !kept.has(backup)).map(({ name }) => name);
}

function firstOfEach(backups: Kept[], periodOf: (backup: Kept) => string, count: number): Kept[] {
  const found = new Map<string, Kept>();
  for (const backup of backups) if (!found.has(periodOf(backup))) found.set(periodOf(backup), backup);
  return [...found.values()].slice(0, count);
}

function dayOf({ takenAt }: Kept): string {
  return takenAt.toISOString().slice(0, 10);
}
