import { addEntity, addField, findDraftEntity } from './draft.ts';
import type { Draft, DraftEntity } from './draft.ts';
import { choiceNoun, readField } from './fields.ts';
import { typeByEnding } from './field-lexicon.ts';
import { splitList } from './lists.ts';
import { fieldPlurals, findNoun, soundsLikeEntity } from './nouns.ts';
import { stripFillers } from './phrases.ts';
import { typeNamed } from './type-words.ts';
import { isPlural, singular, wordsOf } from './words.ts';

const directiveItem = /\b(?:chart|graph|pie|histogram|diagram)s?\b|^(?:an? |the )?(?:\w+ )?(?:kanban|board|calendar)(?: view| board)?(?:\b.*)?$|\bin (?:red|orange|yellow|green)\b|^(?:an? )?(?:warning|alert|highlight)\b|\b(?:total|sum|average|number|count) .*\b(?:per|by) \w+$/i;
const notDirective = /\bboard (?:member|of directors|game)|\bcalendar (?:date|day)|^chart number|\bboard type/i;
const vague = /^(?:everything|anything|stuff|things|so on|more|etc|other (?:things|stuff|details|info|information)|basic (?:info|details)|all (?:that|the rest)|whatever|it|them|us|me|this|that|here|there|data|information|info|details?|fields?|columns?|features?|records?|entries|login|log ?in|authentication|search|search(?:ing)? (?:and|&)? ?filter(?:s|ing)?|filter(?:s|ing)?|sorting|crud|dashboard|reports?|reporting|export|csv export|a nice ui|nice ui|users? accounts?|clean (?:ui|design)|dark mode|forms?|tables?|an? overview|overview|notifications?)$/i;

/** What a list names: fields of `owner`, or kinds of records of their own. */
export function readItems(text: string, draft: Draft, owner: DraftEntity | null, mode: 'with' | 'has'): DraftEntity | null {
  let current = owner;
  const items = bindOptions(splitList(text));
  for (const raw of items) {
    const item = raw.replace(/^(?:as well as|and also|also|plus|including|include|with|for)\s+/i, '').trim();
    if (!item || vague.test(stripFillers(item))) continue;
    const sorted = items[0] === raw && owner ? /^([a-z-]+s) by (.+)$/i.exec(item) : null;
    if (sorted && findDraftEntity(draft, sorted[1]!) === owner) {
      const reading = readField(sorted[2]!, draft.currency);
      if (reading) addField(owner!, reading);
      continue;
    }
    if (directiveItem.test(item) && !notDirective.test(item)) {
      draft.directives.push({ kind: /\b(?:kanban|board)\b/i.test(item) ? 'board' : /\bcalendar\b/i.test(item) ? 'calendar' : /\bin (?:red|orange|yellow|green)\b|warning|alert|highlight/i.test(item) ? 'highlight' : 'chart', text: item, about: current });
      continue;
    }
    const nested = /^(.+?)\s*(?:\bwith\b|\bhaving\b|\bincluding\b|\bthat (?:have|has)\b|\bwhich (?:have|has)\b)\s+(.+)$/i.exec(item);
    const listed = /^([^()]+?)\s*\(([^)]*)\)$/.exec(item);
    if (nested && isNounPhrase(nested[1]!) && (isPlural(stripFillers(nested[1]!).split(/\s+(?:per|for)\s/)[0]!) || !readField(item)?.certain)) {
      const parent = current;
      const [noun = '', owner] = stripFillers(nested[1]!).split(/\s+(?:per|for each|for every|of each)\s+/i);
      current = addEntity(draft, noun);
      const whose = owner ? findDraftEntity(draft, owner) : null;
      if (whose && whose !== current) draft.relations.push({ from: current.noun, to: whose.noun });
      if (parent && parent !== current && mode === 'has' && isPlural(nested[1]!)) draft.relations.push({ from: current.noun, to: parent.noun });
      readItems(nested[2]!, draft, current, 'has');
    } else if (listed && isPlural(stripFillers(listed[1]!)) && splitList(listed[2]!).length > 1 && splitList(listed[2]!).filter((part) => readField(part)?.certain).length >= 2) {
      current = addEntity(draft, stripFillers(listed[1]!));
      readItems(listed[2]!, draft, current, 'has');
    } else if (isEntityItem(item, draft, current, mode, items)) {
      const entity = addEntity(draft, stripFillers(item.replace(/\s*\(.*$/, '')).replace(/\s+(?:in|at|on|for|from|by|per) .*$/i, ''));
      if (mode === 'has' && owner && owner !== entity) draft.relations.push(isPlural(item) ? { from: entity.noun, to: owner.noun } : { from: owner.noun, to: entity.noun });
      const opens = items[0] === raw && items.length > 2 && items.slice(1).filter((other) => readField(other)?.certain).length >= items.length - 2;
      if (!owner || (opens && mode === 'with')) current = entity;
    } else {
      const reading = readField(item, draft.currency);
      if (!reading) continue;
      current ??= draft.entities.at(-1) ?? null;
      if (current) addField(current, reading);
      else draft.ownSentence.add(`field:${item}`);
    }
  }
  return current;
}

function isNounPhrase(text: string): boolean {
  const bare = stripFillers(text).split(/\s+(?:per|for each|for every|of each)\s+/i)[0]!;
  return bare.split(' ').length <= 4 && (isPlural(bare) || findNoun(bare) !== null) && !fieldPlurals.has(wordsOf(bare).at(-1) ?? '');
}

function isEntityItem(raw: string, draft: Draft, owner: DraftEntity | null, mode: 'with' | 'has', items: string[]): boolean {
  const item = stripFillers(raw.replace(/\s*\(.*$/, '').replace(/:.*$/, '').replace(/\s+(?:in|from|on|at|out of|as) .*$/i, ''));
  const words = wordsOf(item);
  if (words.length === 0 || words.length > 4 || /^(?:if|whether|when|who|how|where|which|number|is|has|min|max|minimum|maximum|total|average|expected|estimated|remaining|extra|special|dietary|emergency|previous|required|preferred|known|other|additional|needed)$/.test(words[0]!) || / (?:of|per) | (?:to|by|on|at)$/.test(raw)) return false;
  const noun = wordsOf(singular(item)).join(' ');
  if (draft.ownSentence.has(noun)) return true;
  const known = findDraftEntity(draft, item);
  if (known && known !== owner) return isPlural(item);
  if (!isPlural(item) || fieldPlurals.has(words.at(-1)!)) {
    // "contacts, companies and staff": a noun without plural among plurals.
    return mode === 'with' && (!owner || owner.fields.length === 0) && ['staff', 'equipment', 'inventory', 'stock', 'attendance', 'training', 'maintenance', 'feedback'].includes(words.at(-1)!) && items.length > 1;
  }
  // Among clear fields a plural is a detail too: "ticker, shares, purchase price".
  const clear = items.filter((other) => other !== raw && !isPlural(stripFillers(other)) && readField(other)?.certain).length;
  if (mode === 'with' && clear >= (soundsLikeEntity(item) ? 2 : 1) && items[0] !== raw) return false;
  if (mode === 'has') return soundsLikeEntity(item) && !['guest', 'attendee', 'participant', 'part', 'member', 'people', 'player', 'child', 'service', 'grade', 'mark', 'document', 'file', 'question', 'result', 'response', 'material', 'tool', 'drug', 'medication', 'symptom', 'vaccination', 'pet', 'animal', 'location', 'feedback', 'log'].includes(wordsOf(singular(item)).at(-1)!);
  if (soundsLikeEntity(item)) return true;
  return typeByEnding(words) === null && choiceNoun(wordsOf(singular(item))) === null;
}

/** `priority: low`, `medium`, `high` → `priority (low, medium, high)`; stops where a field begins again. */
export function bindOptions(items: string[]): string[] {
  const bound: string[] = [];
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at]!;
    const open = /^([^:()]+?)(?:\s*:\s*|\s+(?:can be|is either|either|is one of|one of|being|which is|such as|like)\s+)([^:()]+)$/i.exec(item);
    const choice = open && choiceNoun(wordsOf(stripFillers(open[1]!)));
    if (!open || typeNamed(open[2]!) || (!choice && !/:/.test(item)) || (!choice && readField(open[2]!)?.certain && items.length > 1)) {
      bound.push(item);
      continue;
    }
    const options = [open[2]!];
    while (at + 1 < items.length) {
      const next = items[at + 1]!;
      if (/[:()]/.test(next) || next.split(' ').length > 3 || /^(?:an?|the|with|has|due|date|name)\b/i.test(next)) break;
      const words = wordsOf(next);
      const ending = typeByEnding(words);
      if ((ending && ending.type !== 'yes-no') || choiceNoun(words)) break;
      options.push(next);
      at += 1;
    }
    bound.push(`${open[1]!.trim()} (${options.join(', ')})`);
  }
  return bound;
}
