import type { Field } from '../blueprint.ts';
import type { FieldReading } from './fields.ts';
import { shortNoun } from './nouns.ts';
import { singular, wordsOf } from './words.ts';

/** An app while it is being read. Directives about views, charts and rules wait until all fields are known. */
export type Draft = {
  text: string;
  title: string | null;
  /** What the request is about in its own words: `job applicants`. */
  topic: string | null;
  color: string | null;
  currency: string;
  /** What the person tells about the business. */
  context?: string;
  /** The entity the app phrase named: "vehicle maintenance log". */
  fromTitle: DraftEntity | null;
  place: { place: string; holds: string[] } | null;
  entities: DraftEntity[];
  /** What the last sentence was about: "It also has notes." */
  subject: DraftEntity | null;
  relations: { from: string; to: string }[];
  directives: Directive[];
  /** Nouns that have a sentence of their own: "Each deal has …". */
  ownSentence: Set<string>;
};

export type DraftEntity = {
  /** Singular, lower-case: `job applicant`. */
  noun: string;
  fields: Field[];
  /** Fields whose type the person stated, kept even where the noun names another entity. */
  stated: Set<string>;
  /** Fields nobody named: usual for the noun. */
  implied: Set<string>;
  /** False when only implied by the kind of business. */
  said: boolean;
};

export type Directive = { kind: 'board' | 'calendar' | 'chart' | 'highlight' | 'sort'; text: string; about: DraftEntity | null };

export function findDraftEntity(draft: Draft, phrase: string): DraftEntity | null {
  const words = wordsOf(singular(phrase));
  const noun = words.join(' ');
  if (!noun) return null;
  return (
    draft.entities.find((entity) => entity.noun === noun) ??
    draft.entities.find((entity) => entity.noun.split(' ').at(-1) === words.at(-1) && (words.length === 1 || !entity.noun.includes(' '))) ??
    null
  );
}

export function addEntity(draft: Draft, phrase: string, said = true): DraftEntity {
  const noun = shortNoun(wordsOf(singular(phrase)).slice(-4).join(' '));
  const found = findDraftEntity(draft, noun);
  if (found) {
    found.said ||= said;
    return found;
  }
  const entity: DraftEntity = { noun, fields: [], stated: new Set(), implied: new Set(), said };
  draft.entities.push(entity);
  return entity;
}

export function addField(entity: DraftEntity, reading: FieldReading): void {
  const { field } = reading;
  const words = wordsOf(field.label);
  // "loan date" of a loan stays, "loan name" of a loan is its name.
  if (words.length === 2 && words[0] === entity.noun && ['name', 'title', 'status', 'description', 'notes', 'type', 'category', 'priority'].includes(words[1]!)) {
    field.label = words[1]!.charAt(0).toUpperCase() + words[1]!.slice(1);
    field.name = words[1]!;
  }
  if (reading.statedType) entity.stated.add(field.name);
  const at = entity.fields.findIndex((known) => known.name === field.name);
  if (at < 0) entity.fields.push(field);
  else if (reading.statedType || (field.type !== 'text' && entity.fields[at]!.type === 'text')) entity.fields[at] = field;
}
