import { addEntity, addField, findDraftEntity } from './draft.ts';
import type { Draft } from './draft.ts';
import { choiceNoun, readField } from './fields.ts';
import { readItems } from './items.ts';
import { splitOptions } from './lists.ts';
import { findNoun } from './nouns.ts';
import { stripFillers } from './phrases.ts';
import { singular, wordsOf } from './words.ts';

/** "There should be books with a title", "It would be great to see …": the same said plainly. */
export function plainly(text: string): string {
  return text
    .replace(/^(?:hi|hello|hey|dear)(?: \w+)?,\s*/i, '')
    .replace(/^(?:finally|also|additionally|furthermore|moreover|in addition|ideally|basically|besides|then|next|first|second|third|lastly|of course|on top of that)[,\s]+/i, '')
    .replace(/^(?:it would be|it'd be|would be|it is|it's) (?:great|nice|good|helpful|useful|important|perfect|cool|awesome|lovely|necessary)(?: if (?:i|we|you|one) could| for (?:me|us))? (?:to (?:be able to )?)?/i, '')
    .replace(/^what (?:i|we)(?:'d| would)?(?: really)? (?:love|like|need|want)(?: to have| to see)? is\s+/i, '')
    .replace(/^there (?:should|must|will|needs? to|has to|have to|would|could) be\s+(.+?)\s+(?:with|having|including|containing)\s+/i, 'each $1 has ')
    .replace(/^there (?:should|must|will|needs? to|has to|have to|would|could|is|are)(?: be)?\s+/i, 'include ');
}

const actions: [RegExp, string][] = [
  [/^(?:borrow|lend|loan|check out)/i, 'loan'], [/^rent/i, 'rental'], [/^(?:book|reserve)/i, 'booking'], [/^(?:order|buy|purchase)/i, 'order'], [/^visit/i, 'visit'], [/^donate/i, 'donation'], [/^(?:sign up|register|enrol)/i, 'registration'],
  [/^pay/i, 'payment'], [/^report/i, 'incident'], [/^complain/i, 'complaint'], [/^(?:attend|check in)/i, 'attendance'], [/^(?:return|send back)/i, 'return'], [/^(?:request|apply for|ask for)/i, 'request'],
];
const when = /^(?:when|whenever|if|once|every time|each time)\s+(?:an?|the|one of our|our|some)?\s*([a-z-]+(?: [a-z-]+)?)\s+(borrows?|lends?|checks? out|rents?|books?|reserves?|orders?|buys?|purchases?|visits?|donates?|signs? up|registers?|enrols?|enrolls?|pays?|reports?|complains?|attends?|checks? in|returns?|requests?|applies|asks? for)(?: for)?\s*(?:an?|the|some|our)?\s*([a-z-]+(?: [a-z-]+)?)?,?\s+(?:we|i|they|you|it|staff|someone)\s+(?:want to |need to |should |must |also |will )*(?:record|store|track|log|save|note|enter|keep|write down|know|register)\s+(.+)$/i;

/** Sentences that tell how things go, where others list what there is. True when it was one. */
export function readProse(text: string, draft: Draft): boolean {
  return readFlow(text, draft) || readChoices(text, draft) || readAction(text, draft);
}

/** "An event goes through the stages inquiry, confirmed and paid." */
function readFlow(text: string, draft: Draft): boolean {
  const match = /^(?:(?:each|every|an?|the|all|our)\s+)?([a-z-]+(?: [a-z-]+){0,2}?)\s+(?:goes?|moves?|pass(?:es)?|runs?|progress(?:es)?|flows?|travels?)\s+(?:through|from|along)\s+(?:the\s+|these\s+|several\s+)?(?:following\s+)?(stages?|statuses|status|steps|phases|states)?\s*:?\s*(.+)$/i.exec(text);
  if (!match) return false;
  const options = splitOptions(match[3]!);
  const owner = /^(?:it|they|this|these)$/i.test(match[1]!) ? draft.subject : findDraftEntity(draft, match[1]!) ?? (findNoun(match[1]!) ? addEntity(draft, match[1]!) : draft.subject);
  if (!owner || options.length < 2) return false;
  const name = { stage: 'stage', phase: 'phase', state: 'status', status: 'status', statuse: 'status', step: 'status' }[(match[2] ?? 'status').toLowerCase().replace(/s$/, '').replace(/^statu$/, 'status')] ?? 'status';
  const reading = readField(`${name} (${options.join(', ')})`);
  if (reading) addField(owner, reading);
  draft.subject = owner;
  return reading !== null;
}

/** "The status can be open, closed or waiting", "Possible priorities: low, medium, high". */
function readChoices(text: string, draft: Draft): boolean {
  const match = /^(?:the |their |its |possible |available |allowed )*([a-z]+(?: [a-z]+)?)(?:\s+(?:of|for) (?:an?|each|every|the) ([a-z-]+(?: [a-z-]+)?))?\s*(?:\s(?:can be|may be|is one of|should be one of|should be|must be|is either|are either|are|is)(?: one of)?:?\s|:\s*)\s*(.+)$/i.exec(text);
  if (!match) return false;
  const noun = choiceNoun(wordsOf(singular(match[1]!.replace(/statuses/i, 'status'))));
  const options = splitOptions(match[3]!);
  if (!noun || /^(?:each|every|an?)\s/i.test(text) || /\b(?:assigned|linked|connected|set|based|an?|the)\b/i.test(match[3]!) || options.length < 2 || options.some((option) => option.split(' ').length > 3)) return false;
  const owner = (match[2] && findDraftEntity(draft, match[2])) || draft.entities.find((entity) => entity.fields.some((field) => field.name === noun)) || draft.subject || draft.entities[0];
  const reading = owner ? readField(`${singular(match[1]!.replace(/statuses/i, 'status'))} (${options.join(', ')})`) : null;
  if (!owner || !reading) return false;
  addField(owner, reading);
  return true;
}

/** "When a reader borrows a book we record the loan date and whether it was returned." */
function readAction(text: string, draft: Draft): boolean {
  const match = when.exec(text);
  if (!match) return false;
  const noun = actions.find(([pattern]) => pattern.test(match[2]!))?.[1];
  if (!noun) return false;
  const entity = addEntity(draft, noun);
  for (const part of [match[1]!, match[3] ?? '']) {
    const target = part ? findDraftEntity(draft, stripFillers(part)) : null;
    if (target && target !== entity) draft.relations.push({ from: entity.noun, to: target.noun });
  }
  readItems(match[4]!, draft, entity, 'has');
  draft.subject = entity;
  return true;
}
