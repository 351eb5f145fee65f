import type { Entity, Field } from '../blueprint.ts';
import type { Draft, DraftEntity } from './draft.ts';
import { addEntity, addField, findDraftEntity } from './draft.ts';
import { readField } from './fields.ts';
import { findNoun } from './nouns.ts';
import { camelCase, collectionName, isPlural, lastWord, plural, sentenceCase, singular, wordsOf } from './words.ts';

const staffNouns = /team member|employee|staff|volunteer|worker|colleague|crew|technician|user|instructor|trainer|teacher|agent|sales rep|lawyer|attorney|developer|personnel/i;
const peopleTypes = new Set(['person', 'text']);

/** Adds what nobody spells out: usual fields of a noun, a field that names the record, references between kinds. */
export function completeEntities(draft: Draft): Entity[] {
  addImplied(draft);
  for (const entity of draft.entities) addUsualFields(entity, draft);
  const entities = draft.entities.slice(0, 12).map(toEntity);
  addReferences(entities, draft);
  dropReplaced(entities, draft);
  for (const entity of entities) nameRecords(entity);
  for (const entity of entities) orderFields(entity);
  return orderEntities(entities, draft);
}

function addImplied(draft: Draft): void {
  // "Inventory: parts with …": what the word inventory implied gives way to what was named.
  if (draft.entities.length > 1) draft.entities = draft.entities.filter((entity) => entity.said || entity.fields.length > 0);
  dropTitleOnly(draft);
  nameShifts(draft);
  if (draft.entities.length === 0 && draft.place) for (const noun of draft.place.holds) addEntity(draft, noun, false);
}

// "Vehicle maintenance log … each vehicle has …, each service entry has …": the title only announced what was then described.
function dropTitleOnly(draft: Draft): void {
  const title = draft.fromTitle;
  const others = draft.entities.filter((entity) => entity !== title);
  if (title && title.fields.length === 0 && others.some((entity) => title.noun.startsWith(`${entity.noun} `))) {
    draft.entities = others;
    return;
  }
  // "Product roadmap: features with …": what a roadmap usually keeps gives way to what was said.
  const isGuess = title !== null && !wordsOf(draft.text).map((word) => singular(word)).join(' ').includes(title.noun);
  if (title && isGuess && title.fields.length === 0 && others.some((entity) => entity.fields.length > 0)) { draft.entities = others; return; }
  if (title && title.fields.length === 0 && !findNoun(title.noun) && others.some((entity) => entity.fields.length > 1) && !draft.relations.some((relation) => relation.from === title.noun || relation.to === title.noun)) { draft.entities = others; return; }
  // "Hackathon: teams, participants, projects": what nobody knows and nobody described is the name of the app.
  const isName = findNoun(title?.noun ?? '') === null;
  if (!title || title.fields.length > 0 || others.length < 2 || (!isName && others.some((entity) => entity.fields.length === 0))) return;
  const isParent = others.some((entity) => findNoun(entity.noun)?.entry.parents.includes(title.noun)) || draft.relations.some((relation) => relation.from === title.noun || relation.to === title.noun);
  if (!isParent) draft.entities = others;
}

// A roster of nurses with nurse, ward and date is a list of shifts.
function nameShifts(draft: Draft): void {
  const title = draft.fromTitle;
  if (!title || !/\b(?:roster|rota|schedule|scheduler|scheduling)\b/i.test(draft.text) || draft.entities.some((entity) => entity.noun === 'shift')) return;
  const isPerson = title.fields.some((field) => field.name === title.noun && field.type === 'person');
  if (isPerson && title.fields.some((field) => field.type === 'date')) title.noun = 'shift';
}

function addUsualFields(entity: DraftEntity, draft: Draft): void {
  const found = findNoun(entity.noun);
  const said = entity.fields.length;
  const many = draft.entities.length > 1;
  const usual = (found?.entry.fields ?? []).map(({ phrase }) => readField(phrase, draft.currency)?.field);
  for (const field of entity.fields) {
    // "stage" of an applicant has other options than "stage" of anything.
    const same = usual.find((one) => one?.type === 'choice' && (one.name === field.name || (isWorkflow(one) && isWorkflow(field) && /^(?:status|stage|state)$/.test(field.name))));
    if (field.type === 'choice' && same && !entity.stated.has(field.name)) field.options = same.options!;
    const known = usual.find((one) => one?.name === field.name);
    if (known && !entity.stated.has(field.name) && known.type !== field.type && !['reference', 'person'].includes(field.type)) Object.assign(field, { type: known.type, ...(known.options ? { options: known.options } : {}), ...(known.unit ? { unit: known.unit } : {}) });
  }
  for (const { phrase, essential } of found?.entry.fields ?? []) {
    if (said >= 4 || (said >= 1 && !essential)) continue;
    const reading = readField(phrase, draft.currency);
    if (!reading || clashes(entity.fields, reading.field, said > 0)) continue;
    // What another entity of the app already stands for becomes a reference, not a text.
    if (many && peopleTypes.has(reading.field.type) && namesOther(reading.field, entity, draft)) continue;
    if (said > 0 && reading.field.type === 'text' && hasName(entity.fields)) continue;
    entity.fields.push(reading.field);
    entity.implied.add(reading.field.name);
  }
  const [from, to] = ['from', 'to'].map((name) => entity.fields.find((field) => field.name === name));
  if (from && to) for (const end of [from, to]) Object.assign(end, { type: 'date' });
  if (!found && said < 2) {
    // A kind that is only mentioned beside others gets no workflow nobody asked for.
    for (const phrase of said === 0 && !many ? ['name', 'status', 'date', 'notes'] : ['name', 'notes']) {
      const reading = readField(phrase, draft.currency)!;
      if (!clashes(entity.fields, reading.field, said > 0)) addField(entity, reading);
    }
  }
}

function namesOther(field: Field, entity: DraftEntity, draft: Draft): boolean {
  const words = wordsOf(field.label);
  return draft.entities.some((other) => other !== entity && (other.noun === words.join(' ') || (words.length === 2 && words[0] === other.noun && words[1] === 'name') || other.noun.split(' ').at(-1) === words.at(-1)));
}

function hasName(fields: Field[]): boolean {
  return fields.some((field) => /^(?:name|title|item|subject)$|(?:Name|Title)$/.test(field.name) && field.type === 'text');
}

function isWorkflow(field: Field): boolean {
  return field.type === 'choice' && /status|stage|state|phase|result|outcome|decision/i.test(field.name);
}

/** Two fields for one purpose: a stage beside a status, a "returned" beside a status, two due dates. */
function clashes(fields: Field[], field: Field, described: boolean): boolean {
  return fields.some((known) => known.name === field.name
    || (isWorkflow(field) && (isWorkflow(known) || (described && known.type === 'yes-no')))
    || (field.type === 'yes-no' && isWorkflow(known) && described)
    || (described && field.type === 'date' && known.type === 'date' && (/due|deadline|end|until|return|expir|renew/i.test(field.name) === /due|deadline|end|until|return|expir|renew/i.test(known.name)))
    || (described && field.type === 'money' && known.type === 'money')
    || (described && field.type === 'rating' && known.type === 'rating')
    || (described && field.type === 'person' && known.type === 'person')
    || (described && /^(?:name|title|item)$/.test(field.name) && /^(?:name|title|item|subject)$|Name$|Title$/.test(known.name) && known.type === 'text')
    || (described && field.type === 'number' && known.type === 'number' && /quantity|stock/i.test(field.name) && /quantity|stock|hand|count/i.test(known.name)));
}

function toEntity(draft: DraftEntity): Entity {
  const noun = draft.noun;
  const entity: Entity = {
    name: collectionName(noun), singular: sentenceCase(noun), plural: sentenceCase(plural(noun)), titleField: '',
    fields: draft.fields.map((field) => ({ ...field })), views: [], charts: [], highlights: [], sort: { field: '', direction: 'asc' }, samples: [],
  };
  if (isPlural(noun)) entity.singular = sentenceCase(singular(noun));
  return entity;
}

/** Turns fields that name another entity into references, and adds those that were said or usually hold. */
function addReferences(entities: Entity[], draft: Draft): void {
  const byNoun = (noun: string): Entity | undefined => { const found = findDraftEntity(draft, noun); return found ? entities[draft.entities.indexOf(found)] : undefined; };
  const linked = (from: Entity, to: Entity): boolean => from.fields.some((field) => field.to === to.name);
  for (const [at, entity] of entities.entries()) {
    const stated = draft.entities[at]!.stated;
    for (const field of entity.fields) {
      if (stated.has(field.name) || !(peopleTypes.has(field.type) || field.type === 'choice')) continue;
      const words = wordsOf(field.label);
      const head = singular(words.at(-1)!);
      const target = entities.find((other) => other !== entity && (other.singular.toLowerCase() === singular(words.join(' ')) || (words.length === 2 && words[1] === 'name' && other.singular.toLowerCase() === words[0]) || (wordsOf(other.singular).at(-1) === head && words.length <= 2 && !(words.length === 2 && /^(?:emergency|vendor|next)$/.test(words[0]!)) && (wordsOf(other.singular).length === 1 || words.length === 1))));
      if (!target || (field.type === 'choice' && words.length > 1)) continue;
      const name = words.length === 2 && words[1] === 'name' ? words[0]! : words.join(' ');
      Object.assign(field, { type: 'reference', to: target.name, name: camelCase(singular(name)), label: sentenceCase(singular(name)) });
      delete field.options;
    }
    entity.fields = entity.fields.filter((field, index, all) => all.findIndex((other) => other.name === field.name) === index);
  }
  for (const { from, to } of draft.relations) {
    const [child, parent] = [byNoun(from), byNoun(to)];
    if (child && parent && child !== parent && !linked(child, parent)) addReference(child, parent, true);
  }
  for (const entity of entities) {
    const parents = findNoun(entity.singular)?.entry.parents ?? [];
    for (const other of entities) {
      if (other === entity || linked(entity, other) || linked(other, entity)) continue;
      if (entities.some((join) => join !== entity && join !== other && linked(join, entity) && linked(join, other))) continue;
      const nouns = [other.singular.toLowerCase(), wordsOf(other.singular).at(-1)!];
      if (!nouns.some((noun) => parents.includes(noun))) continue;
      const role = staffNouns.test(other.singular) ? entity.fields.find((field) => field.type === 'person' && /assign|owner|responsible|employee|staff|volunteer|instructor|worker|lead|member/i.test(field.name)) : undefined;
      if (role) Object.assign(role, { type: 'reference', to: other.name });
      else addReference(entity, other, false);
    }
  }
  linkLoose(entities, linked);
}

// "Festival tracker with stages, acts": with nothing else known, what was listed belongs to what the app is about.
function linkLoose(entities: Entity[], linked: (from: Entity, to: Entity) => boolean): void {
  const [main] = entities;
  if (!main || entities.length < 2) return;
  for (const entity of entities.slice(1)) {
    const alone = !entities.some((other) => other !== entity && (linked(entity, other) || linked(other, entity)));
    if (alone && !findNoun(entity.singular) && findNoun(main.singular) && entities.length <= 4) addReference(entity, main, false);
  }
}

export function addReference(child: Entity, parent: Entity, required: boolean): Field {
  let name = camelCase(parent.singular);
  if (child.fields.some((field) => field.name === name && field.type !== 'reference')) {
    const same = child.fields.find((field) => field.name === name)!;
    if (peopleTypes.has(same.type)) {
      Object.assign(same, { type: 'reference', to: parent.name });
      return same;
    }
    name = `${name}Link`;
  }
  const field: Field = { name, label: parent.singular, type: 'reference', required: false, to: parent.name };
  if (required) field.required = false;
  child.fields.push(field);
  return field;
}

// "Each loan links a book to a member": the borrower and the item it would usually name are those references.
function dropReplaced(entities: Entity[], draft: Draft): void {
  for (const [at, entity] of entities.entries()) {
    const implied = draft.entities[at]!.implied;
    const targets = entity.fields.flatMap((field) => (field.to ? [entities.find((other) => other.name === field.to)!.singular] : []));
    if (targets.length === 0) continue;
    const isPerson = (noun: string): boolean => peopleNouns.test(lastWord(noun)) || (entities.find((other) => other.singular === noun)?.fields.some((field) => field.type === 'email') === true && !/company|supplier|vendor|organi[sz]ation|school|client/i.test(noun));
    const people = targets.some(isPerson);
    const things = targets.some((noun) => !isPerson(noun));
    entity.fields = entity.fields.filter((field) => !(implied.has(field.name) && ((people && (field.type === 'person' ? !/instructor|doctor|assigned|owner|performed|inspector|lawyer/i.test(field.name) : /^(?:guestName|customer|client|phone|email|name)$/.test(field.name) && linkNouns.test(entity.singular))) || (things && field.name === 'item') || (targets.length >= 2 && field.name === 'title' && linkNouns.test(entity.singular)))));
  }
}

const peopleNouns = /^(?:member|borrower|customer|client|guest|employee|student|patient|tenant|volunteer|visitor|user|staff|contact|donor|attendee|participant|player|person|applicant|candidate|friend|neighbor|colleague|worker|driver|teacher|doctor|owner|child|resident)s?$/i;
const linkNouns = /loan|rental|booking|reservation|enrol|registration|attendance|checkout|shift|signup|membership|lending|borrowing|assignment|rsvp/i;

const titleNames = /^(?:name|title|subject|headline|topic|fullName|itemName|label)$|(?:Name|Title)$/;

/** Every record needs something to be called by: a name, else a speaking text, else a person; else one is added. */
export function nameRecords(entity: Entity): void {
  const texts = entity.fields.filter((field) => field.type === 'text');
  const usual = findNoun(entity.singular)?.entry.fields.map(({ phrase }) => readField(phrase)?.field.name) ?? [];
  const named = usual[0] === 'name';
  const speaking = texts.find((field) => titleNames.test(field.name) && !(named && /^(?:subject|topic|headline)$/.test(field.name)) && !/^(?:company|parent|host|payer|donor|station|first|last|middle|contact|model|brand)Name$/.test(field.name))
    ?? texts.find((field) => field.name === camelCase(entity.singular) || field.name === lastWord(entity.singular))
    ?? texts.find((field) => wordsOf(entity.singular).includes(field.name))
    ?? (findNoun(entity.singular) === null && entity.fields[0]?.type === 'text' && !/(?:Number|Code|Id)$|^(?:author|artist|company|supplier|vendor|location|address|city|country|region|team|department|brand|model|version|room|type|color)$/.test(entity.fields[0].name) ? entity.fields[0] : undefined)
    ?? texts.find((field) => /^(?:item|product|description|book|asset|equipment|tool|part|question|position|plate|licensePlate|destination|exercise|dish|medication|key|topic|species|crop|variety|model|company)$/.test(field.name) && !(named && /^(?:company|position|species|model|destination)$/.test(field.name)))
    ?? texts.find((field) => field.name === 'room' && /room|booking|reservation|housekeeping|cleaning/i.test(entity.singular))
    ?? texts.find((field) => field.name === 'address' && usual.includes('address') && usual.includes('price'))
    ?? (named ? undefined : texts.find((field) => /(?:Number|Code)$|^(?:number|code)$/.test(field.name) && !/^(?:table|seat|room|floor|unit|phone|tax|account|policy|serial)/.test(field.name)));
  const person = entity.fields.find((field) => field.type === 'person' && /^(?:employee|applicant|candidate|holder|borrower|guest|visitor|member|volunteer|student|patient|tenant|driver|player|client|customer|attendee|participant|donor|person|child|owner)/.test(field.name));
  // A loan of a book to a member has no name of its own: its date names it.
  const references = entity.fields.filter((field) => field.type === 'reference').length;
  const date = references >= 2 && linkNouns.test(entity.singular) ? entity.fields.find((field) => field.type === 'date') : undefined;
  let title = speaking ?? (person && isAboutPerson(entity) ? person : undefined) ?? date;
  if (!title) {
    const label = thingLabel(entity);
    title = { name: camelCase(label), label, type: 'text', required: true };
    entity.fields.unshift(title);
  }
  title.required = true;
  entity.titleField = title.name;
}

function isAboutPerson(entity: Entity): boolean {
  return /leave|absence|vacation|shift|loan|rental|badge|key|visit|timesheet|attendance|holiday|time off|certificat|booking|reservation|assignment|request/i.test(entity.singular);
}

function thingLabel(entity: Entity): string {
  const noun = entity.singular.toLowerCase();
  const usual = findNoun(noun)?.entry.fields[0]?.phrase;
  const label = usual ? readField(usual)?.field : null;
  if (label && label.type === 'text' && !entity.fields.some((field) => field.name === label.name)) return label.label;
  if (/expense|payment|transaction|entry|log|reading|report|record|movement|harvest|trip|visit|cost|spending|purchase/.test(noun)) return entity.fields.some((field) => field.name === 'description') ? 'Title' : 'Description';
  return /task|ticket|issue|bug|incident|request|meeting|event|session|case|review|inspection|appointment|application|contract|note|idea|goal|order/.test(noun) ? 'Title' : 'Name';
}

const rank: Partial<Record<Field['type'], number>> = { 'long-text': 9 };

function orderFields(entity: Entity): void {
  const title = entity.fields.find((field) => field.name === entity.titleField)!;
  const rest = entity.fields.filter((field) => field !== title);
  const references = rest.filter((field) => field.type === 'reference');
  const others = rest.filter((field) => field.type !== 'reference');
  entity.fields = [title, ...references, ...others.sort((one, two) => (rank[one.type] ?? 0) - (rank[two.type] ?? 0))].slice(0, 24);
  const workflow = entity.fields.find(isWorkflow);
  if (workflow?.options?.[0] && workflow.defaultValue === undefined) workflow.defaultValue = workflow.options[0].value;
  const date = entity.fields.find((field) => field.type === 'date' && /due|deadline|date|end|expir|until/i.test(field.name));
  entity.sort = date ? { field: date.name, direction: /^(?:date|received|created|applied|purchase|submitted)/i.test(date.name) ? 'desc' : 'asc' } : { field: entity.titleField, direction: 'asc' };
}

// The tab people open most comes first: what the sentence was about, before what it only mentions.
function orderEntities(entities: Entity[], draft: Draft): Entity[] {
  const said = (entity: Entity): boolean => draft.entities.find((known) => collectionName(known.noun) === entity.name)?.said ?? false;
  return [...entities].sort((one, two) => Number(said(two)) - Number(said(one)));
}
