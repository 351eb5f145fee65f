/**
 * `@ninefold/app`: what an app built in the studio may use beside React,
 * Mantine and the other curated packages. Types of the public API; every
 * call acts with the rights of the person who looks at the app.
 */

/** A record as stored: the app's own fields plus what the studio keeps about it. Times are ISO 8601 UTC. */
export type Saved<T> = T & {
  id: string;
  createdAt: string;
  createdBy: string | null;
  updatedAt: string;
  revision: number;
};

export type User = { id: string; displayName: string };

/** Puts back what was removed. */
export type Undo = () => Promise<void>;

export type List<T> = {
  /** Oldest first. Changes of others show up by themselves. */
  items: Saved<T>[];
  /** True until the first page of records is there. */
  loading: boolean;
  /** Set when the records could not be read; `items` then holds what was read before. */
  error: AppError | null;
  /** False for people who may only look: hide add, edit and remove. */
  canWrite: boolean;
  /** True when there are more records than an app loads (10,000): say so on the screen. */
  truncated: boolean;
  /** Reads the records again, e.g. from a "Try again" button. */
  reload: () => void;
};

export type Collection<T> = {
  /** The records, live. A hook: call it in a component. */
  useList: () => List<T>;
  /** Stores a new record. Throws an `AppError`; its `fields` say what is wrong with which field. */
  add: (record: T) => Promise<Saved<T>>;
  /** Stores many, e.g. from a CSV file; goes on when one fails. `index` is the place in `records`. */
  addAll: (records: T[]) => Promise<{ added: number; failed: { index: number; error: AppError }[] }>;
  /** Changes the given fields only; shown at once and rolled back when refused. null removes a value. */
  update: (id: string, changes: { [K in keyof T]?: T[K] | null }) => Promise<Saved<T>>;
  /** Removes a record, at once on the screen; gives back the function that undoes it. */
  remove: (id: string) => Promise<Undo>;
};

/** Why a call failed, in words a person can read. */
export class AppError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  /** Field name → what is wrong with it; empty when no single field is at fault. */
  readonly fields: Record<string, string>;

  constructor(error: { code: string; detail: string; hint?: string | undefined; fields?: Record<string, string> | undefined }) {
    super(error.detail);
    this.name = 'AppError';
    this.code = error.code;
    this.hint = error.hint;
    this.fields = error.fields ?? {};
  }
}
