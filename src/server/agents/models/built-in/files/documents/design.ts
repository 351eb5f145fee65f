import type { WriteUiDesignInput } from '../../../../tools/write-ui-design.ts';
import type { Blueprint } from '../../blueprint.ts';
import { hasOverview } from '../app-file.ts';
import { modelOf } from '../model.ts';
import type { AppModel, EntityModel } from '../model.ts';
import { capital, lower } from '../text.ts';
import { hexOf } from './palette.ts';
import { measureWords } from './requirements.ts';
import { line, listed } from './words.ts';

/** How an app looks: its colours, what stands where, and the states one can meet. */
export function designOf(blueprint: Blueprint): WriteUiDesignInput {
  const model = modelOf(blueprint);
  return {
    title: line(model.title),
    summary: line(`A calm page with one accent, ${model.color}: it marks what one can do next, and nothing else. Colours of badges and rules carry meaning and always come with a label. Light and dark follow the studio.`),
    palette: paletteOf(model),
    framework: 'Mantine 9',
    layout: layoutOf(model).slice(0, 30).map(line),
    components: componentsOf(model).slice(0, 40).map(({ name, purpose }) => ({ name: line(name), purpose: line(purpose) })),
    states: statesOf(model).map(({ name, description }) => ({ name: line(name), description: line(description) })),
  };
}

function paletteOf(model: AppModel): WriteUiDesignInput['palette'] {
  const used = new Map([[model.color, 'Accent: main buttons, active tab, charts']]);
  const add = (color: string, what: string) => used.set(color, used.has(color) ? `${used.get(color)}; ${what}` : what);
  for (const entity of model.entities) {
    for (const rule of entity.highlights) add(rule.color, `rule “${rule.label}”`);
    for (const field of entity.fields) for (const option of field.options ?? []) add(option.color, `${lower(field.label)} “${option.label}”`);
  }
  const named = [...used].map(([color, what]) => ({ name: line(`${capital(color)}: ${what}`), value: hexOf(color) }));
  return [...named.slice(0, 16), { name: 'Text', value: '#000000' }, { name: 'Quiet text', value: '#868e96' }, { name: 'Background', value: '#ffffff' }, { name: 'Background in dark', value: '#242424' }];
}

function layoutOf(model: AppModel): string[] {
  return [
    `Top: the title “${model.title}”${model.description === '' ? '' : ' with a line on what the app is for'}.`,
    ...(model.entities.length > 1 ? [`Below it tabs: ${listed([...(hasOverview(model) ? ['Overview'] : []), ...model.entities.map((entity) => capital(entity.plural))])}.`] : []),
    ...(hasOverview(model) ? ['Overview: a figure for each kind of record, then the charts.'] : []),
    ...model.entities.map((entity) => pageLine(entity, !hasOverview(model))),
    'A record opens in a drawer at the right, so that the list stays in sight.',
    'Up to 48 em of width (phones) tables become cards, filters wrap, and drawers fill the screen.',
  ];
}

function pageLine(entity: EntityModel, withCharts: boolean): string {
  const views = ['a table', ...entity.views.map((view) => `a ${view.kind}`)];
  const charts = withCharts && entity.charts.length > 0 ? `charts (${listed(entity.charts.map((chart) => chart.title))}), ` : '';
  return `${capital(entity.plural)}: heading with counts and “Add ${lower(entity.singular)}”, ${charts}search and filters, then ${listed(views)}.`;
}

function componentsOf(model: AppModel): WriteUiDesignInput['components'] {
  return model.entities.flatMap((entity) => {
    const name = capital(entity.plural);
    return [
      { name: `${name} table`, purpose: `All ${lower(entity.plural)}, sorted by any column; a click on a row opens it.` },
      { name: `${capital(entity.singular)} form`, purpose: `Adds and changes ${lower(entity.plural)}; messages stand at the field they are about.` },
      ...entity.views.map((view) => (view.kind === 'board'
        ? { name: `${name} board`, purpose: `Columns for each ${lower(labelOf(entity, view.by))}; cards are dragged, or moved by menu.` }
        : { name: `${name} calendar`, purpose: `A month of ${lower(entity.plural)} by ${lower(labelOf(entity, view.by))}.` })),
      ...entity.charts.map((chart) => ({ name: chart.title, purpose: `${capital(chart.kind)} chart of ${measureWords(entity, chart)}.` })),
      ...entity.highlights.map((rule) => ({ name: `Badge “${rule.label}”`, purpose: `Marks ${lower(entity.plural)} in ${rule.color}, with a tint of the row or card.` })),
    ];
  }).concat(model.entities.length === 0 ? [{ name: 'Title', purpose: 'Says what the app is.' }] : []);
}

function labelOf(entity: EntityModel, name: string): string {
  return entity.fields.find((field) => field.name === name)!.label;
}

function statesOf(model: AppModel): WriteUiDesignInput['states'] {
  const first = model.entities[0];
  return [
    { name: 'Empty', description: first ? `“No ${lower(first.plural)} yet” with “Add ${lower(first.singular)}” and, while the whole app is empty, “Add example records”.` : 'The title alone.' },
    { name: 'Loading', description: 'Grey bars where the list will be.' },
    { name: 'Nothing found', description: 'Says that search and filters leave nothing over, and offers to clear them.' },
    { name: 'Error', description: 'A red notice with the cause and “Try again”; what was typed in a form stays.' },
    { name: 'Deleted', description: 'A notice with “Undo” for eight seconds.' },
    { name: 'View only', description: 'No buttons that write; records open to read.' },
  ];
}
