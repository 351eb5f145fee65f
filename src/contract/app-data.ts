import { z } from 'zod';
import { id, time } from './json.ts';

/** Collection names: lower-case, plural, kebab-case, e.g. `loans`. */
export const collectionName = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/);

/** Most bytes one record's data may take as JSON. */
export const maxRecordBytes = 64 * 1024;

export const record = z.object({
  id,
  collection: collectionName,
  data: z.record(z.string(), z.unknown()),
  createdAt: time,
  createdBy: id.nullable(),
  updatedAt: time,
  /** Grows by one with each change of the record; send it back to detect a change in between. */
  revision: z.number().int().min(1),
});
export type AppRecord = z.infer<typeof record>;

export const createRecord = z.object({ data: z.record(z.string(), z.unknown()) });
/** `data` holds the changed fields only; null removes a value. */
export const updateRecord = z.object({ data: z.record(z.string(), z.unknown()), revision: z.number().int().min(1).optional() });

/**
 * A collection of an app. `schema` is a JSON Schema (2020-12) of type object.
 * A property that points to a record of another collection carries
 * `x-collection: <name>`; the label shown for a record is the property `x-label`.
 */
export const collection = z.object({
  name: collectionName,
  title: z.string(),
  schema: z.record(z.string(), z.unknown()),
  recordCount: z.number().int(),
});
export type Collection = z.infer<typeof collection>;
