import type { Blueprint, Entity, Field } from '../blueprint.ts';
import { findEntityIn, findField, fitOf } from '../language/find-field.ts';
import { singular, wordsOf } from '../language/words.ts';

export type Target = { entity: Entity; field: Field };

const tails = /\s+(?:fields?|columns?|attributes?|property|dropdown|options?|values?|choices?|inputs?|label|checkbox)$/i;

export function bareName(phrase: string): string {
  return phrase.trim().replace(/^["'“]|["'”]$/g, '').replace(/^(?:the|a|an|our|my|its|their|each|all|every)\s+/i, '').replace(/^(?:fields?|columns?|attribute)\s+(?:called\s+|named\s+)?/i, '').replace(tails, '').replace(/^["'“]|["'”]$/g, '').trim();
}

/** The field a phrase names: "due date", "the loan's due date", "priority of tasks"; the entity last spoken of wins. */
export function findTarget(blueprint: Blueprint, phrase: string, about: Entity | null, least = 55): Target | null {
  const bare = bareName(phrase);
  const of = /^(.+?)\s+(?:of|in|on|from|for|to)\s+(?:the |each |every |all |an? )?(.+)$/i.exec(bare);
  const owner = of ? exactEntity(blueprint.entities, of[2]!) : null;
  const whose = /^(\w+)'s\s+(.+)$/.exec(bare);
  const possessor = whose ? exactEntity(blueprint.entities, whose[1]!) : null;
  const name = owner ? bareName(of![1]!) : possessor ? whose![2]! : bare;
  const order = owner ? [owner] : possessor ? [possessor] : [...new Set([about, ...blueprint.entities].filter((entity): entity is Entity => entity !== null))];
  let best: Target | null = null;
  let bestFit = least - 1;
  for (const entity of order) {
    const field = findField(entity.fields, name, undefined, least);
    const fit = field ? fitOf(name, field) : 0;
    if (field && fit > bestFit) {
      best = { entity, field };
      bestFit = fit;
    }
  }
  return best;
}

export function exactEntity(entities: Entity[], phrase: string): Entity | null {
  const bare = wordsOf(singular(bareName(phrase).replace(/\s+(?:table|list|collection|entity|tab|page|section|records?|screen)$/i, ''))).join(' ');
  return entities.find((entity) => wordsOf(entity.singular).join(' ') === bare || entity.name === bare.replaceAll(' ', '-') || wordsOf(singular(entity.name.replaceAll('-', ' '))).join(' ') === bare)
    ?? entities.find((entity) => wordsOf(singular(entity.singular)).at(-1) === bare) ?? null;
}

/** The entity an addition goes to: the one named, the one last spoken of, else the main one. */
export function ownerOf(blueprint: Blueprint, clause: string, about: Entity | null): Entity {
  // "add a priority field" to a CRM means the deals: what moves through states is what people work on.
  const worked = blueprint.entities.find((entity) => entity.views.some((view) => view.kind === 'board'));
  return findEntityIn(blueprint.entities, clause) ?? about ?? worked ?? blueprint.entities[0]!;
}
