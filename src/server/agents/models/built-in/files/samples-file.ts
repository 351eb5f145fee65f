import type { Field, Sample, SampleValue } from '../blueprint.ts';
import { brackets, code, imports, lines } from './code.ts';
import type { AppModel, EntityModel } from './model.ts';
import { capital, quote } from './text.ts';

/** Entities in an order in which each comes after those it refers to, as far as there is one. */
export function inOrder(model: AppModel): EntityModel[] {
  const ordered: EntityModel[] = [];
  const visit = (entity: EntityModel, path: EntityModel[]) => {
    if (ordered.includes(entity) || path.includes(entity)) return;
    for (const field of entity.fields) {
      const target = model.entities.find((other) => other.name === field.to);
      if (target) visit(target, [...path, entity]);
    }
    ordered.push(entity);
  };
  for (const entity of model.entities) visit(entity, []);
  return ordered;
}

/** Samples that can be stored: every required field is there, and references are to samples stored before. */
export function usableSamples(model: AppModel): Map<EntityModel, Sample[]> {
  const usable = new Map<EntityModel, Sample[]>();
  for (const entity of inOrder(model)) {
    const samples = entity.samples.map((sample) => Object.fromEntries(Object.entries(sample).filter(([name, value]) => {
      const field = entity.fields.find((one) => one.name === name)!;
      if (typeof value !== 'object' || !('sample' in value)) return true;
      const target = model.entities.find((other) => other.name === field.to);
      return target !== undefined && target !== entity && value.sample >= 0 && value.sample < (usable.get(target)?.length ?? 0);
    })));
    const complete = (sample: Sample) => entity.fields.every((field) => !field.required || field.type === 'yes-no' || sample[field.name] !== undefined);
    // All or none: a left-out sample would shift the indexes others refer to.
    usable.set(entity, samples.every(complete) ? samples : []);
  }
  return usable;
}

export function hasExamples(model: AppModel): boolean {
  return [...usableSamples(model).values()].some((samples) => samples.length > 0);
}

/** `samples.ts`: example records, dated around today. */
export function samplesFile(model: AppModel): string {
  const usable = [...usableSamples(model)].filter(([, samples]) => samples.length > 0);
  const referred = new Set(usable.flatMap(([entity, samples]) => samples.flatMap((sample) => Object.keys(sample)
    .map((name) => entity.fields.find((field) => field.name === name)!).filter((field) => field.type === 'reference').map((field) => field.to))));
  const blocks = usable.map(([entity, samples]) => {
    const items = samples.map((sample) => lines('{', entity.fields.flatMap((field) => {
      const value = sample[field.name];
      return value === undefined ? [] : [`${field.name}: ${literal(model, field, value)}`];
    }), '}'));
    const lead = referred.has(entity.name) ? `const ${idName(entity)} = ` : '';
    return code`
      ${lead}await addAll(${entity.names.list}, [
        ${items.map((item) => (indent: number) => `${typeof item === 'function' ? item(indent) : ''},`)}
      ]);
    `;
  });
  const body = blocks.join('\n');
  const sources = Object.fromEntries(model.entities.map((entity) => [`./data/${entity.name}`, [entity.names.list]]));
  return code`
    ${imports({
      '@ninefold/app': [body.includes('daysFromToday(') && 'daysFromToday', 'type Collection'],
      ...sources,
      './ui/feedback': ['showDone', 'showError'],
    })}

    /** True while the app holds no record at all: only then are examples offered. */
    export function useIsAppEmpty(): boolean {
      const lists = ${brackets(model.entities.map((entity) => `${entity.names.list}.useList()`), '', 15)};
      return lists.every((list) => !list.loading && list.items.length === 0);
    }

    /** Fills the app with example records; delete them whenever you like. */
    export async function addExamples() {
      try {
        ${blocks}
        showDone('Example records were added.');
      } catch (error) {
        showError('The examples could not be added', error);
      }
    }

    /** Adds one after the other and gives the ids in the same order. */
    async function addAll<T>(collection: Collection<T>, examples: T[]): Promise<(index: number) => string> {
      const ids: string[] = [];
      for (const example of examples) ids.push((await collection.add(example)).id);
      return (index) => ids[index] ?? '';
    }
  ` + '\n';
}

function idName(entity: EntityModel): string {
  return `idOf${capital(entity.names.one)}`;
}

function literal(model: AppModel, field: Field, value: SampleValue): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return String(value);
  if ('daysFromToday' in value) return `daysFromToday(${Math.trunc(value.daysFromToday)})`;
  return `${idName(model.entities.find((entity) => entity.name === field.to)!)}(${value.sample})`;
}
