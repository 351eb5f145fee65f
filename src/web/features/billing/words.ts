/** A number of tokens for people: `840`, `12.3 k`, `250 k`, `1.2 M`. */
export function tokens(n: number): string {
  if (n < 1000) return String(n);
  if (n < 999_500) return `${short(n / 1000)} k`;
  return `${short(n / 1_000_000)} M`;
}

/** Money from millionths of a US dollar; what is less than a cent says so. */
export function money(microdollars: number): string {
  const dollars = microdollars / 1_000_000;
  if (microdollars > 0 && dollars < 0.01) return 'under $0.01';
  return new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' }).format(dollars);
}

/** `about 40–60 k tokens (≈ $0.20)`; the cost is left out when no price is known. */
export function roughly({ low, high, lowCost, highCost }: { low: number; high: number; lowCost: number | null; highCost: number | null }): string {
  const [from, to] = [rounded(low), rounded(high)];
  const unit = tokens(to).replace(/^[\d.,]+/, '');
  const range = from === to ? tokens(to) : `${tokens(from).endsWith(unit) ? tokens(from).replace(unit, '') : tokens(from)}–${tokens(to)}`;
  const cost = lowCost === null || highCost === null ? '' : ` (≈ ${money((lowCost + highCost) / 2)})`;
  return `about ${range} tokens${cost}`;
}

function short(n: number): string {
  return n < 99.95 ? n.toLocaleString('en', { maximumFractionDigits: 1 }) : n.toLocaleString('en', { maximumFractionDigits: 0 });
}

/** Two digits are all that an estimate knows. */
function rounded(n: number): number {
  if (n < 100) return n;
  const step = 10 ** (Math.floor(Math.log10(n)) - 1);
  return Math.round(n / step) * step;
}
