import type { Blueprint, Entity, Sample } from '../blueprint.ts';

export function samplesFor(_entity: Entity, _blueprint: Blueprint): Sample[] {
  return [];
}
