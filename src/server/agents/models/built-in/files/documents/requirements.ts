import type { WriteRequirementsInput } from '../../../../tools/write-requirements.ts';
import type { Blueprint, Chart } from '../../blueprint.ts';
import { relatedOf } from '../drawer-file.ts';
import { filterFields } from '../filters-file.ts';
import { modelOf } from '../model.ts';
import type { AppModel, EntityModel } from '../model.ts';
import { conditionWords } from '../rules-file.ts';
import { capital, lower } from '../text.ts';
import { line, listed, one, typeInWords } from './words.ts';

type Story = WriteRequirementsInput['stories'][number] & {
  /** The files in which it is met, and the collections it needs. */
  files: string[]; collections: string[];
};

/** The requirements of an app: stories whose criteria a person can check on the screen. */
export function requirementsOf(blueprint: Blueprint, request: string): WriteRequirementsInput {
  const model = modelOf(blueprint);
  return {
    title: line(model.title),
    summary: summaryOf(model, request),
    stories: storiesByPart(model).map(({ story: { files: _files, collections: _collections, ...told } }) => told),
    assumptions: assumptionsOf(model).slice(0, 20),
  };
}

/** Which of the app's files meet which criterion, as `publish_version` takes it. */
export function tracesOf(blueprint: Blueprint, paths: ReadonlySet<string>): { criterion: string; files: string[]; collections: string[] }[] {
  return storiesByPart(modelOf(blueprint)).flatMap(({ story: { criteria, files, collections } }) =>
    criteria.map((criterion) => ({ criterion, files: files.filter((path) => paths.has(path)), collections })));
}

function summaryOf(model: AppModel, request: string): string {
  const kept = listed(model.entities.map((entity) => lower(entity.plural)));
  const asked = request.trim() === '' ? '' : ` The request was: “${request.replace(/\s+/g, ' ').trim().slice(0, 400)}”.`;
  return `${model.description === '' ? '' : `${model.description.slice(0, 600)} `}${model.title.slice(0, 200)} keeps ${kept || 'records'} in one place for everybody in the project.${asked}`.slice(0, 1990);
}

/** A story with what of the app it is about; the general ones belong to no entity. */
export type Part = { story: Story; entity: EntityModel | null; part: 'records' | 'highlight' | 'board' | 'calendar' | 'chart' | 'related'; name: string };

/** All stories of an app in the order of the document. */
export function storiesByPart(model: AppModel): Part[] {
  const own = model.entities.flatMap((entity) => storiesOf(model, entity));
  // Rules, boards and charts of many entities could be more than a document takes; the general ones stay.
  return [...own.slice(0, 28), ...general(model).map((told): Part => ({ story: told, entity: null, part: 'records', name: '' }))];
}

function storiesOf(model: AppModel, entity: EntityModel): Part[] {
  const of = (part: Part['part'], told: Told, screens: string[], o: { name?: string; others?: string[] } = {}): Part => ({
    story: met(told, entity, screens, o.others), entity, part, name: o.name ?? '',
  });
  return [
    of('records', recordStory(model, entity), ['form.tsx', 'values.ts', 'remove.ts'], { others: [`data/${entity.name}.ts`] }),
    of('records', findStory(entity), ['page.tsx', 'filters.tsx', 'table.tsx']),
    ...ruleStories(entity).map((told, n) => of('highlight', told, ['page.tsx', 'table.tsx'], { name: entity.highlights[n]!.label, others: [`rules/${entity.name}.ts`] })),
    ...entity.views.map((view) => of(view.kind, viewStory(entity, view), [`${view.kind}.tsx`])),
    ...entity.charts.map((chart) => of('chart', chartStory(entity, chart), ['charts.tsx'], { name: chart.title })),
    ...relatedStories(model, entity).map((told) => of('related', told, ['drawer.tsx', 'related.tsx'])),
  ];
}

type Told = Omit<Story, 'files' | 'collections'>;

function story(goal: string, benefit: string, criteria: string[], role = 'team member'): Told {
  return { role, goal: line(goal), benefit: line(benefit), criteria: criteria.slice(0, 12).map(line) };
}

/** A story with the files of an entity's screens that meet it, and its data. */
function met(told: Told, entity: EntityModel, screens: string[], others: string[] = []): Story {
  return { ...told, files: [...screens.map((file) => `features/${entity.name}/${file}`), ...others], collections: [entity.name] };
}

function recordStory(model: AppModel, entity: EntityModel): Told {
  const label = lower(entity.singular);
  const required = entity.fields.filter((field) => field.required && field.type !== 'yes-no');
  const checked = entity.fields.flatMap((field) => {
    switch (field.type) {
      case 'email': return [`${field.label} takes only an e-mail address.`];
      case 'link': return [`${field.label} takes only a link that starts with http:// or https://, and opens in a new tab.`];
      case 'phone': return [`${field.label} takes only a phone number.`];
      case 'rating': return [`${field.label} is given in stars, 1 to ${field.max}.`];
      case 'choice': return [`${field.label} offers ${listed(field.options!.map((option) => option.label))}.`];
      case 'number': case 'money': return field.min !== undefined || field.max !== undefined ? [`${field.label}: ${typeInWords(model, field)}; other values are refused with a message.`] : [];
      case 'reference': return [`${field.label} is picked by name from a list one can search.`];
      default: return [];
    }
  });
  return story(`add, change and delete ${lower(entity.plural)}`, 'everybody works with the same, current list', [
    `“Add ${label}” opens a form with ${listed(entity.fields.map((field) => field.label))}.`,
    ...(required.length > 0 ? [`Saving without ${listed(required.map((field) => field.label))} shows a message at the field, and nothing is stored.`] : []),
    ...checked.slice(0, 7),
    `A saved ${label} is in the list at once, and still there after a reload.`,
    `A changed ${label} shows what was changed at once.`,
    `A deleted ${label} can be brought back with “Undo”.`,
  ]);
}

function findStory(entity: EntityModel): Told {
  const filters = filterFields(entity);
  const sort = entity.fields.find((field) => field.name === entity.sort.field) ?? entity.title;
  return story(`find ${one(entity.singular)} quickly`, 'nobody scrolls through the whole list', [
    `Typing in the search box leaves only the ${lower(entity.plural)} that contain all the words.`,
    `The list starts sorted by ${lower(sort.label)}, ${entity.sort.direction === 'asc' ? 'ascending' : 'descending'}; a click on a column header sorts by it.`,
    ...(filters.length > 0 ? [`The list can be narrowed by ${listed(filters.map((field) => lower(field.label)))}.`] : []),
  ]);
}

function ruleStories(entity: EntityModel): Told[] {
  return entity.highlights.map((rule) => {
    const when = rule.when.map((condition) => conditionWords(entity, condition)).join(' and ');
    return story(`see at a glance which ${lower(entity.plural)} are ${lower(rule.label)}`, 'nothing is overlooked', [
      `${capital(one(entity.singular))} is shown in ${rule.color} with the badge “${rule.label}” when its ${when}.`,
      `${capital(one(entity.singular))} for which this is not so carries no such badge.`,
      `The heading counts the ${lower(entity.plural)} that are ${lower(rule.label)}.`,
    ]);
  });
}

function viewStory(entity: EntityModel, view: EntityModel['views'][number]): Told {
  const field = entity.fields.find((candidate) => candidate.name === view.by)!;
  if (view.kind === 'calendar') {
    return story(`see the ${lower(entity.plural)} on a calendar`, 'it is plain what happens when', [
      `The calendar shows a month, with each record on its ${lower(field.label)}.`,
      'One can go to the months before and after, and back to today.',
      'A click on an entry opens it; the plus of a day adds a record on that day.',
    ]);
  }
  return story(`see the ${lower(entity.plural)} as a board by ${lower(field.label)}`, 'the state of the work is visible at once', [
    `The board has the columns ${listed(field.options!.map((option) => option.label))}, each with its count.`,
    `Dragging a card to another column changes its ${lower(field.label)}, for everybody.`,
    'A card can also be moved without a mouse, with its “Move to…” menu.',
  ]);
}

function chartStory(entity: EntityModel, chart: Chart): Told {
  return story(`see the chart “${chart.title}”`, 'one can tell how things develop', [
    `${capital(chart.kind === 'donut' ? 'a donut' : `a ${chart.kind}`)} chart shows ${measureWords(entity, chart)}.`,
    'The figures are computed from the stored records and follow every change.',
  ]);
}

/** "the sum of amount per month of date". */
export function measureWords(entity: EntityModel, chart: Chart): string {
  const label = (name: string) => lower(entity.fields.find((field) => field.name === name)!.label);
  const measure = chart.measure.kind === 'count' ? `the number of ${lower(entity.plural)}` : `the ${chart.measure.kind} of ${label(chart.measure.field)}`;
  return `${measure} per ${chart.bucket ? `${chart.bucket} of ${label(chart.groupBy)}` : label(chart.groupBy)}`;
}

function relatedStories(model: AppModel, entity: EntityModel): Told[] {
  return relatedOf(model, entity).map(({ entity: other }) => story(`see the ${lower(other.plural)} of ${one(entity.singular)}`, 'what belongs together is found together', [
    `An open ${lower(entity.singular)} lists its ${lower(other.plural)}.`,
    `${capital(one(other.singular))} can be added from there, already linked to the ${lower(entity.singular)}.`,
  ]));
}

function general(model: AppModel): Story[] {
  const collections = model.entities.map(({ name }) => name);
  const ofEach = (file: string) => collections.map((name) => `features/${name}/${file}`);
  return [
    { ...story('take the data out and bring data in', 'the app fits in with spreadsheets', [
      'Every list can be exported as a CSV file with the labels as its first line.',
      'Such a file can be imported; lines with a mistake are left out and named.',
    ]), files: [...ofEach('csv.ts'), 'ui/csv.ts', 'ui/csv-menu.tsx'], collections },
    { ...story(`look at ${listed(model.entities.map((entity) => lower(entity.plural))) || 'the records'} without changing anything`, 'people can be informed without risk', [
      'Members who may only view see the records and no buttons to add, change, move or delete.',
      'The app works on a phone, with the keyboard alone, and in light and dark.',
    ], 'viewer'), files: ['app.tsx', 'theme.ts', ...ofEach('page.tsx'), ...ofEach('cards.tsx')], collections },
  ];
}

function assumptionsOf(model: AppModel): string[] {
  const fields = model.entities.flatMap((entity) => entity.fields.map((field) => ({ entity, field })));
  const currencies = [...new Set(fields.filter(({ field }) => field.type === 'money').map(({ field }) => field.unit!))];
  return [
    'All members of the project share the records; who may change them follows from their role in the project.',
    ...model.entities.map((entity) => `${capital(one(entity.singular))} is named by its ${lower(entity.title.label)}.`),
    ...(currencies.length > 0 ? [`Amounts are in ${listed(currencies)}.`] : []),
    ...fields.filter(({ field }) => field.type === 'choice' && field.defaultValue !== undefined)
      .map(({ entity, field }) => `A new ${lower(entity.singular)} starts with ${lower(field.label)} “${field.options!.find((option) => option.value === field.defaultValue)!.label}”.`),
  ].map(line);
}
