import { z } from 'zod';
import { collectionName } from '#contract/app-data.ts';

export const defineCollectionsInput = z.object({
  collections: z.array(z.object({
    name: collectionName.describe('Lower-case plural, e.g. "loans". Keep the name of a collection that has records.'),
    title: z.string().trim().min(1).max(120),
    schema: z.record(z.string(), z.unknown()).describe('JSON Schema 2020-12 of type object. A link to another collection is a string of format uuid with "x-collection"; "x-label" names the property that labels a record.'),
    samples: z.array(z.record(z.string(), z.unknown())).max(50).describe('Example records. Dates may be "today+3" or "today-10", links "#0" (index of the sample in the linked collection).'),
  })).min(1).max(30),
});
export type DefineCollectionsInput = z.infer<typeof defineCollectionsInput>;
export type DefineCollectionsOutput = { ok: true; collections: string[] } | { ok: false; problems: string[] };
