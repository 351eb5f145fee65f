import type { Entity } from '../blueprint.ts';
import { findEntityIn, findField } from './find-field.ts';

/** "sort by due date", "newest first", "order deals by value descending". */
export function sortBy(entities: Entity[], text: string, about: Entity | null): Entity | null {
  const lower = text.toLowerCase();
  const by = /\b(?:sort(?:ed)?|order(?:ed)?)\b.*?\bby\s+(?:the |their )?(.+)$/.exec(lower)?.[1] ?? /\b(?:highest|lowest|largest|smallest|biggest)\s+(.+?)\s+(?:first|on top|at the top)/.exec(lower)?.[1] ?? null;
  const named = findEntityIn(entities, lower.replace(by ?? '', ''));
  const candidates = [...new Set([named, about, ...entities].filter((entity): entity is Entity => entity !== null))];
  const falling = /\b(?:desc(?:ending)?|highest|largest|biggest|newest|latest|most recent|reverse|z to a|recent)\b/.test(lower);
  for (const entity of candidates) {
    const phrase = by?.replace(/\b(?:asc|desc)(?:ending)?\b|\b(?:newest|latest|oldest|highest|lowest|largest) (?:first|to \w+)\b|[,(]|first$/g, '').trim();
    const dates = entity.fields.filter((field) => field.type === 'date');
    const field = phrase ? findField(entity.fields, phrase, undefined, 40) : /newest|oldest|latest|recent|earliest/.test(lower) ? dates[0] ?? null : null;
    if (!field) continue;
    entity.sort = { field: field.name, direction: falling ? 'desc' : 'asc' };
    return entity;
  }
  return null;
}
