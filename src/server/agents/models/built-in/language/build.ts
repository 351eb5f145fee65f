import type { Blueprint, Entity } from '../blueprint.ts';
import { samplesFor } from '../samples/samples.ts';
import { addChart } from './charts.ts';
import { colorForTopic } from './colors.ts';
import { completeEntities } from './complete.ts';
import type { Draft, DraftEntity } from './draft.ts';
import { readField } from './fields.ts';
import { addHighlight } from './highlights.ts';
import { splitList } from './lists.ts';
import { readMessage } from './read-message.ts';
import { sortBy } from './sorting.ts';
import { normalise } from './typos.ts';
import { addBoard, addCalendar, addUsualViews } from './views.ts';
import { collectionName, singular, titleCase } from './words.ts';

export type Built = { blueprint: Blueprint; /** Wishes that could not be placed, in the person's words. */ missed: string[] };

/** Reads a whole request into a blueprint; null when it names nothing an app could keep. */
export function buildBlueprint(message: string): Built | null {
  const text = normalise(message);
  const draft = readMessage(isOnlyFields(text) ? `Track entries with ${text}` : text);
  adoptLooseFields(draft);
  const entities = completeEntities(draft);
  if (entities.length === 0) return null;
  const missed = follow(draft, entities);
  for (const entity of entities) addUsualViews(entity);
  const title = appTitle(draft, entities);
  const blueprint: Blueprint = {
    format: 1, title, description: describe(entities), color: draft.color ?? colorForTopic(`${title} ${entities.map((entity) => entity.name).join(' ')}`), entities,
  };
  for (const entity of entities) entity.samples = samplesFor(entity, blueprint);
  return { blueprint, missed };
}

// "Name (text), price (money), in stock (yes/no)": fields and nothing else.
function isOnlyFields(text: string): boolean {
  const parts = splitList(text);
  return parts.length >= 3 && !/[.:]\s/.test(text) && parts.every((part) => part.split(' ').length <= 5) && parts.filter((part) => readField(part)?.statedType).length * 2 > parts.length;
}

// "Build a tracker with name, date and amount": fields without a noun still make a list of records.
function adoptLooseFields(draft: Draft): void {
  const loose = [...draft.ownSentence].filter((entry) => entry.startsWith('field:')).map((entry) => entry.slice(6));
  if (draft.entities.length > 0 || draft.place || loose.length < 2) return;
  const again = readMessage(`Track entries with ${loose.join(', ')}`);
  draft.entities.push(...again.entities);
}

function follow(draft: Draft, entities: Entity[]): string[] {
  const missed: string[] = [];
  const built = (about: DraftEntity | null): Entity | null => (about ? entities.find((entity) => entity.name === collectionName(about.noun)) ?? null : null);
  for (const { kind, text, about } of draft.directives) {
    const entity = built(about);
    const done = kind === 'board' ? addBoard(entities, text, entity) : kind === 'calendar' ? addCalendar(entities, text, entity) : kind === 'chart' ? addChart(entities, text, entity) : kind === 'highlight' ? addHighlight(entities, text, entity) : sortBy(entities, text, entity);
    if (!done) missed.push(text);
  }
  return missed;
}

function appTitle(draft: Draft, entities: Entity[]): string {
  const main = entities[0]!;
  const said = draft.title?.replace(/\b(?:App|Application|Tool|System|Software|Platform|Web App)$/i, '').trim();
  if (said && said.length >= 2 && said.length <= 40 && said.split(' ').length <= 5) return /^crm$/i.test(said) ? 'CRM' : said;
  if (draft.place && !draft.entities.some((entity) => entity.said)) return titleCase(draft.place.place);
  if (main.name === 'sales' && entities.length === 1) return 'Sales Tracker';
  if (draft.topic && entities.length <= 2) return titleCase(`${singular(draft.topic)} tracker`).slice(0, 40);
  if (entities.length === 1) return titleCase(`${main.singular} tracker`);
  if (entities.length === 2) return titleCase(`${main.plural} and ${entities[1]!.plural}`).slice(0, 40);
  return titleCase(`${main.singular} manager`);
}

function describe(entities: Entity[]): string {
  const names = entities.map((entity) => entity.plural.toLowerCase());
  const list = names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const fields = entities[0]!.fields.slice(0, 5).map((field) => field.label.toLowerCase());
  return entities.length === 1 ? `Keeps ${list} with ${fields.slice(0, -1).join(', ')} and ${fields.at(-1)}.` : `Keeps ${list}, linked to each other.`;
}
