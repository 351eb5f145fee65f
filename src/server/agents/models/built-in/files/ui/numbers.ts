const plain = new Intl.NumberFormat(undefined, { maximumFractionDigits: 4 });
const currencies = new Map<string, Intl.NumberFormat>();

export function formatNumber(value: number | undefined, unit = ''): string {
  if (value === undefined) return '';
  return unit ? `${plain.format(value)} ${unit}` : plain.format(value);
}

/** An amount in its currency, e.g. `$1,200.00`; whole amounts of 1,000 and more come without cents. */
export function formatMoney(value: number | undefined, currency: string): string {
  if (value === undefined) return '';
  const digits = Number.isInteger(value) && Math.abs(value) >= 1000 ? 0 : 2;
  const key = `${currency} ${digits}`;
  const format =
    currencies.get(key) ??
    new Intl.NumberFormat(undefined, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: 2,
    });
  currencies.set(key, format);
  return format.format(value);
}

export function sumOf<T>(items: T[], valueOf: (item: T) => number | undefined): number {
  return items.reduce((sum, item) => sum + (valueOf(item) ?? 0), 0);
}

/** The number in an input; undefined while the input is empty. */
export function numberOf(value: number | string): number | undefined {
  return value === '' ? undefined : Number(value);
}
