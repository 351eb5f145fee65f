import { addEntity, addField, findDraftEntity } from './draft.ts';
import type { Draft } from './draft.ts';
import { choiceNoun, readField } from './fields.ts';
import { readItems } from './items.ts';
import { splitList } from './lists.ts';
import { findNoun, findPlace, fieldPlurals, keptBehind, shortNoun } from './nouns.ts';
import { appNouns, stripFillers, stripPoliteness, trackPhrase } from './phrases.ts';
import { typeByEnding } from './field-lexicon.ts';
import { isPlural, plural, singular, titleCase, wordsOf } from './words.ts';

type Segment = { joint: string; text: string };

const joints = /^(?:\s*:\s+|\s+[-–—]\s+|,?\s+(?:with|including|includes|having|containing|featuring|consisting of|that has|that have|that includes?|that contains?|which has|which have|where|that|which|to|so that|so|by|per|for|of|using|in which|on|in|at|across|from|based on)\s+)/i;

/** Cuts "parts with price for a shop" into its parts, never inside brackets. After a list opens, only another `with` cuts. */
function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  let depth = 0;
  let from = 0;
  let joint = '';
  for (let at = 0; at < text.length; at += 1) {
    if ('(['.includes(text[at]!)) depth += 1;
    else if (')]'.includes(text[at]!)) depth = Math.max(0, depth - 1);
    if (depth > 0 || !/[\s:,]/.test(text[at]!)) continue;
    const match = joints.exec(text.slice(at, at + 24));
    if (!match) continue;
    const word = match[0].trim().replace(/^,\s*/, '').toLowerCase();
    const inList = /^(?:with|including|includes|having|containing|featuring|:|-|–|—|that has|that have)/.test(joint);
    if (inList && !/^(?:with|having|including|where|:)$/.test(word)) continue;
    if (inList && word === ':' && !/^(?:,|\s|and)*\S+(?:\s\S+)?$/.test(text.slice(from, at))) continue;
    if (inList && word === 'with' && joint !== ':' && !/(?:,|\band\b)\s*(?:\S+\s){0,3}$|^\S+(?:\s\S+)?\s$/.test(`${text.slice(from, at)} `)) continue;
    segments.push({ joint, text: text.slice(from, at).trim() });
    joint = word;
    from = at + match[0].length;
    at = from - 1;
  }
  segments.push({ joint, text: text.slice(from).trim().replace(/[.,;:]+$/, '') });
  return segments;
}

/** Reads the sentence that asks for the app; returns false when it names nothing to keep. */
export function readAppPhrase(sentence: string, draft: Draft): boolean {
  let text = stripPoliteness(sentence).replace(/\s+/g, ' ');
  text = text.replace(/,?\s*\b(?:called|named|titled|with the (?:name|title))\s+["'“]?([A-Z][\w'&-]*(?:\s+[A-Z0-9][\w'&-]*)*|[^"”,.:;]{2,40})["'”]?(?=[\s,.:;]|$)/, (_all, name: string) => { draft.title ??= titleCase(name); return ' '; }).trim();
  text = text.replace(/\bkeep(?:s|ing)?\s+(.+?)\s+(?:organi[sz]ed|in order|up to date|under control|tidy|on track)\b/i, 'manage $1');
  const wholePlace = findPlace(stripFillers(text).replace(new RegExp(`\\s+${appNouns}$`, 'i'), ''));
  const bare = text.replace(/^(?:simple|small|basic|new|little|easy|quick|nice)\s+/i, '');
  const app = new RegExp(`^((?:(?!(?:^|\\s)(?:with|where|to|for|that|which|by|so|of|and|in|from)\\s)[^:,(;.])*?)\\b(${appNouns})(?=\\s*(?:$|[:,.(;–—-]|(?:with|where|to|for|that|which|by|so|of|and|in|from|including|having|containing|using|on|at|called|named|featuring|please|per|based|like|${appNouns})\\b))`, 'i').exec(bare);
  const before = draft.entities.length;
  // "CRM with contacts", "Library: books, members": the head is a kind of business, not a record.
  const head = /^(.+?)(?=\s*:|\s+(?:with|where|that|to|including|for|having)\s|$)/i.exec(bare)?.[1] ?? bare;
  const headPlace = findPlace(head);
  if (headPlace && headPlace.place.split(' ').length >= wordsOf(head).length - 1 && !isPlural(head) && !trackPhrase.test(text)) {
    draft.place ??= headPlace;
    draft.title ??= titleCase(stripFillers(head));
    readRest(bare.slice(head.length), draft);
  } else if (app && !/^(?:keep|maintain|hold)\s/i.test(text)) {
    let core = stripFillers(app[1]!);
    let rest = bare.slice(app[0].length).trim();
    const more = new RegExp(`^(?:${appNouns}\\s*)+(?=$|[\\s:,.(;-])`, 'i').exec(rest);
    if (more) rest = rest.slice(more[0].length).trim();
    core = core.replace(new RegExp(`\\s*\\b(?:${appNouns}|tracking|management|managing)$`, 'i'), '').trim();
    readCore(core, app[2]!.toLowerCase(), draft);
    readRest(rest, draft);
  } else if (trackPhrase.test(text)) {
    const object = text.replace(trackPhrase, '');
    beginWith(text, draft);
    draft.topic ??= topicOf(object);
    readObjects(object, draft);
  } else if (wholePlace && wordsOf(text).length <= 6) {
    draft.place ??= wholePlace;
    draft.title ??= titleCase(stripFillers(text));
  } else {
    const topic = topicOf(bare);
    // "Volunteers sign up for shifts" is a sentence, "Inventory for a bike shop" a title.
    const isTitle = topic !== null && /^\s*(?:$|[:,(;]|(?:with|by|including|per|in|on|at)\s|for (?:an?|my|our|the)\s)/i.test(bare.slice(bare.toLowerCase().indexOf(topic.toLowerCase()) + topic.length));
    if (topic && isTitle && draft.entities.length === 0 && splitList(topic).length === 1) draft.title ??= titleCase(topic);
    readObjects(bare, draft);
  }
  return draft.entities.length > before || draft.place !== null;
}

function topicOf(text: string): string | null {
  const topic = stripFillers(/^([^:,(;]+?)(?=\s*[:,(;]|\s+(?:with|where|that|which|to|including|for|having|by|per|in|on|at|and|so|from|who|of)\s|$)/i.exec(text)?.[1] ?? '');
  return topic && topic.split(' ').length <= 4 && !/^(?:which|who|what|when|how|if|whether|it|them|everything|my|our)\b/i.test(topic) ? topic : null;
}

function readCore(core: string, app: string, draft: Draft): void {
  if (/kanban|^board$|pipeline/.test(app)) draft.directives.push({ kind: 'board', text: 'board', about: null });
  if (/calendar|schedule|roster|rota/.test(app)) draft.directives.push({ kind: 'calendar', text: app === 'calendar' ? 'calendar' : 'calendar if dated', about: null });
  if (!core) return;
  const appWord = /^(?:something|thing|place|way|list of|page|website|web site|program|solution|system|software|tool|app|application|helper|web ?app|tracking|module|table|sheet|assistant|scheduling)$/.test(app) ? '' : /track/.test(app) ? 'tracker' : /^management|^manager/.test(app) ? 'manager' : app;
  const isKind = findPlace(core) !== null && !findNoun(core);
  draft.title ??= titleCase(appWord || app === 'tracking' ? `${core} ${appWord || 'tracker'}` : isKind || isPlural(core) ? core : plural(core));
  const place = findPlace(core);
  if (place && (place.place.split(' ').length >= wordsOf(core).length || !findNoun(core))) {
    draft.place ??= place;
    return;
  }
  const rhythm = /\b(daily|weekly|monthly)$/i.exec(core)?.[1];
  if (rhythm) {
    draft.subject = addEntity(draft, `${rhythm} ${/log|report|journal/.test(app) ? app : 'entry'}`);
    return;
  }
  for (const part of splitList(core.replace(/\s*\/\s*/g, ', '))) addCore(part, draft);
}

// "bike shop inventory" is about the shop's items, "equipment loan" about loans.
function addCore(part: string, draft: Draft): void {
  const bare = stripFillers(part).replace(/^(?:personal|company|office|team|family|home|daily|weekly|monthly|annual|yearly|business|departmental|staff(?= leave| holiday))\s+(?=\S+)/i, '');
  if (/^(?:inventory|stock|supplies)$/i.test(wordsOf(bare).at(-1) ?? '')) {
    const whose = bare.split(/\s+/).slice(0, -1).join(' ');
    const place = findPlace(whose);
    if (place) draft.place ??= place;
    const kept = keptBehind(whose);
    const listed = whose && new RegExp(`[:,]\\s*${singular(whose)}\\b`, 'i').test(draft.text);
    draft.subject = addEntity(draft, kept !== whose ? kept : listed ? whose : !whose || place ? 'item' : findNoun(whose) ? whose : 'item', kept !== whose || Boolean(listed) || Boolean(whose && !place));
    return;
  }
  if (!/[a-z]/i.test(bare)) return;
  const place = findPlace(bare);
  const record = keptBehind(bare);
  if (place && record === bare && (!findNoun(bare) || place.place.split(' ').length > findNoun(bare)!.noun.split(' ').length)) draft.place ??= place;
  else draft.subject = addEntity(draft, record === bare ? shortNoun(bare) : record);
  if (draft.subject && draft.fromTitle === null) draft.fromTitle = draft.subject;
}

function readRest(rest: string, draft: Draft): void {
  const text = rest.replace(/^[\s,]+/, '');
  if (!text) return;
  const segments = segmentsOf(/^(?:[:–—-]|with|where|to|for|that|which|by|so|of|including|in|per|having|containing|featuring|using|on|at|across|from)\b|^[:–—-]/i.test(text) ? ` ${text}` : ` : ${text}`);
  followSegments(segments.filter((segment) => segment.text), draft);
}

function followSegments(segments: Segment[], draft: Draft): void {
  for (let at = 0; at < segments.length; at += 1) {
    const { joint, text } = segments[at]!;
    const tracked = text.replace(trackPhrase, '');
    if (/^(?:with|including|includes|having|containing|featuring|consisting of|that has|that have|that includes?|that contains?|which has|which have|:|-|–|—|using|based on)$/.test(joint)) {
      const opensList = segments[at + 1]?.joint === 'with' || segments[at + 1]?.joint === 'having';
      if (opensList) readOpening(text, draft);
      else if (!draft.subject && draft.place && isFieldList(text)) {
        // "A repair workshop tracker with customer, bike, price": fields of what such a place keeps.
        draft.subject = addEntity(draft, draft.place.holds[0]!);
        readItems(text, draft, draft.subject, 'has');
      } else if (!draft.subject) readObjectList(text, draft, false);
      else draft.subject = readItems(text, draft, draft.subject, 'with') ?? draft.subject;
    } else if (joint === 'by') readBy(text, draft);
    else if (joint === 'per') readPer(text, draft);
    else if (joint === 'for' && tracked === text) readFor(text, draft);
    else if (joint === 'of') readOf(text, draft);
    else if (/^(?:in|on|at|across|from)$/.test(joint)) draft.place ??= draft.entities.length ? null : findPlace(text);
    else if (tracked !== text || /^(?:that|which|where|to|so|so that|in which|for)$/.test(joint)) {
      const whole = [{ joint: '', text }, ...segments.slice(at + 1)].map((segment) => (segment.joint ? `${/^[:–—-]$/.test(segment.joint) ? segment.joint : ` ${segment.joint}`} ${segment.text}` : segment.text)).join('');
      const object = whole.replace(trackPhrase, '');
      if (object !== whole) {
        beginWith(whole, draft);
        if (draft.entities.length === 0) draft.topic ??= topicOf(object);
      }
      readObjects(object, draft);
      return;
    }
  }
}

function isFieldList(text: string): boolean {
  const items = splitList(text);
  return items.length >= 3 && items.filter((item) => !isPlural(stripFillers(item)) && readField(item)?.certain).length * 2 > items.length;
}

// "name and email, orders" before another "with": all but the last are fields of what was named before.
function readOpening(text: string, draft: Draft): void {
  const parts = splitList(text);
  const last = parts.pop() ?? '';
  if (parts.length > 0 && draft.subject) readItems(parts.join(', '), draft, draft.subject, 'has');
  else if (parts.length > 0) readObjectList(parts.join(', '), draft, false);
  const implied = draft.subject?.noun === 'item' && draft.subject.fields.length === 0 && !draft.subject.said ? draft.subject : null;
  const [noun = last, owner] = stripFillers(last).split(/\s+(?:per|for each|for every|of each)\s+/i);
  draft.subject = addEntity(draft, shortNoun(noun));
  if (owner && findDraftEntity(draft, owner)) draft.relations.push({ from: draft.subject.noun, to: findDraftEntity(draft, owner)!.noun });
  if (implied) draft.entities.splice(draft.entities.indexOf(implied), 1);
}

// Who books a room wants to see bookings, not only rooms.
function beginWith(text: string, draft: Draft): void {
  if (/\b(?:book|reserve)s?\s+$/i.test(trackPhrase.exec(text)?.[0] ?? '')) draft.fromTitle = addEntity(draft, 'booking');
}

/** "job applicants by stage with a rating and notes" after "track". */
export function readObjects(text: string, draft: Draft): void {
  const tracked = text.replace(trackPhrase, '');
  if (tracked !== text) return readObjects(tracked, draft);
  const clause = /^(?:which|what|who|whom|how many|how much|when|where|whether|if)\b/i.test(text.trim()) ? null : text;
  if (clause === null) return readQuestion(text, draft);
  const segments = segmentsOf(text);
  const [head, ...rest] = segments;
  if (head?.text) readObjectList(head.text, draft, rest[0]?.joint === 'with' || rest[0]?.joint === ':');
  followSegments(rest, draft);
}

const verbNouns: [RegExp, string][] = [[/\bborrow|\blen[dt]\b|\bloan/i, 'loan'], [/\brent(?:s|ed|ing)?\b/i, 'rental'], [/\bbook(?:s|ed|ing)\b/i, 'booking'], [/\battend/i, 'attendance'], [/\bvisit/i, 'visit'], [/\bowe|\bpaid\b|\bpays\b/i, 'payment'], [/\bvolunteer/i, 'volunteer'], [/\bdonat/i, 'donation'], [/\bordered\b|\borders\b/i, 'order'], [/\bspen[dt]/i, 'expense'], [/\bworks?\b|\bshift/i, 'shift'], [/\bcalled\b|\bcalls\b/i, 'call']];

/** "who borrowed which tool and when it is due back", "which laptops are assigned to which employee". */
function readQuestion(text: string, draft: Draft): void {
  const subject = /\b(?:which|what|how many|of our|our|whose)\s+((?:[a-z-]+ ){0,2}?[a-z-]+?)\s+(?:is|are|was|were|has|have|had|needs?|belongs?|we|i|they|does|do|and|when|by|to|expires?|still|works?|lent|rented|borrowed)\b/i.exec(text);
  const verb = verbNouns.find(([pattern]) => pattern.test(text));
  const noun = subject ? stripFillers(subject[1]!) : '';
  const entity = verb && !(noun && findNoun(noun) && /^(?:which|what)/i.test(text) && !/borrow|rent/i.test(text)) ? addEntity(draft, verb[1]) : noun ? addEntity(draft, noun) : null;
  if (!entity) {
    // "who is on call each week: engineer, start date": at least the list is clear.
    const list = /^[^:]{3,80}:\s*(.+)$/.exec(text)?.[1];
    if (!list) return;
    draft.subject = addEntity(draft, /\bon call\b|\bon duty\b|\bworking\b/i.test(text) ? 'shift' : 'entry');
    readItems(list, draft, draft.subject, 'with');
    return;
  }
  draft.subject = entity;
  if (noun && entity.noun !== wordsOf(singular(noun)).join(' ')) { const thing = readField(singular(noun)); if (thing) addField(entity, thing); }
  const whom = /\b(?:assigned|given|issued|lent|loaned|rented|sold|belongs?|handed out) (?:out )?to\b/i.exec(text);
  if (whom) { const person = readField('assigned to'); if (person) addField(entity, person); }
  if (/^who\b/i.test(text)) { const person = readField(/borrow/i.test(text) ? 'borrower' : /rent/i.test(text) ? 'renter name' : 'person'); if (person) addField(entity, { ...person, field: person.field }); }
  for (const part of splitList(text).slice(1)) {
    const reading = readField(part, draft.currency);
    if (reading?.certain) addField(entity, reading);
  }
}

function readObjectList(text: string, draft: Draft, opensList: boolean): void {
  const parts = splitList(text.replace(/\s+(?:on|in|at) (?:an?|the) (?:kanban|board|calendar|chart).*$/i, ''));
  let first = true;
  for (const part of parts) {
    const bare = stripFillers(part.replace(trackPhrase, '')).replace(/^(?:their|its|his|her)\s+/i, '');
    if (!bare) continue;
    const group = /^([^()]{2,40}?)\s*\(([^()]*,[^()]*)\)$/.exec(bare);
    if (group && (isPlural(group[1]!) || findNoun(group[1]!)) && !(readField(bare)?.statedType && choiceNoun(wordsOf(group[1]!)))) {
      draft.subject = addEntity(draft, group[1]!);
      readItems(group[2]!, draft, draft.subject, 'has');
      first = false;
      continue;
    }
    const whose = /^(?:their|its|his|her|the)\s/i.test(part) && !first;
    const question = /^(?:who|when|whether|if|where|how|what|which)\b/i.test(bare);
    const words = wordsOf(bare);
    const certainField = readField(bare)?.certain === true && !isPlural(words.at(-1) ?? '');
    const isField = !first && !draft.ownSentence.has(wordsOf(singular(bare)).join(' ')) && (question || whose || fieldPlurals.has(words.at(-1)!) || (certainField && draft.subject !== null) || (!isPlural(bare) && draft.subject !== null && typeByEnding(words) !== null && !findNoun(bare)));
    if (whose && draft.subject && isPlural(bare) && findNoun(bare) && !fieldPlurals.has(words.at(-1)!)) {
      const child = addEntity(draft, bare);
      draft.relations.push({ from: child.noun, to: draft.subject.noun });
    } else if (isField && draft.subject) {
      const reading = readField(bare, draft.currency);
      if (reading) addField(draft.subject, reading);
    } else if (first && parts.length === 1 && findPlace(bare) && !isPlural(words.at(-1)!) && (!findNoun(bare) || findPlace(bare)!.place.includes(' '))) {
      draft.place ??= findPlace(bare);
    } else if (first && !opensList && parts.length > 2 && !isPlural(bare) && draft.subject === null && draft.entities.length === 0 && readField(bare)?.certain && !findNoun(bare)) {
      draft.ownSentence.add(`field:${bare}`);
    } else if (words.length <= 6) {
      const was = draft.entities.length;
      addCore(bare.replace(/\s+(?:in|on|at|from|during|within|between|among) .*$/i, ''), draft);
      if (first && draft.entities.length > was) draft.title ??= null;
    }
    first = false;
  }
}

// "vaccination of my dogs" is about both, "calibration of lab instruments" about calibrations; fields that follow belong to the first.
function readOf(text: string, draft: Draft): void {
  const { subject } = draft;
  if (!subject) return readObjectList(text, draft, false);
  if (!findNoun(subject.noun)) return;
  readObjectList(text, draft, false);
  draft.subject = subject;
}

function readBy(text: string, draft: Draft): void {
  for (const part of splitList(text.replace(/\s+(?:on|in|as) an? .*$/i, ''))) {
    const reading = readField(part, draft.currency);
    const owner = draft.subject ?? draft.entities.at(-1);
    if (reading && owner && part.split(' ').length <= 3) {
      addField(owner, reading);
      if (choiceNoun(wordsOf(part))) draft.directives.push({ kind: 'board', text: `board by ${part}`, about: owner });
    }
  }
}

function readPer(text: string, draft: Draft): void {
  const owner = draft.subject ?? draft.entities.at(-1);
  const noun = stripFillers(text.split(/[,.]| with | and /)[0] ?? '');
  if (!owner || !noun || /^(?:day|week|month|year|hour|night|unit|person)$/.test(noun)) return;
  if (findNoun(noun)) {
    const target = addEntity(draft, noun);
    draft.relations.push({ from: owner.noun, to: target.noun });
    draft.subject = owner;
  } else {
    const reading = readField(noun);
    if (reading) addField(owner, reading);
  }
}

function readFor(text: string, draft: Draft): void {
  const [head = '', ...tail] = text.split(/\s+(?=(?:that|which|who|where)\s)/i);
  const place = findPlace(stripFillers(head));
  // "CRM for freelancers": who uses it is no record of it.
  if (draft.place && draft.entities.length === 0 && !place && draft.title) return;
  if (place && (draft.entities.length > 0 || !findNoun(head) || place.place.includes(' '))) {
    draft.place ??= place;
    if (draft.entities.length === 0) draft.title ??= titleCase(stripFillers(head));
    else if (draft.title && wordsOf(draft.title).length <= 2 && !draft.title.toLowerCase().includes(place.place)) draft.title = titleCase(`${place.place} ${draft.title}`);
  } else if (/^(?:our|my|the)\s(?:\w+\s){0,3}(?:team|department|group|staff|crew|family|class|colleagues|friends|office|unit|division)$/i.test(head.trim())) {
    // "a kanban for our editorial team" says who uses it.
    draft.context ??= head;
  } else if (draft.entities.length === 0) readObjectList(head, draft, false);
  else if (/^(?:an?|each|every|the|one)\s/i.test(text) && draft.subject) {
    const noun = stripFillers(head);
    const reading = noun.split(' ').length <= 3 && findNoun(noun) ? readField(noun) : null;
    if (reading && !/team|company|department|office|business|organization/.test(noun)) addField(draft.subject, reading);
  }
  for (const part of tail) readRest(part, draft);
}
