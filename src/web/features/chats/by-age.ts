type Aged = { updatedAt: string };

/** Groups items, newest first, under Today, Yesterday, This week and Earlier (local calendar days). */
export function byAge<T extends Aged>(items: T[], now = new Date()): { label: string; items: T[] }[] {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const startOf = (daysAgo: number) => new Date(midnight.getFullYear(), midnight.getMonth(), midnight.getDate() - daysAgo).getTime();
  const groups = [
    { label: 'Today', from: startOf(0) },
    { label: 'Yesterday', from: startOf(1) },
    { label: 'This week', from: startOf(6) },
    { label: 'Earlier', from: -Infinity },
  ].map((group) => ({ ...group, items: [] as T[] }));
  for (const item of items.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))) {
    groups.find(({ from }) => Date.parse(item.updatedAt) >= from)?.items.push(item);
  }
  return groups.filter((group) => group.items.length > 0).map(({ label, items: own }) => ({ label, items: own }));
}
