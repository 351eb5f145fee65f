/**
 * What the built-in builder understood of an app: the typed plan between the
 * sentence and the files. It is kept with every version; follow-ups edit it.
 * `name` of an entity or field is its stored key and never changes once a
 * version exists: renaming changes labels, so records survive.
 */
export type Blueprint = {
  format: 1;
  title: string;
  description: string;
  /** A Mantine colour name, e.g. `teal`. */
  color: string;
  entities: Entity[];
};

export type Entity = {
  /** Collection name: lower-case plural kebab-case, e.g. `loans`. */
  name: string;
  singular: string;
  plural: string;
  /** The field that names a record in lists and links. */
  titleField: string;
  fields: Field[];
  /** Views beside the table, which every entity has, in the order of the tabs. */
  views: View[];
  /** The view its page opens with: the table unless set. */
  opensWith?: View['kind'];
  charts: Chart[];
  highlights: Highlight[];
  sort: { field: string; direction: 'asc' | 'desc' };
  /** Example records: references are the 0-based index of a sample of the target, dates are `{ daysFromToday }`. */
  samples: Sample[];
};

export type FieldType =
  | 'text' | 'long-text' | 'number' | 'money' | 'date' | 'time' | 'yes-no' | 'choice'
  | 'email' | 'phone' | 'link' | 'person' | 'rating' | 'reference';

export type Field = {
  /** camelCase key in stored records, e.g. `dueDate`. */
  name: string;
  label: string;
  type: FieldType;
  required: boolean;
  /** type `choice`: the options in order; `value` is what is stored. */
  options?: { value: string; label: string; color: string }[];
  /** type `reference`: the target entity's name. */
  to?: string;
  /** type `number`, `money`, `rating`. */
  min?: number;
  max?: number;
  /** ISO 4217 for `money`; a short unit such as `kg` for `number`. */
  unit?: string;
  defaultValue?: string | number | boolean;
};

export type View =
  | { kind: 'board'; by: string }
  | { kind: 'calendar'; by: string };

export type Chart = {
  title: string;
  kind: 'bar' | 'line' | 'donut';
  groupBy: string;
  /** Set when `groupBy` is a date: records fall into months, weeks, days or years. */
  bucket?: 'day' | 'week' | 'month' | 'year';
  measure: { kind: 'count' } | { kind: 'sum' | 'average'; field: string };
};

/** A record that meets all conditions is shown in `color` with `label`. */
export type Highlight = { label: string; color: string; when: Condition[] };

export type Condition =
  | { op: 'before-today' | 'after-today' | 'is-today' | 'is-set' | 'is-empty' | 'is-true' | 'is-false'; field: string }
  | { op: 'within-days' | 'older-than-days'; field: string; days: number }
  | { op: 'equals' | 'not-equals'; field: string; value: string | number | boolean }
  | { op: 'below' | 'at-most' | 'above' | 'at-least'; field: string; value: number }
  | { op: 'below-field' | 'at-most-field' | 'above-field' | 'at-least-field'; field: string; other: string };

export type SampleValue = string | number | boolean | { daysFromToday: number } | { sample: number };
export type Sample = Record<string, SampleValue>;
