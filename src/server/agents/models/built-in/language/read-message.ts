import type { Draft, DraftEntity, Directive } from './draft.ts';
import { addEntity, addField, findDraftEntity } from './draft.ts';
import { readAppPhrase, readObjects } from './app-phrase.ts';
import { colorNamed, colorWords } from './colors.ts';
import { readField } from './fields.ts';
import { readItems } from './items.ts';
import { splitList } from './lists.ts';
import { findNoun, findPlace } from './nouns.ts';
import { stripFillers, stripPoliteness, trackPhrase } from './phrases.ts';
import { plainly, readProse } from './prose.ts';
import { statementsOf } from './statements.ts';
import type { Statement } from './statements.ts';
import { currencyNamed, typeNamed } from './type-words.ts';
import { isPlural, singular, titleCase, wordsOf } from './words.ts';

export function readMessage(message: string): Draft {
  const draft: Draft = { text: message, title: null, topic: null, color: null, currency: currencyNamed(message) ?? 'USD', place: null, fromTitle: null, entities: [], subject: null, relations: [], directives: [], ownSentence: new Set() };
  const statements = statementsOf(message);
  for (const { text } of statements) {
    for (const match of text.matchAll(/\b(?:each|every|an?|the|all)\s+((?:[a-z-]+ ){0,2}?[a-z-]+)\s+(?:should have|must have|will have|can have|needs to have|has|have|belongs? to|consists? of|contains?|includes?)\b/gi)) {
      const noun = wordsOf(singular(match[1]!)).join(' ');
      if (!/^(?:app|tool|system|it|list|user|table|page|tracker|application|dashboard|database|software|platform|board)$/.test(noun.split(' ').at(-1)!)) draft.ownSentence.add(noun);
    }
  }
  for (const { text } of statements) {
    const plural = /^((?:[a-z-]+ )?[a-z-]+s) (?:should have|must have|have|need|include|contain|belong to)\b/i.exec(text);
    if (plural && isPlural(plural[1]!) && !/^(?:users|tabs|pages|lists|tables|columns|fields|requirements|features)$/i.test(plural[1]!)) draft.ownSentence.add(wordsOf(singular(plural[1]!)).join(' '));
  }
  let under: Under = { kind: 'none', depth: 0 };
  for (const statement of statements) under = readStatement(statement, draft, under);
  return draft;
}

type Under = { kind: 'none' | 'fields' | 'entities'; depth: number; entity?: DraftEntity };

function readStatement(statement: Statement, draft: Draft, under: Under): Under {
  const text = statement.text.trim();
  const opener = /^(.*?)\s*:$/.exec(text);
  if (statement.kind === 'heading' || opener) {
    const next = readOpener(opener?.[1] ?? text, draft);
    if (next) return statement.kind === 'item' ? { ...next, depth: statement.depth } : next;
    if (statement.kind === 'heading') {
      if (draft.entities.length === 0) readSentence(text, draft);
      return { kind: 'none', depth: 0 };
    }
  }
  if (statement.kind === 'item') return readItem(text, statement.depth, draft, under);
  readSentence(text.replace(/:$/, ''), draft);
  return /:$/.test(text) ? { kind: 'none', depth: 0 } : under.kind === 'none' ? under : { kind: 'none', depth: 0 };
}

/** "Fields:", "Entities", "Each loan has:", "Customer:" say what the lines below are. */
function readOpener(text: string, draft: Draft): Under | null {
  const bare = text.replace(/[*_#:]/g, '').trim();
  const has = /^(?:(?:for )?(?:each|every|an?|the|all)\s+)?(.+?)\s+(?:should have|must have|will have|has|have|needs?|includes?|contains?|consists? of|with)(?: the)?(?: following)?(?: fields?| columns?| attributes?| properties| details)?$/i.exec(bare);
  if (/^(?:the )?(?:following )?(?:main |key |core |data )?(?:entities|tables|collections|objects|modules|models?|data model|record types|things to track|resources|lists)(?: (?:are|needed|required))?$/i.test(bare)) return { kind: 'entities', depth: 0 };
  const fieldsOf = /^(?:the )?(?:(.+?)\s+)?(?:fields?|columns?|attributes?|properties|form fields|data fields)(?: (?:for|of)(?: each| an?| the)? (.+?))?(?: (?:are|needed|required|to track))?$/i.exec(bare);
  if (fieldsOf) {
    const name = stripFillers(fieldsOf[2] ?? fieldsOf[1] ?? '').replace(/^(?:required|following|main|needed)\s*/i, '');
    const entity = name && name.split(' ').length <= 3 ? addEntity(draft, name) : (draft.subject ?? draft.entities[0]);
    if (entity) draft.subject = entity;
    return { kind: 'fields', depth: 0, ...(entity ? { entity } : {}) };
  }
  if (has?.[1] && has[1].split(' ').length <= 3 && !/^(?:it|app|the app|i|we|they|tool|system|i also|we also|this|that|you|form)$/i.test(has[1])) {
    const entity = addEntity(draft, stripFillers(has[1]));
    draft.subject = entity;
    return { kind: 'fields', depth: 0, entity };
  }
  if (/^(?:features?|requirements?|functionality|views?|charts?|rules?|notes?|goals?|overview|description|users?|purpose|behaviou?rs?|extras?|nice to have|must have|ui|design|user stories|background|acceptance criteria|reports?|relations?|relationships?|it should|the app should|i want to|we want to|i need to|we need to|i should be able to|users can|users should be able to|dashboards?|permissions|roles|summary|introduction|context|example|examples)\b.*$/i.test(bare) || bare.split(' ').length > 4) return null;
  if (findNoun(bare) && !/\b(?:track|build|create|app|tool)\b/i.test(bare)) {
    const entity = addEntity(draft, bare);
    draft.subject = entity;
    return { kind: 'fields', depth: 0, entity };
  }
  return null;
}

function readItem(text: string, depth: number, draft: Draft, under: Under): Under {
  if (readDirective(text, draft)) return under;
  const pair = /^([^:()]{2,50}?)\s*(?::|\s[-–—]\s|→)\s*(.+)$/.exec(text);
  const listed = /^([^()]{2,50}?)\s*\((.+)\)$/.exec(text);
  const nested = under.kind === 'fields' && under.entity !== undefined && depth > under.depth;
  const [, name = '', spec = ''] = pair ?? listed ?? [];
  if (name && !(nested && !isPlural(name))) {
    const parts = splitList(spec);
    const fieldParts = parts.filter((part) => readField(part)?.certain).length;
    const isEntity = (under.kind === 'entities' || (parts.length >= 2 && fieldParts * 2 >= parts.length && (isPlural(stripFillers(name)) || findNoun(name) !== null) && !readField(name)?.certain) || (isPlural(stripFillers(name)) && findNoun(name) !== null && fieldParts >= 2)) && !typeNamed(spec);
    if (isEntity) {
      const entity = addEntity(draft, stripFillers(name));
      draft.subject = entity;
      readItems(spec.replace(/^(?:with|has|have|includes?|stores?)\s+/i, ''), draft, entity, 'has');
      return { kind: under.kind === 'entities' ? 'entities' : under.kind, depth, ...(under.kind === 'entities' ? {} : { entity }) };
    }
  }
  if (under.kind === 'fields' && (nested || under.depth === 0) && (under.entity ?? draft.subject ?? draft.entities[0])) {
    const entity = under.entity ?? draft.subject ?? draft.entities[0]!;
    const reading = readField(explained(text), draft.currency);
    if (reading) addField(entity, reading);
    return under;
  }
  if (under.kind === 'entities' && depth <= Math.max(1, under.depth || 1)) {
    const entity = addEntity(draft, stripFillers(text.replace(/\s+(?:with|having|including)\s.*$/i, '')));
    draft.subject = entity;
    const fields = /\s(?:with|having|including)\s+(.+)$/i.exec(text);
    if (fields) readItems(fields[1]!, draft, entity, 'has');
    return under;
  }
  if (under.kind === 'entities' && draft.subject) {
    const reading = readField(explained(text), draft.currency);
    if (reading) addField(draft.subject, reading);
    return under;
  }
  if (/\b(?:has|have|belongs?|should|must|can|with)\b/i.test(text) || trackPhrase.test(stripPoliteness(text))) readSentence(text, draft);
  else if (text.split(' ').length <= 8) {
    const made = readItems(explained(text), draft, draft.subject ?? draft.entities.at(-1) ?? null, 'with');
    if (!draft.subject && made) draft.subject = made;
    const isNoun = !pair && made && isPlural(text);
    if (isNoun) return { kind: 'fields', depth: depth, entity: findDraftEntity(draft, text) ?? made };
  }
  return under;
}

// "Due date: when the loan must be back" explains; "Priority: low, medium, high" lists options.
function explained(text: string): string {
  const pair = /^([^:()]{2,50}?)\s*(?::|\s[-–—]\s)\s*(.+)$/.exec(text);
  if (!pair || typeNamed(pair[2]!) || /[,/|]|\bor\b|\d/.test(pair[2]!)) return text;
  return pair[1]!;
}

const ruleWords = /\b(?:overdue|late|past|expir\w*|lapsed|low|below|above|under|over|less|more|within|before|after|soon|today|missing|without|not|un[a-z]+ed|high|urgent|critical|rejected|failed|negative|cancell?ed|blocked|next|coming|starting|ending|due)\b/i;
const colorRule = new RegExp(`^${colorWords}(?: please| if possible)?$|^${colorWords} (?:theme|colou?rs?|colou?r scheme|design|style|accent|look)(?: please)?$|\\b(?:in|use|using|with|make it|make everything|want|prefer|like|go with|theme|accent|colou?r(?: scheme| theme)?(?: should be| is|:)?|branding|main colou?r)\\b[^.]*?\\b${colorWords}\\b`, 'i');

/** Views, charts, rules, sorting, colour and name; true when the sentence was one of them. */
function readDirective(text: string, draft: Draft): boolean {
  // A whole specification is no directive, whatever words are in its list.
  if (draft.entities.length === 0 && splitList(text).length >= 4 && /[:]|\bwith\b/.test(text)) return false;
  const about = mentioned(text, draft);
  const push = (kind: Directive['kind']): true => { draft.directives.push({ kind, text, about }); return true; };
  const called = /^(?:please )?(?:call|name|title) (?:it|this|the app|the tool)\s+["'“]?(.+?)["'”]?$/i.exec(text) ?? /^(?:the )?(?:app|tool|title|name)(?:'s name| name| title)?(?: is| should be|:)\s+["'“]?([^"”]{2,40}?)["'”]?$/i.exec(text);
  if (called && !/^(?:simple|easy|fast|used|called|for|to|able)\b/i.test(called[1]!)) { draft.title = titleCase(called[1]!); return true; }
  if (/^(?:it )?(?:should |must |please )?(?:sort|order)(?:ed)? (?:them |it |everything |the \w+ |by|\w+ by)|^(?:newest|oldest|latest|most recent|highest|lowest) (?:\w+ )?(?:first|on top|at the top)|\bsorted by\b/i.test(text)) return push('sort');
  const endsInColor = new RegExp(`\\b(?:in |as )?(?:bold )?${colorWords}$`, 'i');
  const rules = text.split(new RegExp(`(?<=\\b${colorWords})\\s*(?:,|;|\\band\\b)\\s*(?:and\\s+)?`, 'i')).map((rule) => rule.trim());
  if (rules.length > 1 && rules.every((rule) => endsInColor.test(rule) && ruleWords.test(rule))) {
    for (const rule of rules) draft.directives.push({ kind: 'highlight', text: rule, about });
    return true;
  }
  if (new RegExp(`^(?:in )?${colorWords} (?:when|if|for|where)\\b`, 'i').test(text) && ruleWords.test(text)) return push('highlight');
  if (endsInColor.test(text) && ruleWords.test(text) && text.split(' ').length <= 14 && !/^(?:use|make it|build|create|i need|we need|track)\b/i.test(text)) return push('highlight');
  const isRule = /\b(?:highlight|flag|warn|warning|alert|emphasi[sz]e|notify|remind|stand out)\b/i.test(text) || (new RegExp(`\\b(?:in|turns?|be|are|is|mark(?:ed)?|show|as|become|becomes)\\s+(?:bold )?${colorWords}\\b`, 'i').test(text) && /\b(?:overdue|late|past|expir|low|below|above|under|over|less|more|when|if|due|not|un\w+ed|high|urgent|critical|rejected|missing|without|failed|lost|vip|blocked|those|that are|items|ones|rows|today|negative|cancell?ed|open|within|ending|days|before|after|inactive|full)\w*/i.test(text)) || /\bmark\b.*\b(?:overdue|expired|late|low|urgent)\b/i.test(text) || new RegExp(`^mark\\b.*\\b${colorWords}$`, 'i').test(text);
  const isChart = /\b(?:chart|graph|plot|pie|histogram|diagram|visuali[sz]e|bar chart|breakdown)\b/i.test(text) && !/\bpie (?:crust|dish|recipe)|seating chart|chart of accounts/i.test(text);
  const tinted = new RegExp(`^(?:(?:show|mark|display|put|make|list|give|colou?r) (?:me )?)?(?!(?:in|use|using|with|make|it|theme|colou?r|accent|everything|all|the (?:app|ui|design|theme|colou?r|accent))\\b)((?:[a-z'-]+ ){1,5})(?:(?:is|are|should be|must be|be|in) )?${colorWords}$`, 'i').test(text);
  const asksForTool = /^(?:build|create|i |we |an? )|\b(?:app|tool|tracker|system|theme|colou?rs?|design|look|ui)\b/i.test(text);
  if ((isRule || (tinted && !asksForTool)) && !isChart) {
    const whens = text.split(/\s+and\s+(?=(?:when|if)\b)/i);
    for (const [at, part] of whens.entries()) draft.directives.push({ kind: 'highlight', text: at === 0 ? part : `warn ${part}`, about });
    return true;
  }
  if (isChart && !/\b(?:track|build|create|manage|need|app|tool)\b.{0,50}\b(?:with|and)\b/i.test(text)) return push('chart');
  if (/^(?:(?:show|display|see|give me|i want(?: to see)?|we want(?: to see)?|include|add|calculate|view) )?(?:me |us )?(?:the |a |an )?(?:total|sum|average|avg|mean|number of|count of|revenue|spending|monthly|weekly)\b.*\b(?:per|by|for each|each|every)\b\s*\w+/i.test(text)) return push('chart');
  if (/^(?:show|display|view|see|i want|we want|i'd like|include|add)\b.*\b(?:board|kanban)\b.*\bcalendar\b|^(?:show|display|view|see|i want|we want|i'd like|include|add)\b.*\bcalendar\b.*\b(?:board|kanban)\b/i.test(text)) { push('board'); draft.directives.push({ kind: 'calendar', text: /\bcalendar\b[^,;]*/i.exec(text)![0], about }); return true; }
  if (/\b(?:as|on|in|with|using|through) (?:an? |the )?(?:\w+ ){0,2}?(?:kanban|board|pipeline)\b(?! (?:member|of directors|game))|^(?:show |add |include )?(?:an? |the )?(?:kanban|board)(?: view| board)?\b(?! (?:games?|members?|meetings?|of directors|room|minutes|exam|certif))|drag.and.drop|^(?:kanban|board) by|\bgroup(?:ed)? by (?:status|stage)/i.test(text) && !/^(?:build|create|i need|we need|make|track|manage)\b/i.test(text)) return push('board');
  if (/\b(?:as|on|in|with|using) (?:an? |the |our )?(?:\w+ ){0,2}?calendar\b|^(?:show |add |include )?(?:an? |the )?(?:\w+ )?calendar(?: view)?\b/i.test(text) && !/^(?:build|create|i need|we need|make (?:me )?an?|track|manage)\b/i.test(text)) return push('calendar');
  if (colorRule.test(text) && text.split(' ').length <= 12 && !/^(?:each|every|an? )|\b(?:track|field|has|have)\b/i.test(text) && !draft.entities.some((entity) => entity.noun === 'color')) {
    const color = colorNamed(text);
    if (color && !/^(?:build|create|i need|we need|track|manage)/i.test(text)) { draft.color = color; return true; }
  }
  return false;
}

function mentioned(text: string, draft: Draft): DraftEntity | null {
  const lower = ` ${wordsOf(text).map((word) => singular(word)).join(' ')} `;
  return draft.entities.find((entity) => lower.includes(` ${entity.noun} `)) ?? draft.entities.find((entity) => lower.includes(` ${entity.noun.split(' ').at(-1)} `)) ?? null;
}

const nounPhrase = "((?:[A-Za-z][A-Za-z'-]* ){0,3}?[A-Za-z][A-Za-z'-]*)";
const belongs = new RegExp(`^(?:(?:each|every|an?|the|all|one|any)\\s+)?${nounPhrase}\\s+(?:can |should |must |may |will |also |always )*(?:belongs? to|(?:is|are|be) (?:linked|assigned|connected|related|tied|attached|allocated|associated) (?:to|with)|(?:is|are) (?:part of|for|in|under|from)|links? to|refers? to|relates? to|(?:is|are) made (?:by|for)|goes to|comes? from)\\s+(?:exactly |only |at least )?(?:(?:an?|one|the|its|their|some|several|multiple|many)\\s+)?${nounPhrase}(?=$|[,.;]| and | or | with | has )`, 'i');
const hasMany = new RegExp(`^(?:(?:each|every|an?|the|one)\\s+)?${nounPhrase}\\s+(?:can |should |may |will |also )*(?:has|have|contains?|includes?)\\s+(?:many|multiple|several|one or more|any number of|a list of|lots of)\\s+${nounPhrase}$`, 'i');
const linkCommand = new RegExp(`^(?:link|connect|relate|assign|attach|tie)\\s+(?:each |every |the |all )?${nounPhrase}\\s+(?:to|with)\\s+(?:an?|the|their|its|one)?\\s*${nounPhrase}$`, 'i');
const hasFields = new RegExp(`^(?:(?:for (?:each|every|all)(?: of (?:the|our))?|each|every|an?|the|all|our|all the|one|per|these|those)\\s+)?${nounPhrase},?\\s+(?:also\\s+|then\\s+)?(?:should (?:have|include|contain|store|track|show|record)|must (?:have|include)|will have|needs? to have|has|have|needs?|includes?|contains?|consists? of|come with|comes with|stores?|records?|gets?|is described by|are described by|is defined by|with|can have|(?:I|we|they|you|it)(?: (?:also |always )?(?:want|need|would like|'d like|must|should|have))?(?: to)?(?: also)?(?: (?:track|record|store|know|see|save|note|keep|have|log|collect|enter|write down))+)(?: of)?:?\\s+(.+)$`, 'i');
const continued = /^(?:(?:i|we|it|they|the app|the tool|the system|users?|you|this)\s+)?(?:(?:also|additionally|should|must|will|would|can|could|want|need|needs|wants|like|to|please|be able to|'d like|as well|furthermore|for each one|for each|able)\s+)*(?:have|has|include|includes|contain|contains|store|stores|track|tracks|record|records|save|saves|capture|captures|log|logs|know|note|keep(?: track of)?|collect|add|see|there (?:should|must) be|fields(?: are| should be)?|columns(?: are)?|fields?:|columns?:)\s*:?\s+(.+)$/i;

function readSentence(sentence: string, draft: Draft): void {
  let text = plainly(sentence.trim().replace(/\s+/g, ' ').replace(/[.,;:!?]+$/, ''));
  if (!text) return;
  if (readDirective(text, draft)) return;
  text = takeTails(text, draft);
  if (readProse(text, draft)) return;
  const many = hasMany.exec(text);
  if (many) {
    const parent = addEntity(draft, stripFillers(many[1]!));
    const child = addEntity(draft, stripFillers(many[2]!));
    draft.relations.push({ from: child.noun, to: parent.noun });
    draft.subject = parent;
    return;
  }
  const link = linkCommand.exec(text) ?? (/^(?:i|we|they|it|this|that|there)\b/i.test(text) ? null : belongs.exec(text));
  if (link && (draft.entities.length > 0 || findNoun(link[1]!)) && wordsOf(link[1]!).length <= 3) {
    const from = addEntity(draft, stripFillers(link[1]!));
    for (const target of splitList(stripFillers(link[2]!))) draft.relations.push({ from: from.noun, to: addEntity(draft, stripFillers(target)).noun });
    draft.subject = from;
    const rest = text.slice(link.index + link[0].length).replace(/^[\s,]*(?:and\s+)?/, '');
    const also = /^(?:has|have|an?|one|the|with)\s+(.+)$/i.exec(rest);
    if (also) readItems(rest.replace(/^(?:has|have|with)\s+/i, ''), draft, from, 'has');
    return;
  }
  const between = new RegExp(`^(?:(?:each|every|an?|the)\\s+)?${nounPhrase}\\s+(?:links?|connects?|joins?|assigns?|ties)\\s+(?:an?|one|the)\\s+${nounPhrase}\\s+(?:to|with|and)\\s+(?:an?|one|the)\\s+${nounPhrase}(?=$|[,.;]|\\s+(?:with|and|on|has|for)\\b)(.*)$`, 'i').exec(text);
  if (between) {
    const entity = addEntity(draft, stripFillers(between[1]!));
    for (const target of [between[2]!, between[3]!]) draft.relations.push({ from: entity.noun, to: addEntity(draft, stripFillers(target)).noun });
    draft.subject = entity;
    const rest = between[4]!.replace(/^[\s,]*(?:with|and has|has|and)?\s*/i, '');
    if (rest) readItems(rest, draft, entity, 'has');
    return;
  }
  const polite = stripPoliteness(text);
  const has = hasFields.exec(text);
  if (has && isSubject(has[1]!, text, draft)) {
    const entity = addEntity(draft, stripFillers(has[1]!));
    draft.subject = entity;
    readEntityFields(has[2]!, draft, entity);
    return;
  }
  const pair = /^([A-Za-z][\w' -]{1,40}?)\s*(?:\((.+)\)|:\s*(.+)|\s[-–—]\s(.+))$/.exec(text);
  if (pair && draft.entities.length > 0) {
    const spec = pair[2] ?? pair[3] ?? pair[4] ?? '';
    if (/^(?:fields?|columns?|attributes?|details|data|include|including|it has|features?|plus|also|additional fields?|e\.?g)$/i.test(pair[1]!.trim())) { readItems(spec, draft, draft.subject ?? draft.entities[0]!, 'with'); return; }
    if (splitList(spec).length >= 2 && (isPlural(stripFillers(pair[1]!)) || findDraftEntity(draft, pair[1]!) || (findNoun(pair[1]!) && !readField(pair[1]!)?.certain))) {
      const entity = addEntity(draft, stripFillers(pair[1]!));
      draft.subject = entity;
      readEntityFields(spec, draft, entity);
      return;
    }
  }
  const details = draft.entities.length > 0 ? splitList(text) : [];
  if (details.length >= 3 && details.every((part) => part.split(' ').length <= 6) && details.filter((part) => readField(part)?.certain).length * 2 >= details.length && !trackPhrase.test(polite)) {
    draft.subject = readItems(text, draft, draft.subject ?? draft.entities[0]!, 'has') ?? draft.subject;
    return;
  }
  const filled = draft.entities.length > 0 ? /^(?:the )?(?:[a-z]+ ){1,2}(?:can |should |must |will )?(?:submit|enter|provide|fill in|fill out|give|report|specify|choose|pick|select|type in)\s+(.+)$/i.exec(text) : null;
  if (filled && splitList(filled[1]!).filter((part) => readField(part)?.certain).length >= 2) { readItems(filled[1]!, draft, draft.subject ?? draft.entities[0]!, 'has'); return; }
  const more = draft.entities.length > 0 ? continued.exec(text) : null;
  if (more) {
    const object = more[1]!.replace(/^(?:the |a |an )?(?:following|fields?|columns?|information|data)(?: of| for| about)?:?\s+/i, '').replace(/^track of\s+/i, '');
    const whose = /^(.+?)\s+(?:of|for|per|on|about) (?:each|every|the|a|an|all) ((?:\w+ )?\w+)$/i.exec(object);
    const owner = (whose && findDraftEntity(draft, whose[2]!)) ?? draft.subject ?? draft.entities[0]!;
    draft.subject = readItems(whose && findDraftEntity(draft, whose[2]!) ? whose[1]! : object, draft, owner, 'with') ?? owner;
    return;
  }
  if (/^(?:i|we)(?:'m|'re| am| are| run| own| manage| work| have| operate)\b(?!.*\b(?:track|manage(?:ment)?|need|want|record|organi[sz]e|keep|app|tool|system)\b)/i.test(text) || /^(?:my|our) (?:\w+ ){1,3}(?:is|are|has|have)\b(?!.*\b(?:track|need|want)\b)/i.test(text)) {
    const where = findPlaceIn(text);
    if (where) draft.place ??= where;
    return;
  }
  // "We rent out kayaks." tells about the business; what to keep comes in the next sentence.
  if (/^(?:we|i)\s+(?:also\s+)?(?:rent(?: out)?|sell|offer|teach|host|provide|produce|grow|breed|repair|serve|lend(?: out)?|ship|train|coach|clean|organi[sz]e|build)\s/i.test(text) && !/\b(?:track|need|want|app|tool|so|:)\b|:/.test(text)) {
    draft.context = text;
    return;
  }
  const start = /\b(?:and|so|but|,)\s+(?:(?:i|we)(?:'d| would)? )?(?:need|want|would like|like|am looking|are looking|have to)\b.*$/i.exec(text);
  if (start && /^(?:i|we|my|our)\b/i.test(text)) {
    const where = findPlaceIn(text.slice(0, start.index));
    if (where) draft.place ??= where;
    readAppPhrase(start[0].replace(/^(?:and|so|but|,)\s+/i, ''), draft);
    return;
  }
  if (draft.entities.length === 0 || /\b(?:build|create|make|track|manage|record|app|tool|system|log)\b/i.test(text) && polite !== text) readAppPhrase(text, draft);
  else if (trackPhrase.test(polite)) readObjects(polite.replace(trackPhrase, ''), draft);
  else if (/^(?:with|and|plus|including)\s+/i.test(text)) readItems(text.replace(/^(?:with|and|plus|including)\s+/i, ''), draft, draft.subject ?? draft.entities[0]!, 'with');
}

// Reads "name, email and belongs to a company": what follows a verb of belonging is a relation, the rest are fields.
function readEntityFields(text: string, draft: Draft, entity: DraftEntity): void {
  const belongsTo = /,?\s*(?:and\s+)?(?:it\s+)?(?:also\s+)?(?:belongs? to|(?:is|are) (?:linked|assigned|connected|related|tied) to|links? to|(?:is|are) part of)\s+(?:exactly )?(?:an?|one|the|its)?\s*([A-Za-z-]+(?: [A-Za-z-]+)?)(?=$|[,.;]|\s+and\b)/gi;
  const rest = text.replace(belongsTo, (_all, target: string) => { draft.relations.push({ from: entity.noun, to: addEntity(draft, stripFillers(target)).noun }); return ','; });
  if (/[A-Za-z]/.test(rest)) readItems(rest.replace(/^[\s,]+/, ''), draft, entity, 'has');
}

function isSubject(phrase: string, text: string, draft: Draft): boolean {
  const bare = stripFillers(phrase);
  const noun = wordsOf(bare).at(-1) ?? '';
  if (/^(?:i|we|it|they|you|app|tool|system|application|tracker|dashboard|database|software|this|that|there|which|who|people|user|users|form|page|platform|one|my team|team that|company i|help|also|please|build|create|make|track|manage|need|want|program|website|record|log|register|list|something|overview)$/i.test(noun)) return false;
  if (/^(?:build|create|make|design|develop|track|manage|i|we|can|could|please|give|help|need|want|show|set|generate|keep|record|log|store|organi[sz]e|let)\b/i.test(phrase)) return false;
  if (findDraftEntity(draft, bare)) return true;
  if (/^(?:each|every|for (?:each|every|all)|an?)\b/i.test(text) && draft.entities.length > 0) return wordsOf(bare).length <= 3;
  if (/^(?:each|every|for (?:each|every|all))\b/i.test(text)) return wordsOf(bare).length <= 3;
  if (draft.ownSentence.has(wordsOf(singular(bare)).join(' ')) && (draft.place || draft.entities.length > 0 || findNoun(bare))) return true;
  return draft.entities.length > 0 && isPlural(bare) && wordsOf(bare).length <= 2 && !/\bwith\b/i.test(text.slice(0, phrase.length + 8)) || (draft.entities.length > 0 && findNoun(bare) !== null && /\b(?:has|have)\b/i.test(text));
}

function findPlaceIn(text: string): { place: string; holds: string[] } | null {
  const words = wordsOf(text);
  for (let end = words.length; end > 0; end -= 1) {
    const found = findPlace(words.slice(Math.max(0, end - 4), end).join(' '));
    if (found) return found;
  }
  return null;
}

/** Takes "… on a kanban board", "… with a calendar view", "… in green" off a sentence that says more. */
function takeTails(text: string, draft: Draft): string {
  let rest = text;
  const about = null;
  rest = rest.replace(/,?\s+(?:and )?(?:shown |displayed |organi[sz]ed |presented )?(?:as|on|in|with|using|via|plus|and) (?:an? |the )?(?:\w+ )?(?:kanban|board|pipeline board)(?: view| board)?(?:\s+(?:by|grouped by|per|of)\s+([a-z]+))?(?=$|[,.;]|\s+(?:and|with|for|where)\b)(?! (?:member|of directors|game))/i, (_all, by?: string) => { draft.directives.push({ kind: 'board', text: `board${by ? ` by ${by}` : ''}`, about }); return ''; });
  rest = rest.replace(/,?\s+(?:and )?(?:shown |displayed |organi[sz]ed )?(?:as|on|in|with|using|via|plus|and) (?:an? |the )?(?:\w+ )?calendar(?: view)?(?=$|[,.;]|\s+(?:and|with|for|where)\b)/i, () => { draft.directives.push({ kind: 'calendar', text: 'calendar', about }); return ''; });
  rest = rest.replace(/,?\s+(?:and |with |plus )+(?:an? |the )?((?:\w+ )?(?:bar |line |pie |donut |doughnut )?(?:chart|graph)s?\b(?: (?:of|for|showing|with|by|per)\b.*)?)$/i, (_all, chart: string) => { draft.directives.push({ kind: 'chart', text: chart, about }); return ''; });
  rest = rest.replace(new RegExp(`,?\\s+(?:in|with|using)\\s+(?:an? |the )?(?:nice |clean )?(${colorWords})(?: theme| colou?rs?| colou?r scheme| accent| design| style)?(?=$| with\\b|,)`, 'i'), (all, color: string) => { if (/\b(?:overdue|late|low|expired)\b/i.test(text)) return all; draft.color = colorNamed(color); return ''; });
  rest = rest.replace(/,?\s+sorted by\s+(.+)$/i, (_all, by: string) => { draft.directives.push({ kind: 'sort', text: `sort by ${by}`, about }); return ''; });
  return rest.trim();
}
