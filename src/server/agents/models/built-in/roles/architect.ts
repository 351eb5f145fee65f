import type { Turn } from '../answer-stream.ts';
import type { Blueprint } from '../blueprint.ts';
import { architectureOf, samplesOf, schemaOf } from '../files/index.ts';
import { countOf, resultOf } from './task.ts';
import type { Task } from './task.ts';
import { nothingToDo, unsaved } from './outcome.ts';

export function architect(task: Task): Turn {
  const { next } = task;
  if (!next) return nothingToDo;
  const written = resultOf<{ saved: boolean; reason?: string }>(task, 'write_architecture');
  const defined = resultOf<{ ok: boolean; collections?: string[]; problems?: string[] }>(task, 'define_collections');
  const calls = [
    ...(written ? [] : [{ tool: 'write_architecture', input: architectureOf(next) }]),
    ...(defined ? [] : [{ tool: 'define_collections', input: { collections: collectionsOf(next) } }]),
  ].filter((call) => task.tools.has(call.tool));
  if (calls.length > 0) return { calls };
  if (defined && (!defined.ok || defined.output?.ok === false)) return { text: `The data could not be defined: ${defined.output?.problems?.slice(0, 3).join(' ') ?? defined.text}` };
  const fields = next.entities.reduce((sum, entity) => sum + entity.fields.length, 0);
  const links = next.entities.reduce((sum, entity) => sum + entity.fields.filter((field) => field.to).length, 0);
  return { text: `${countOf(next.entities.length, 'collection')}: ${next.entities.map((entity) => entity.name).join(', ')}; ${countOf(fields, 'field')}${links ? `, ${countOf(links, 'link')}` : ''}${written ? unsaved(written) : ''}.` };
}

export function collectionsOf(blueprint: Blueprint): { name: string; title: string; schema: Record<string, unknown>; samples: Record<string, unknown>[] }[] {
  return blueprint.entities.map((entity) => ({ name: entity.name, title: entity.plural, schema: schemaOf(entity, blueprint), samples: samplesOf(entity, blueprint) }));
}
