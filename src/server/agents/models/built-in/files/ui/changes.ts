type Changes<T> = { [Key in keyof T]?: T[Key] | null };

/** Only the fields that differ, so that two people can change different fields; null empties a field. */
export function changesOf<T extends object>(before: T, after: T): Changes<T> {
  const changes: Changes<T> = {};
  for (const key of Object.keys(after) as (keyof T)[]) {
    if (after[key] !== before[key]) changes[key] = after[key] ?? null;
  }
  return changes;
}
