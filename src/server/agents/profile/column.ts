type Type = 'yes-no' | 'integer' | 'number' | 'date' | 'time' | 'e-mail' | 'link' | 'text' | 'list or object' | 'empty';

/** What is said of a column. Values of people never stand in it: `looksLike` has letters as x and digits as 9. */
export type Column = {
  name: string;
  /** The type that all values have; `also` names those that do not fit when nearly all do. */
  type: Type;
  also?: string;
  filled: number;
  missing: number;
  /** How many values differ, up to `maxDistinct`. */
  distinct: number;
  min?: string | number;
  max?: string | number;
  longest?: number;
  looksLike: string[];
};

const maxDistinct = 1000;
const maxExamples = 3;
/** When so many of the values have a type, the column has it, and the rest are named as exceptions. */
const nearlyAll = 0.95;

const types: [Type, RegExp][] = [
  ['yes-no', /^(true|false|yes|no|ja|nein|oui|non|s[ií]|y|n)$/i],
  ['integer', /^[+-]?\d{1,15}$/],
  ['number', /^[+-]?(\d{1,3}([ ,.']\d{3})+|\d+)([.,]\d+)?([eE][+-]?\d+)?$/],
  ['date', /^(\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?|\d{1,2}[./]\d{1,2}[./]\d{2,4})$/],
  ['time', /^\d{1,2}:\d{2}(:\d{2})?$/],
  ['e-mail', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['link', /^https?:\/\/\S+$/i],
];

export function columnOf(name: string, values: unknown[]): Column {
  const filled = values.filter((value) => value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === ''));
  const texts = filled.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim());
  const { type, others } = typeOf(filled, texts);
  const distinct = new Set<string>();
  for (const text of texts) if (distinct.size < maxDistinct) distinct.add(text);
  return {
    name: name.slice(0, 100), type, ...(others > 0 ? { also: `${others} of ${texts.length} values do not fit` } : {}),
    filled: filled.length, missing: values.length - filled.length, distinct: distinct.size,
    ...rangeOf(type, texts), looksLike: examples(type, texts),
  };
}

function typeOf(values: unknown[], texts: string[]): { type: Type; others: number } {
  if (values.length === 0) return { type: 'empty', others: 0 };
  if (values.every((value) => typeof value === 'object')) return { type: 'list or object', others: 0 };
  for (const [type, pattern] of types) {
    const fits = texts.filter((text) => pattern.test(text) || (type === 'number' && /^[+-]?\d{1,15}$/.test(text))).length;
    if (fits >= texts.length * nearlyAll && fits > 0) return { type, others: texts.length - fits };
  }
  return { type: 'text', others: 0 };
}

function rangeOf(type: Type, texts: string[]): Pick<Column, 'min' | 'max' | 'longest'> {
  if (type === 'integer' || type === 'number') {
    let [min, max] = [Infinity, -Infinity];
    for (const text of texts) {
      const value = Number(text);
      if (Number.isFinite(value)) [min, max] = [Math.min(min, value), Math.max(max, value)];
    }
    return min <= max ? { min, max } : {};
  }
  if (type === 'date' || type === 'time') {
    const sorted = texts.filter((text) => /^\d{4}-|^\d{2}:/.test(text)).sort();
    return sorted.length > 0 ? { min: sorted[0]!, max: sorted.at(-1)! } : {};
  }
  return type === 'text' || type === 'list or object' ? { longest: texts.reduce((most, text) => Math.max(most, text.length), 0) } : {};
}

/** The most frequent shapes of values; a value with many words is told by its length. */
function examples(type: Type, texts: string[]): string[] {
  if (type === 'empty' || type === 'list or object') return [];
  const counts = new Map<string, number>();
  for (const text of texts.slice(0, 5000)) {
    const shape = masked(text);
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, maxExamples).map(([shape]) => shape);
}

function masked(text: string): string {
  const shape = text.slice(0, 40).replace(/\p{L}/gu, (letter) => (/\p{Lu}/u.test(letter) ? 'X' : 'x')).replace(/\p{N}/gu, '9').replace(/x{4,}/g, 'xxx…').replace(/9{6,}/g, '99999…');
  return text.length > 40 ? `${shape}…` : shape;
}
