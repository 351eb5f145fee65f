export type Sort<Column extends string> = { by: Column; direction: 'asc' | 'desc' };
export type SortValue = string | number | boolean | undefined;

/** The items in order; items without a value come last in either direction. */
export function sorted<T>(items: T[], valueOf: (item: T) => SortValue, direction: 'asc' | 'desc'): T[] {
  const sign = direction === 'asc' ? 1 : -1;
  return [...items].sort((a, b) => {
    const left = valueOf(a);
    const right = valueOf(b);
    if (isEmpty(left) || isEmpty(right)) return Number(isEmpty(left)) - Number(isEmpty(right));
    return sign * compare(left, right);
  });
}

function isEmpty(value: SortValue): boolean {
  return value === undefined || value === null || value === '';
}

function compare(left: SortValue, right: SortValue): number {
  if (typeof left === 'string' || typeof right === 'string') {
    return String(left).localeCompare(String(right), undefined, { numeric: true, sensitivity: 'base' });
  }
  return Number(left) - Number(right);
}
