import type { Blueprint, Entity } from '../blueprint.ts';
import { listOf } from './task.ts';

/** "loans (item, borrower, due date, returned)" */
export function describeEntity(entity: Entity): string {
  const labels = entity.fields.map((field) => field.label.toLowerCase());
  const shown = labels.length > 7 ? [...labels.slice(0, 6), `${labels.length - 6} more`] : labels;
  return `${entity.plural.toLowerCase()} (${shown.join(', ')})`;
}

export function contentsOf(blueprint: Blueprint): string {
  return listOf(blueprint.entities.map((entity) => entity.plural.toLowerCase()));
}

/** What an app has beside its lists, as a person would say it. */
export function extrasOf(blueprint: Blueprint): string[] {
  return blueprint.entities.flatMap((entity) => {
    const label = (name: string): string => entity.fields.find((field) => field.name === name)?.label.toLowerCase() ?? name;
    const things = entity.plural.toLowerCase();
    return [
      ...entity.views.map((view) => `${view.kind === 'board' ? 'a board' : 'a calendar'} of ${things} by ${label(view.by)}`),
      ...entity.charts.map((chart) => `a chart of ${chart.title.charAt(0).toLowerCase()}${chart.title.slice(1)}`),
      ...entity.highlights.map((highlight) => `${things} marked “${highlight.label}” in ${highlight.color}`),
    ];
  });
}
