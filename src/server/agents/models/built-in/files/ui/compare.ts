type Comparable = number | string | undefined;

/** Comparisons that are false while a value is missing. Dates as YYYY-MM-DD compare like numbers. */
export function isBelow(value: Comparable, limit: Comparable): boolean {
  return value !== undefined && limit !== undefined && value < limit;
}

export function isAtMost(value: Comparable, limit: Comparable): boolean {
  return value !== undefined && limit !== undefined && value <= limit;
}

export function isAbove(value: Comparable, limit: Comparable): boolean {
  return isBelow(limit, value);
}

export function isAtLeast(value: Comparable, limit: Comparable): boolean {
  return isAtMost(limit, value);
}
