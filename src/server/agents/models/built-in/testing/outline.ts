import type { Blueprint, Condition, Entity } from '../blueprint.ts';

/** A blueprint in a few readable lines, for tests: the title, then a line per kind of record with all it has. */
export function outlineOf(blueprint: Blueprint): string[] {
  return [`${blueprint.title} (${blueprint.color})`, ...blueprint.entities.map(lineOf)];
}

function lineOf(entity: Entity): string {
  const fields = entity.fields.map((field) => {
    const options = field.options ? `(${field.options.map((option) => option.label).join('/')})` : '';
    return `${field.name}:${field.type}${field.to ? `>${field.to}` : ''}${options}${field.unit ? ` ${field.unit}` : ''}${field.type === 'rating' ? ` ${field.max}` : ''}`;
  });
  const extras = [
    ...entity.views.map((view) => `${view.kind} by ${view.by}`),
    ...entity.charts.map((chart) => `${chart.kind} "${chart.title}"`),
    ...entity.highlights.map((highlight) => `${highlight.color} "${highlight.label}" when ${highlight.when.map(conditionOf).join(' and ')}`),
  ];
  return `${entity.name}: ${fields.join(', ')}${extras.length > 0 ? ` | ${extras.join('; ')}` : ''}`;
}

function conditionOf(condition: Condition): string {
  const { op, field, ...rest } = condition;
  return [field, op, ...Object.values(rest)].join(' ');
}
