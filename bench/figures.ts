/** The median of the values; of an even number, the mean of the middle two. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which this share of the values lies; of 1 the largest. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** Prints one target as met or missed. */
export function target(name: string, value: number, met: (value: number) => boolean, wanted: string): void {
  console.log(`${met(value) ? 'met   ' : 'MISSED'}  ${name}: ${value.toPrecision(3)} (${wanted})`);
}

/** Prints one line: the median, then the spread and the number of runs. */
export function report(name: string, values: number[], unit: string): void {
  const format = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
  const spread = values.length > 1 ? `   (${format(Math.min(...values))}–${format(Math.max(...values))}, ${values.length} runs)` : '';
  console.log(`${name.padEnd(56)} ${format(median(values)).padStart(9)} ${unit}${spread}`);
}

/** Milliseconds that the work took, and what it returned. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}
