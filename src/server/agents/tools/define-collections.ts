import { z } from 'zod';
import { collectionName } from '#contract/app-data.ts';
import { checkCollections } from '../check-collections.ts';
import { collectionsNow } from '../runs/state.ts';
import { defineTool } from '../tool.ts';

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

/** Defines the data of the app; it is stored together with the version that uses it. */
export const defineCollections = defineTool<DefineCollectionsInput, DefineCollectionsOutput>({
  name: 'define_collections',
  description: 'Define the collections in which the app keeps its records: all that are new or changed, each with its whole JSON Schema and a few samples. Collections you leave out stay as they are. Never drop a field that has records: old records keep it.',
  input: defineCollectionsInput,
  title: ({ collections }) => `Define the data: ${collections.map((c) => c.title).join(', ')}`,
  execute: async ({ collections }, { state }) => {
    const others = collectionsNow(state).filter((c) => !collections.some((given) => given.name === c.name));
    const problems = checkCollections(collections, others.map((c) => c.name));
    return problems.length > 0 ? { ok: false, problems } : { ok: true, collections: collections.map((c) => c.name) };
  },
  apply: (state, { collections }, output) => {
    if (!output.ok) return;
    const kept = (state.collections ?? []).filter((c) => !collections.some((given) => given.name === c.name));
    state.collections = [...kept, ...collections];
  },
  report: (output) => (output.ok ? { ok: true, summary: output.collections.join(', ') } : { ok: false, summary: output.problems[0] ?? 'Not valid.' }),
});
