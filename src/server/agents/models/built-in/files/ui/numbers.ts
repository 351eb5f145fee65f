const plain = new Intl.NumberFormat(undefined, { maximumFractionDigits: 4 });
const currencies = new Map<string, Intl.NumberFormat>();

export function formatNumber(value: number | undefined, unit = ''): string {
  if (value === undefined) return '';
  return unit ? `${plain.format(value)} ${unit}` : plain.format(value);
}

/** An amount in its currency, e.g. `$1,200.00`. */
export function formatMoney(value: number | undefined, currency: string): string {
  return value === undefined ? '' : currencyFormat(currency, false).format(value);
}

/** A sum for headings and charts: whole and large amounts come without cents. */
export function formatTotal(value: number, currency: string): string {
  return currencyFormat(currency, Number.isInteger(value) || Math.abs(value) >= 1000).format(value);
}

function currencyFormat(currency: string, whole: boolean): Intl.NumberFormat {
  const key = `${currency} ${whole}`;
  const known = currencies.get(key);
  if (known) return known;
  const digits = whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency, ...digits });
  currencies.set(key, format);
  return format;
}

export function sumOf<T>(items: T[], valueOf: (item: T) => number | undefined): number {
  return items.reduce((sum, item) => sum + (valueOf(item) ?? 0), 0);
}

/** The number in an input; undefined while the input is empty. */
export function numberOf(value: number | string): number | undefined {
  return value === '' ? undefined : Number(value);
}
