import type { Field, FieldType } from '../blueprint.ts';
import { choices, isFieldPhrase, typeByEnding } from './field-lexicon.ts';
import { splitOptions } from './lists.ts';
import { optionsOf } from './options.ts';
import { currencyNamed, typeNamed, unitNamed } from './type-words.ts';
import { tag } from './tagger.ts';
import { camelCase, isPlural, sentenceCase, wordsOf } from './words.ts';

/** A field as it was read from a phrase; `certain` says that a pattern or the lexicon knew it. */
export type FieldReading = { field: Field; noun: string; certain: boolean; statedType: boolean };

const leading = /^(?:(?:an?|the|their|its|his|her|our|my|your|each|every|one|some|any|this|that|also|optional(?:ly)?|required|mandatory|simple|including|include|with|have|has|had|having|add|adding|information about|info about|data about|details about|field for|fields for|column for|room for|place for|space for|option for|the option to set|a way to (?:record|note|enter)|record|track|store|capture|enter|both|all|multiple|several|various|maybe|possibly|ideally|and)\s+)+/i;
const trailing = /\s+(?:fields?|columns?|attributes?|input|picker|selector|dropdown|info|information|please|too|as well|etc\.?|for (?:it|each|them|each one)|of (?:it|each|them)|for every \w+|, if any|if any|if applicable|if needed)$/i;

/** Reads a field from a phrase such as `stage (lead, won)`, `weight in kg`, `returned or not`; null when there is none. */
export function readField(raw: string, currency = 'USD'): FieldReading | null {
  let text = raw.trim().replace(/[*_`"“”]/g, '').replace(/\s+/g, ' ').replace(/^[-–—•:]+\s*/, '');
  const hints = takeHints(text);
  text = clean(hints.rest);
  if (!text || text.length > 80) return null;

  const pattern = readPattern(text, hints.options) ?? readPlain(text);
  if (!pattern) return null;
  const { label, noun } = pattern;
  let { type } = pattern;
  let options = pattern.options ?? hints.options;
  if (hints.type && hints.type !== 'reference') type = hints.type;
  else if (hints.unit && hints.options.length < 2) type = 'number';
  else if (hints.options.length >= 2) type = hints.options.length === 2 && isYesNo(hints.options) ? 'yes-no' : 'choice';
  // "play time in minutes", "max players": an amount, whatever the noun.
  if ((type === 'time' && hints.unit) || (type === 'person' && /^(?:min|max|minimum|maximum|expected|total|maximal|minimal) /i.test(label) && isPlural(label))) type = 'number';
  if (type === 'choice' && options.length < 2) options = splitOptions(defaultChoices(noun) ?? 'option a, option b, option c');
  const field: Field = { name: camelCase(label), label: sentenceCase(label).slice(0, 60), type, required: hints.required };
  if (type === 'choice') field.options = optionsOf(options);
  if (type === 'money') field.unit = currencyNamed(hints.text) ?? currency;
  if (type === 'number') limitNumber(field, noun, hints);
  if (type === 'rating') Object.assign(field, { min: hints.range?.[0] === 0 ? 0 : 1, max: Math.min(10, hints.range?.[1] ?? 5) });
  if (type === 'money' && /price|cost|fee|salary|wage|rent|rate|deposit/.test(noun)) field.min = 0;
  if (!camelCase(label) || !/[a-z]/i.test(label)) return null;
  return { field, noun, certain: pattern.certain || hints.type !== null || hints.options.length >= 2, statedType: hints.type !== null || hints.options.length >= 2 };
}

type Hints = { rest: string; text: string; type: FieldType | null; options: string[]; unit: string | null; range: [number, number] | null; required: boolean };

/** Takes what is said about a field in brackets, after a colon, or as `from 1 to 5` and `in kg`. */
function takeHints(text: string): Hints {
  const hints: Hints = { rest: text, text, type: null, options: [], unit: null, range: null, required: false };
  const notes: string[] = [];
  hints.rest = hints.rest.replace(/\s*[([{]([^)\]}]*)[)\]}]?/g, (_all, inside: string) => { notes.push(inside); return ''; });
  hints.rest = hints.rest.replace(/\s*(?::|\s[-–—]\s|\bwhich can be\b|\bthat can be\b|\bcan be\b|\bis either\b|\beither\b|\bone of\b|\bwith (?:the )?(?:options|values|choices|statuses|stages)\b:?|\bsuch as\b|\blike\b|\be\.g\.?)\s*(.+)$/i, (_all, after: string) => { notes.push(after); return ''; });
  hints.rest = hints.rest.replace(/\s+(?:from|between|of|on a scale (?:of|from)|\()?\s*(\d+)\s*(?:-|–|to|and|\.\.)\s*(\d+)(?:\s*stars?)?$/i, (_all, low: string, high: string) => { hints.range = [Number(low), Number(high)]; return ''; });
  hints.rest = hints.rest.replace(/\s+(?:out of|\/)\s*(\d+)$/i, (_all, high: string) => { hints.range = [1, Number(high)]; return ''; });
  hints.rest = hints.rest.replace(/\s+in ([a-z0-9%°²³/$€£ ]{1,20})$/i, (all, word: string) => {
    const unit = unitNamed(word);
    if (unit) hints.unit = unit;
    else if (currencyNamed(`in ${word}`)) hints.type = 'money';
    else return all;
    return '';
  });
  for (const note of notes) readNote(note, hints);
  const slashed = /^(.*?)\s*((?:[\w-]+\s?\/\s?){1,}[\w-]+)$/.exec(hints.rest);
  if (slashed && slashed[1] && hints.options.length === 0 && !/^(?:and\/or|he\/she|n\/a)$/i.test(slashed[2]!)) { hints.rest = slashed[1]; readNote(slashed[2]!, hints); }
  if (hints.range && hints.type === null && hints.range[1] <= 10 && /\b(?:rating|stars?|satisfaction|mood|score)\b/i.test(hints.rest)) hints.type = 'rating';
  else if (hints.range && hints.type === null) hints.type = 'number';
  return hints;
}

function readNote(note: string, hints: Hints): void {
  const range = /^(?:from |between |scale )?\s*(\d+)\s*(?:-|–|to|and|\.\.)\s*(\d+)(?:\s*stars?)?$/i.exec(note.trim());
  if (range) { hints.range = [Number(range[1]), Number(range[2])]; return; }
  const whole = typeNamed(note) ?? null;
  if (whole) { hints.type ??= whole; return; }
  const parts = splitOptions(note.replace(/^(?:dropdown|choice|select|options?|enum|one of|either|values?|can be|e\.g\.?|such as|like|i\.e\.?)\s*[:,-]?\s*/i, ''));
  const modifiers = parts.filter((part) => /^(?:required|mandatory|must|not null|optional|nullable|if any|default\b.*|unique|auto|primary key|pk|max .*|up to .*)$/i.test(part));
  const rest: string[] = [];
  for (const part of parts) {
    if (/^(?:required|mandatory|must|not null)$/i.test(part)) hints.required = true;
    else if (/^(?:optional|nullable|if any|default\b.*|unique|auto|primary key|pk|max .*|up to .*)$/i.test(part)) continue;
    // "channel (email, social, ads)" lists options, "contact (email, required)" states a type.
    else if (parts.length - modifiers.length === 1 && typeNamed(part)) hints.type ??= typeNamed(part);
    else rest.push(part);
  }
  const unit = rest.length === 1 ? unitNamed(rest[0]!) : null;
  if (unit) hints.unit = unit;
  else if (rest.length === 1 && currencyNamed(rest[0]!)) hints.type ??= 'money';
  else if (rest.length >= 2 && rest.length <= 15 && rest.every((part) => part.split(' ').length <= 4)) hints.options = rest;
}

function clean(text: string): string {
  let rest = text.trim().replace(/[.,;:!]+$/, '');
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(leading, '').replace(/[.,;:]+$/, '');
    if (rest.split(' ').length > 1) rest = rest.replace(trailing, '');
  }
  return rest.trim();
}

type Pattern = { label: string; noun: string; type: FieldType; options?: string[]; certain: boolean };

/** Phrases whose shape says the type: `whether it was paid`, `number of guests`, `when it is due`. */
function readPattern(text: string, options: string[]): Pattern | null {
  const lower = text.toLowerCase();
  const yesNo = /^(?:whether|if|is|are|has|have)\s+(?:or not\s+)?(?:(?:it|they|he|she|we|i|you|the \w+|a \w+)\s+)?(?:(?:is|was|were|are|has been|have been|had been|has|have|been|be|got|already)\s+)*(.+?)(?:\s+or not|\s+yet|\?)*$/.exec(lower) ?? /^(?:(?:is|has|been|already)\s+)?(.+?)\s+(?:or not|y\/n|yes\/no|yes or no)(?:\s+\w+)?$/.exec(lower);
  if (yesNo?.[1] && options.length === 0) {
    const whose = /^(?:whether|if)\s+(?:the|a)\s+(\w+)\s+(?:is|was|has|have|had|been|were|are)\b/.exec(lower)?.[1];
    const plain = yesNo[1].replace(/^(?:been|it|the|a|an)\s+/, '').replace(/\s+(?:yet|already|back)$/, '');
    const label = whose && !isPlural(whose) && !/^(?:item|thing|person|one|record|entry|book|customer|member|guest|user|loan|task|car|vehicle|tool)$/.test(whose) && plain.split(' ').length === 1 ? `${whose} ${plain}` : plain;
    return { label, noun: label, type: 'yes-no', certain: true };
  }
  const count = /^(?:total )?(?:number|count|amount|quantity|no\.?|#) of (.+)$/.exec(lower) ?? /^how many (.+?)(?: (?:are|were|will|we|there|they|is).*)?$/.exec(lower);
  if (count?.[1]) {
    const money = /^(?:money|cash|funding|the loan|a loan)$/.test(count[1]);
    return { label: money ? 'amount' : clean(count[1]), noun: money ? 'amount' : `number of ${count[1]}`, type: money ? 'money' : 'number', certain: true };
  }
  if (/^how much (?:it|they|we|is|was|he|she)?\s*(?:costs?|paid|was paid|owes?|charged?|spent|is owed)?/.test(lower)) return { label: /owe/.test(lower) ? 'amount owed' : /paid/.test(lower) ? 'amount paid' : 'cost', noun: 'cost', type: 'money', certain: true };
  if (/^how long/.test(lower)) return { label: 'duration', noun: 'duration', type: 'number', certain: true };
  if (lower === 'when') return { label: 'date', noun: 'date', type: 'date', certain: true };
  const when = /^(?!when the \w+ (?:expires|ends|starts|is due|renews|begins)$)(?:when|what day|which day|what date|which date)\s+(?:(?:it|they|he|she|we|i|the \w+)\s+)?(?:(?:is|was|were|are|has|have|had|to|must|should|needs? to|will|be|been|last|next)\s+)*(.*)$/.exec(lower);
  if (when) {
    const verb = when[1]!.replace(/\s+(?:it|them|back)$/, '').trim();
    const label = !verb ? 'date' : /\bback\b/.test(lower) ? 'due date' : /^(?:due|due back|be returned|returned)$/.test(verb) && /due|must|should|need|to/.test(lower) ? 'due date' : /date|day/.test(verb) ? verb : `${verb.replace(/^(?:is|was)\s+/, '').split(' ').slice(0, 2).join(' ')} on`;
    return { label: label.replace(/s on$/, ' on'), noun: 'date', type: 'date', certain: true };
  }
  const who = /^who(?:m|se)?\s+(?:(?:is|was|has|had|have|they|he|she|it|to)\s+)*(.*)$/.exec(lower);
  if (who) {
    const verb = who[1]!.replace(/\s+(?:it|them|the \w+|this|that)$/, '').trim();
    const label = !verb ? 'person' : /^(?:borrowed|reported|requested|approved|made|did|does|took|bought|sold|paid|owns|submitted|wrote|called|performed|completed|fixed|led|teaches|taught)$/.test(verb) ? (verb === 'owns' ? 'owner' : `${verb === 'did' || verb === 'does' ? 'done' : verb === 'took' ? 'taken' : verb === 'wrote' ? 'written' : verb === 'teaches' ? 'taught' : verb} by`) : verb;
    return { label, noun: 'person', type: 'person', certain: true };
  }
  const what = /^what\s+(.+)$/.exec(lower);
  if (what) {
    if (/^(?:happened|went wrong|was done|we did|they did|they said|was said|was discussed|is needed|broke|was decided|it is about|was found|did they|caused)/.test(what[1]!)) return { label: `what ${what[1]!.split(' ').slice(0, 3).join(' ')}`, noun: 'description', type: 'long-text', certain: true };
    const thing = what[1]!.replace(/\s+(?:it|they|he|she|we|the \w+)?\s*(?:is|are|was|were|has|have)\b.*$/, '').replace(/^(?:was|were|is|are)\s+/, '').replace(/^(?:borrowed|bought|sold|ordered|lent|rented|taken)$/, 'item');
    return readPlain(thing) ?? null;
  }
  const expires = /^when the (\w+) (expires|ends|starts|is due|renews|begins)$/.exec(lower);
  if (expires) return { label: `${expires[1]} ${{ expires: 'expiry', ends: 'end', starts: 'start', 'is due': 'due date', renews: 'renewal', begins: 'start' }[expires[2]!]}`, noun: 'date', type: 'date', certain: true };
  if (/^[a-z -]+ (?:left|remaining|in stock|on hand|available)$/.test(lower) && isPlural(lower.split(/ (?:left|remaining|in stock|on hand|available)$/)[0]!)) return { label: text, noun: 'quantity', type: 'number', certain: true };
  const either = /^([a-z-]+) or ([a-z-]+)$/.exec(lower);
  if (either && options.length === 0) {
    if (either[2] === `un${either[1]}` || either[2] === `in${either[1]}` || either[2] === 'not') return { label: either[1]!, noun: either[1]!, type: 'yes-no', certain: true };
    return { label: /present|absent/.test(lower) ? 'attendance' : /open|closed|done|active|pending|sold|new/.test(lower) ? 'status' : /male/.test(lower) ? 'gender' : 'type', noun: 'type', type: 'choice', options: [either[1]!, either[2]!], certain: true };
  }
  if (/^where\b/.test(lower)) return { label: 'location', noun: 'location', type: 'text', certain: true };
  if (/^why\b/.test(lower)) return { label: 'reason', noun: 'reason', type: 'long-text', certain: true };
  const of = /^(.+?) of (?:the |a |an |each |any )?(.+)$/.exec(lower);
  if (of?.[1] && !/^day|time of day/.test(lower)) {
    const head = readPlain(of[1]);
    if (head?.certain) return { ...head, label: text };
  }
  const during = /^(.+?) (?:at|on|until|till)$/.exec(lower);
  if (during) return { label: text, noun: 'date', type: /at$/.test(lower) && /time|open|close|pick|start|end/.test(lower) ? 'time' : 'date', certain: true };
  if (/ (?:by|to)$/.test(lower) && !/^(?:due|use|sell|order|sort|group|link|links|linked|belongs|related|good|next)/.test(lower)) return { label: text, noun: 'person', type: 'person', certain: true };
  if (/ (?:for|from)$/.test(lower) && lower.split(' ').length <= 3) return { label: text, noun: 'text', type: 'text', certain: false };
  return null;
}

/** A plain noun phrase: its last words say the type. */
function readPlain(text: string): Pattern | null {
  const words = wordsOf(text.replace(/\s+(?:for|about|on|in|per|during|at)\s+.*$/i, (all) => (/^(?:\s+per \w+$)/i.test(all) ? '' : all)));
  if (words.length === 0 || words.length > 7) return null;
  const noun = words.join(' ');
  const choice = choiceNoun(words);
  const ending = typeByEnding(words) ?? typeByEnding(words.map((word) => (isPlural(word) ? word.replace(/ies$/, 'y').replace(/s$/, '') : word)));
  // "amount requested", "date received": the participle says what happened to the thing before it. A "deposit paid" is a tick.
  const participle = words.length >= 2 && /(?:ed|en|ent|id|ue|ld)$|^(?:read|run|won|lost|done|sent|left|made)$/.test(words.at(-1)!) && (!ending || ending.words === 1 || ending.type === 'yes-no');
  const before = participle ? typeByEnding(words.slice(0, -1)) : null;
  if (participle && isPlural(words.at(-2)!) && !before) return { label: text, noun, type: 'number', certain: true };
  if (before && (['number', 'date', 'time'].includes(before.type) || (before.type === 'money' && /^(?:amount|price|total|value|sum|cost|budget|money)$/.test(words.at(-2)!)))) return { label: text, noun, type: before.type, certain: true };
  if (participle && /^(?:last|next|previous|first)$/.test(words[0]!)) return { label: text, noun, type: 'date', certain: true };
  // "players" among the details of a booking counts them.
  if (words.length === 1 && /^(?:players|students|visitors|volunteers|workers|helpers|passengers|employees|customers|people|kids|seniors)$/.test(words[0]!)) return { label: text, noun, type: 'number', certain: true };
  const counted = words.length >= 2 && isPlural(words.at(-1)!) && (!ending || ending.type === 'person');
  // "price estimate", "revenue target": an amount of money, whatever comes after it.
  if (words.length >= 2 && ending?.type === 'number' && /^(?:price|cost|revenue|budget|salary|fee|income|sales|profit|spending)$/.test(words.at(-2)!) && /^(?:estimate|target|limit|goal|total|minimum|maximum|threshold)$/.test(words.at(-1)!)) return { label: text, noun, type: 'money', certain: true };
  if (counted && /^(?:min|max|minimum|maximum|total|average|number|needed|required|expected|open|remaining|available)$/.test(words[0]!)) return { label: text, noun, type: 'number', certain: true };
  if (choice && (!ending || choice.split(' ').length >= ending.words)) return { label: text, noun, type: 'choice', certain: true };
  if (ending) {
    // `number` alone counts, `invoice number` names.
    const last = words.at(-1)!;
    if (last === 'number' && words.length > 1 && ending.words === 1 && !/^(?:total|lucky|max|min|maximum|minimum)$/.test(words.at(-2)!)) return { label: text, noun, type: 'text', certain: true };
    if (last === 'rate' && ending.words === 1 && words.length > 1 && !/^(?:hourly|daily|weekly|monthly|yearly|annual|nightly|day|night|room|base|pay|billing|standard|rental|hour)$/.test(words.at(-2)!)) return { label: text, noun, type: 'number', certain: true };
    if (last === 'time' && ending.words === 1 && words.length > 1 && /(?:ing|cook|prep|lead|wait|response|travel|lap|run|turnaround|total)$/.test(words.at(-2)!)) return { label: text, noun, type: 'number', certain: true };
    return { label: text, noun, type: ending.type, certain: true };
  }
  if (/^(?:is|has|can)$/.test(words[0]!) && words.length > 1) return { label: words.slice(1).join(' '), noun, type: 'yes-no', certain: true };
  if (words.length >= 2 && /^(?:next|last|previous|upcoming|latest)$/.test(words[0]!)) return { label: text, noun, type: 'date', certain: true };
  const isVerb = words.length <= 2 && words.at(-1)!.length > 4 && /(?:ed|en)$/.test(words.at(-1)!) && tag(`It was ${noun}.`).slice(2, 2 + words.length).at(-1)?.pos === 'VERB';
  if (isVerb) return { label: text, noun, type: 'yes-no', certain: true };
  if (/(?:ings?|tion|ment|ness|ity|ship)$/.test(words.at(-1)!)) return { label: text, noun, type: 'text', certain: false };
  return { label: text, noun, type: 'text', certain: false };
}

/** The choice noun that ends a phrase: `loan status` → `status`. */
export function choiceNoun(words: string[]): string | null {
  for (let from = Math.max(0, words.length - 4); from < words.length; from += 1) {
    const end = words.slice(from).join(' ');
    if (choices[end] !== undefined) return end;
  }
  return null;
}

function defaultChoices(noun: string): string | null {
  const found = choiceNoun(wordsOf(noun));
  return found ? choices[found] ?? null : null;
}

const signed = /temperature|latitude|longitude|balance|change|difference|profit|margin|elevation|altitude/;

function limitNumber(field: Field, noun: string, hints: Hints): void {
  if (hints.range) Object.assign(field, { min: hints.range[0], max: hints.range[1] });
  else if (!signed.test(noun)) field.min = 0;
  if (!hints.range && /\b(?:percent|percentage|probability|progress)\b/.test(noun)) field.max = 100;
  const unit = hints.unit ?? (/\b(?:percent|percentage|probability|progress)\b/.test(noun) ? '%' : null);
  if (unit) field.unit = unit;
}

function isYesNo(options: string[]): boolean {
  return options.map((option) => option.toLowerCase()).sort().join() === 'no,yes' || options.map((option) => option.toLowerCase()).sort().join() === 'false,true';
}

/** Whether a phrase is a field for certain: in the lexicon, or shaped like one. */
export function soundsLikeField(phrase: string): boolean {
  const reading = readField(phrase);
  return reading !== null && (reading.certain || isFieldPhrase(reading.noun));
}
