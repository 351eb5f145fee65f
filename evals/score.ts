import { exerciseBundle, renderBundle } from '#server/artifacts/index.ts';
import type { Check, Task, WantedField, WantedList } from './task.ts';

type Schema = { properties?: Record<string, Property | undefined>; required?: string[] };
type Property = { title?: string; type?: string; format?: string; enum?: unknown[]; 'x-collection'?: string; minimum?: number };
export type Collection = { name: string; title: string; schema: Record<string, unknown>; samples: Record<string, unknown>[] };
export type App = { files: { path: string; content: string }[]; mainFile: string | undefined; collections: Collection[] };

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** What a task's app is and does: its data, whether it opens and works as any app must, and the task's own exercises. */
export async function score(task: Task, app: App | null): Promise<Check[]> {
  if (!app) return [{ text: 'There is an app.', ok: false }];
  const found = task.lists.map((wanted) => ({ wanted, collection: collectionOf(app, wanted) }));
  const data = found.flatMap(({ wanted, collection }) => dataChecks(wanted, collection));
  const collections = app.collections.map((collection) => seeded(collection, found.find((one) => one.collection === collection)?.wanted));
  const o = { ...(app.mainFile ? { mainFile: app.mainFile } : {}), collections };
  const opened = await renderBundle(app.files, o);
  const used = await exerciseBundle(app.files, { ...o, exercises: task.exercises });
  return [
    { text: 'There is an app.', ok: true }, ...data,
    { text: 'It opens without errors.', ok: opened.errors.length === 0, ...evidence(opened.errors[0]) },
    ...opened.checks.map(({ text, ok }) => ({ text, ok })),
    ...used.criteria.map(({ criterion, outcome, evidence: seen }) => ({ text: criterion, ok: outcome === 'met', ...evidence(outcome === 'met' ? undefined : seen) })),
  ];
}

function evidence(text: string | undefined): { evidence?: string } {
  return text ? { evidence: text.slice(0, 300) } : {};
}

function collectionOf(app: App, { name }: WantedList): Collection | undefined {
  return app.collections.find((one) => plain(one.name).includes(plain(name)) || plain(one.title).includes(plain(name)));
}

function dataChecks(wanted: WantedList, collection: Collection | undefined): Check[] {
  if (!collection) return [{ text: `It keeps ${wanted.name}s.`, ok: false }];
  return wanted.fields.map((field) => {
    const key = keyOf(collection, field.name);
    const ok = key !== undefined && fits(propertyOf(collection, key), field);
    return { text: `${wanted.name}: ${field.name.split('|')[0]}${field.kind ? ` (${field.kind})` : ''}`, ok };
  });
}

function propertyOf({ schema }: Collection, key: string): Property {
  return (schema as Schema).properties?.[key] ?? {};
}

/** The stored field that these words mean: `due` finds `dueDate`, of `title|name` either will do. */
function keyOf(collection: Collection, words: string): string | undefined {
  const names = Object.keys((collection.schema as Schema).properties ?? {});
  const texts = (key: string) => [plain(key), plain(propertyOf(collection, key).title ?? '')];
  const wanted = words.split('|').map(plain);
  return names.find((key) => wanted.some((word) => texts(key).includes(word))) ?? names.find((key) => wanted.some((word) => texts(key).some((text) => text.includes(word))));
}

function fits(property: Property, { kind, options }: WantedField): boolean {
  const choices = property.enum?.map((value) => plain(String(value))) ?? [];
  if (options && !options.every((option) => choices.some((choice) => choice === plain(option)))) return false;
  switch (kind) {
    case 'number': return property.type === 'number' || property.type === 'integer';
    case 'date': return property.format === 'date' || property.format === 'date-time';
    case 'boolean': return property.type === 'boolean';
    case 'choice': return choices.length > 0;
    case 'link': return property['x-collection'] !== undefined;
    default: return true;
  }
}

/** The collection with the task's records in place of its own examples, as far as its schema takes them. */
function seeded(collection: Collection, wanted: WantedList | undefined): Collection {
  const { required = [], properties = {} } = collection.schema as Schema;
  const records = (wanted?.records ?? []).map((record) => {
    const given = Object.entries(record).flatMap(([words, value]) => {
      const key = keyOf(collection, words);
      if (!key) return [];
      const choice = propertyOf(collection, key).enum?.find((one) => plain(String(one)) === plain(String(value)));
      return [[key, choice ?? value] as const];
    });
    const rest = required.filter((key) => !given.some(([known]) => known === key)).map((key) => [key, anyValue(properties[key] ?? {})] as const);
    return Object.fromEntries([...given, ...rest]);
  });
  return { ...collection, samples: records };
}

function anyValue(property: Property): unknown {
  if (property.enum) return property.enum[0];
  if (property.type === 'boolean') return false;
  if (property.type === 'number' || property.type === 'integer') return property.minimum ?? 1;
  if (property.format === 'date') return 'today';
  if (property.format === 'email') return 'eval@example.com';
  return property['x-collection'] ? '#0' : '09:30';
}
