import type { Entity } from '../blueprint.ts';
import { addReference, completeEntities } from '../language/complete.ts';
import { addEntity } from '../language/draft.ts';
import type { Draft } from '../language/draft.ts';
import { readField, soundsLikeField } from '../language/fields.ts';
import { bindOptions, readItems } from '../language/items.ts';
import { splitList } from '../language/lists.ts';
import { findNoun, fieldPlurals, soundsLikeEntity } from '../language/nouns.ts';
import { stripFillers } from '../language/phrases.ts';
import { currencyNamed, typeNamed } from '../language/type-words.ts';
import { addUsualViews } from '../language/views.ts';
import { isPlural, singular, wordsOf } from '../language/words.ts';
import { done, freeKey } from './change.ts';
import type { Edit, Editing } from './change.ts';
import { moveToFreeKey } from './retype.ts';
import { exactEntity, ownerOf } from './targets.ts';

const verb = /^(?:please )?(?:(?:i|we|it|they|the app|users?)\s+)?(?:(?:also|should|must|would|'d|need to|want to|like to|can|could|to)\s+)*(?:add|include|insert|create|have|need|want|track|record|store|put in|introduce|attach|give (?:it|them|each \w+|every \w+)|new|extend (?:it|\w+) with|append)\s+(?:also\s+)?(.+)$/i;
const collectionWord = /\b(?:table|collection|entity|tab|page|section|module|list|screen|record type)\b/i;

/** "add a priority field: low, medium, high", "add suppliers with name and email", "each loan should have a fee". */
export const add: Edit = (clause, editing) => {
  const has = /^(?:(?:each|every|an?|the|all)\s+)?(.+?)\s+(?:should (?:also )?have|must have|also has|also have|also needs?|needs?|should include|has|have|gets?|could use)\s+(?:an? |the |also )?(.+)$/i.exec(clause);
  const owner = has ? exactEntity(editing.blueprint.entities, has[1]!) : null;
  if (owner) return addFields(has![2]!, owner, editing);
  const match = verb.exec(clause) ?? /^(?:a |an )?(?:new )?(?:field|column)s?\s*(?:for|called|named|:)\s*(.+)$/i.exec(clause) ?? /^((?:an? )?[a-z ]+ (?:field|column)(?:\s*[:(].*)?)$/i.exec(clause) ?? /^([a-z][a-z -]{1,30}\s*(?::|\().+)$/i.exec(clause);
  const object = match?.[1]?.replace(/\s+(?:please|too|as well|also)$/i, '').trim();
  if (!object || /\b(?:login|log in|authentication|password reset|notifications?|email(?:s)? (?:to|when)|integration|sync with|api|payment(?:s)? (?:with|via|through)|export|import|upload|dark mode|print|pdf|map|search bar|user roles?|permissions?|mobile app|push|chat ?bot|ai)\b/i.test(object) && !/\b(?:field|column)\b/i.test(object)) return false;
  if (/\b(?:who|which|what)\b.*\b(?:most|least|best|worst|highest|lowest|fewest)\b|^(?:to )?(?:see|know|find)\b/i.test(object)) return false;
  const toTable = /^(.+?)\s+to (?:the |this |that |my |our )(?:table|list|form|app|tab|page|cards?|view)$/i.exec(object);
  const to = /^(.+?)\s+(?:to|on|for|in|into)\s+(?:the |each |every |all |our |my )?([a-z ]+?)(?:\s+(?:table|form|list|collection|records?|page|view))?$/i.exec(object);
  const named = to ? exactEntity(editing.blueprint.entities, to[2]!) : null;
  // "add a fax number to companies" names its place; "add orders to customers" is a new kind all the same.
  const isField = named !== null && !soundsLikeEntity(stripFillers(to![1]!));
  if (!toTable && !isField && addCollection(object, editing)) return true;
  const target = named ?? ownerOf(editing.blueprint, '', editing.about);
  const app = to && /^(?:it|app|form|table|list|them|record|card|this)$/i.test(to[2]!);
  if (to && !named && !app && /\s(?:to|on|in|into)\s+the\s/i.test(object)) return false;
  return addFields((named || app ? to![1]! : object).replace(/\s+(?:options|values|choices)(?=\s*[:(])/i, ''), target, editing);
};

// What every app has, or no rule of ours can add, is no field.
const alreadyThere = /^(?:an? |the )?(?:search(?:ing| bar| box| field)?|filters?(?:ing)?|sorting|pagination|dashboard|login|export|import|csv|undo|help|menu|navigation|button|page|home ?page|header|footer|logo|dark mode|theme)s?$/i;

function addFields(said: string, entity: Entity, editing: Editing): boolean {
  // "a yes/no field insured" names the type first.
  const typed = /^(?:an? |the |new )*(.+?)\s+(?:field|column)\s+(?:called |named |for )?["'“]?([^:,()"]+?)["'”]?$/i.exec(said);
  const text = typed && typeNamed(typed[1]!) ? `${typed[2]} (${typed[1]})` : said;
  const listed = text.replace(/^(?:an? |the |two |three |some |more |following |new |these )*(?:fields?|columns?|attributes?)\s*(?:for|called|named|:|-)?\s+/i, '').replace(/\b(?:field|column|attribute|dropdown)s?(?=\s*(?::|\(|with\b|$|,| and\b))/gi, '').replace(/\s+with (?:the )?(?:options|values|choices)?\s*:?\s*(?=[\w"'])/i, ': ').replace(/\s+:/g, ':');
  const labels: string[] = [];
  if (alreadyThere.test(listed)) return false;
  for (const item of bindOptions(splitList(listed))) {
    const other = editing.blueprint.entities.find((one) => one !== entity && (one.singular.toLowerCase() === stripFillers(item).toLowerCase() || one.singular.toLowerCase() === singular(stripFillers(item)).toLowerCase()));
    if (other && !entity.fields.some((field) => field.to === other.name)) {
      labels.push(addReference(entity, other, false).label);
      continue;
    }
    const reading = readField(item.replace(/^(?:an? )?(?:field|column)\s+(?:for|called|named)?\s*/i, ''), currencyOf(editing));
    if (!reading || (!reading.certain && wordsOf(reading.field.label).length > 3)) continue;
    if (/^(?:it|this|that|more|something|things?|stuff|better|nice|undo|help|features?)$/i.test(reading.field.label)) continue;
    const known = entity.fields.find((field) => field.label.toLowerCase() === reading.field.label.toLowerCase());
    if (known && reading.statedType) {
      const before = known.type;
      Object.assign(known, { ...reading.field, name: known.name, required: known.required });
      moveToFreeKey(entity, known, before);
      labels.push(known.label);
    } else if (!known) {
      const field = { ...reading.field, name: freeKey(entity, reading.field.name), required: false };
      const at = field.type === 'long-text' ? -1 : entity.fields.findIndex((one) => one.type === 'long-text');
      entity.fields.splice(at < 0 ? entity.fields.length : at, 0, field);
      labels.push(field.label);
    }
  }
  if (labels.length === 0) return false;
  const list = labels.map((label) => label.toLowerCase()).join(', ').replace(/, ([^,]*)$/, ' and $1');
  const article = isPlural(labels[0]!) || /notes|details/i.test(labels[0]!) ? '' : /^[aeiou]/.test(list) ? 'an ' : 'a ';
  return done(editing, 'data', `Each ${entity.singular.toLowerCase()} has ${article}${list}`, entity);
}

function currencyOf(editing: Editing): string {
  return editing.blueprint.entities.flatMap((entity) => entity.fields).find((field) => field.type === 'money')?.unit ?? currencyNamed('') ?? 'USD';
}

function addCollection(object: string, editing: Editing): boolean {
  const spoken = /^(?:an? |the |another )?(?:new |separate |second )?(?:table|collection|entity|tab|page|section|module|list|screen|record type)\s+(?:of|for|called|named|with|to track|:)?\s*(.+)$/i.exec(object) ?? /^(?:an? |the )?(.+?)\s+(?:table|collection|entity|tab|page|section|module|list|screen)(\s*(?:with|:|\().+)?$/i.exec(object);
  const text = spoken ? `${spoken[1]!}${spoken[2] ?? ''}` : object;
  const match = /^(?:an? |the |also )?([a-z][a-z -]*?)\s*(?:(?:\bwith\b|\bhaving\b|\bincluding\b|:|\()\s*(.+?)\)?)?$/i.exec(text.replace(/\s+(?:to|in|for) (?:it|the app|this app|this)$/i, ''));
  const noun = stripFillers(match?.[1] ?? '');
  const fields = match?.[2];
  if (!noun || wordsOf(noun).length > 4 || splitList(noun).length > 1) return false;
  const isEntity = (spoken && collectionWord.test(object) && !/\blist of\b/i.test(object)) || (isPlural(noun) && !fieldPlurals.has(wordsOf(noun).at(-1)!) && (fields ? splitList(fields).filter(soundsLikeField).length >= 1 : soundsLikeEntity(noun) && findNoun(noun) !== null && !/^(?:tags|photos|documents|files|hours)$/i.test(noun)));
  if (!isEntity || exactEntity(editing.blueprint.entities, noun)) return false;
  const draft: Draft = { text: object, title: null, topic: null, color: null, currency: currencyOf(editing), place: null, fromTitle: null, entities: [], subject: null, relations: [], directives: [], ownSentence: new Set() };
  const entity = addEntity(draft, noun);
  if (fields) readItems(fields, draft, entity, 'has');
  // The present entities stand beside it so that its references find them; they themselves stay as they are.
  for (const known of editing.blueprint.entities) addEntity(draft, known.singular);
  const built = completeEntities(draft).find((one) => one.singular.toLowerCase() === entity.noun);
  if (!built) return false;
  for (const field of built.fields) {
    if (!field.to) continue;
    const target = exactEntity(editing.blueprint.entities, field.to.replaceAll('-', ' '));
    if (target) field.to = target.name;
    else Object.assign(field, { type: 'text', to: undefined });
  }
  for (const field of built.fields) if (field.name !== built.titleField) field.required = false;
  addUsualViews(built);
  editing.blueprint.entities.push(built);
  linkBack(built, editing);
  return done(editing, 'data', `${built.plural} have a list of their own`, built);
}

// "add suppliers" to an app whose parts have a supplier text: new records pick from the list, old texts stay readable.
function linkBack(built: Entity, editing: Editing): void {
  for (const other of editing.blueprint.entities) {
    if (other === built || built.fields.some((field) => field.to === other.name)) continue;
    const parents = findNoun(other.singular)?.entry.parents ?? [];
    const same = other.fields.find((field) => (field.type === 'text' || field.type === 'person') && field.label.toLowerCase() === built.singular.toLowerCase() && field.name !== other.titleField);
    if (!same && !parents.includes(built.singular.toLowerCase())) continue;
    const name = freeKey(other, same ? `${same.name}Link` : built.singular.toLowerCase().replace(/ (\w)/g, (_all, letter: string) => letter.toUpperCase()));
    if (!same) other.fields.splice(1, 0, { name, label: built.singular, type: 'reference', required: false, to: built.name });
  }
}
