import type { Condition, Entity, Field, Highlight } from '../blueprint.ts';
import { colorNamed } from './colors.ts';
import { readField } from './fields.ts';
import { findEntityIn, findField } from './find-field.ts';
import { isFinished } from './options.ts';
import { isWorkflow } from './views.ts';
import { sentenceCase, wordsOf } from './words.ts';

/** Reads "show overdue loans in red", "warn when stock is below the reorder level". */
export function addHighlight(entities: Entity[], text: string, about: Entity | null): { entity: Entity; highlight: Highlight } | null {
  const lower = text.toLowerCase();
  const named = findEntityIn(entities, text);
  const candidates = [...new Set([named, about, ...entities].filter((entity): entity is Entity => entity !== null))];
  for (const least of [2, 1]) {
    for (const entity of candidates) {
      const read = readConditions(lower, entity, least === 1 && entity === candidates[0]);
      if (read.when.length === 0) continue;
      const highlight: Highlight = { label: read.label, color: colorNamed(lower) ?? read.color, when: read.when };
      entity.highlights = entity.highlights.filter((known) => JSON.stringify(known.when) !== JSON.stringify(highlight.when));
      entity.highlights.push(highlight);
      return { entity, highlight };
    }
  }
  return null;
}

type Read = { when: Condition[]; label: string; color: string };
const nothing: Read = { when: [], label: '', color: 'red' };
const unitDays: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 };

function readConditions(text: string, entity: Entity, mayAdd: boolean): Read {
  return readStale(text, entity) ?? readSoon(text, entity, mayAdd) ?? readComparison(text, entity, mayAdd) ?? readOverdue(text, entity, mayAdd) ?? readLow(text, entity, mayAdd) ?? readState(text, entity) ?? nothing;
}

function numberIn(text: string): number | null {
  const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
  const found = /\d[\d,]*(?:\.\d+)?/.exec(text)?.[0];
  if (found) return Number(found.replaceAll(',', ''));
  const word = wordsOf(text).find((one) => words.includes(one));
  return word ? words.indexOf(word) : null;
}

/** The date a rule is about: a due date for "overdue", an expiry for "expired". */
function ruleDate(text: string, entity: Entity, mayAdd: boolean): Field | null {
  const all = entity.fields.filter((field) => field.type === 'date');
  // Nothing is overdue by the date of the last check.
  const ahead = all.filter((field) => !/^(?:last|previous|purchase|created|start|received|reported|joined)/i.test(field.name));
  const dates = ahead.length > 0 ? ahead : all;
  const kind = /expir|renew|valid|best before/.test(text) ? /expir|renew|valid|end|best|until|use by|warranty/i : /service|inspect|maintenance|calibrat|vaccin|checkup|follow/.test(text) ? /next|follow|due/i : /birthday/.test(text) ? /birth/i : /start/.test(text) ? /start|check-?in|arriv|from|date/i : /due|deadline|return|back|end|until|next|target|expected|closing|close/i;
  const found = findField(dates, text.replace(/\b(?:overdue|late|red|highlight|show|flag|mark)\b/g, ''), undefined, 70) ?? dates.find((field) => kind.test(field.name)) ?? (dates.length === 1 || /date/.test(text) ? dates[0] : undefined) ?? dates.find((field) => /due|next|end|expir|until|date|check|arriv|depart/i.test(field.name)) ?? dates[0];
  if (found || !mayAdd) return found ?? null;
  const reading = readField(/expir/.test(text) ? 'expiry date' : 'due date')!;
  entity.fields.splice(Math.min(2, entity.fields.length), 0, reading.field);
  return reading.field;
}

/** What keeps a late record from being a problem: returned, done, paid. */
export function notFinished(entity: Entity, mayAdd = false): Condition[] {
  const done = entity.fields.find((field) => field.type === 'yes-no' && /^(?:returned|done|completed?|finished|paid|closed|resolved|delivered|received|submitted|renewed|signed|fixed|collected|pickedUp|sent|shipped|approved|bought)$/.test(field.name));
  if (done) return [{ op: 'is-false', field: done.name }];
  const workflow = entity.fields.find(isWorkflow);
  if (!workflow && mayAdd) {
    const about = `${entity.singular} ${entity.fields.map((field) => field.name).join(' ')}`;
    const word = /loan|rent|borrow|return|checkout/i.test(about) ? 'returned' : /invoice|payment|bill|fee|dues/i.test(about) ? 'paid' : 'done';
    const field = readField(word)!.field;
    const at = entity.fields.findIndex((one) => one.type === 'long-text');
    entity.fields.splice(at < 0 ? entity.fields.length : at, 0, field);
    return [{ op: 'is-false', field: field.name }];
  }
  // What comes first is where things begin, even when it is called "received".
  return (workflow?.options ?? []).slice(1).filter(isFinished).slice(0, 4).map((option) => ({ op: 'not-equals', field: workflow!.name, value: option.value }));
}

/** "not inspected for 14 days", "no contact in 3 weeks", "older than a month": a date that lies too far back. */
function readStale(text: string, entity: Entity): Read | null {
  const match = /\b(?:not|never|no|without|hasn't|haven't|isn't|wasn't)\b(.*?)\b(?:for|in|since|within)\s+(?:more than |over |at least |the last |the past |about )?(\w+)\s+(day|week|month|year)s?\b/.exec(text)
    ?? /\b((?:open|waiting|pending|untouched|inactive)?)\s*(?:for )?(?:older|longer|more) than\s+(\w+)\s+(day|week|month|year)s?(?: ago| old)?\b/.exec(text);
  if (!match) return null;
  const count = numberIn(match[2]!) ?? (/^an?$/.test(match[2]!) ? 1 : null);
  const dates = entity.fields.filter((field) => field.type === 'date' && !/due|deadline|next|expir|end/i.test(field.name));
  const field = findField(dates, match[1]!.replace(/\b(?:been|be|had|any|yet)\b|(?:ed|ion)\b/g, ''), undefined, 20) ?? dates.find((one) => /last|previous/i.test(one.name)) ?? dates[0];
  if (count === null || !field) return null;
  const what = /\b(?:not|never|hasn't been|haven't been)\s+(?:been\s+)?([a-z]+ed|seen|fed|sent|done)\b/.exec(text)?.[1];
  return { when: [{ op: 'older-than-days', field: field.name, days: count * unitDays[match[3]!]! }, ...notFinished(entity)], label: what ? `Not ${what} lately` : 'Too long ago', color: 'orange' };
}

function readSoon(text: string, entity: Entity, mayAdd: boolean): Read | null {
  const within = /\b(?:within|in less than|less than|in the next|over the next|during the next|next|fewer than|in|coming)\s+(?:the next |the coming )?(\w+)\s+(day|week|month|year)s?\b/.exec(text) ?? /\b(\w+)\s+(day|week|month|year)s?\s+(?:before|prior|ahead|in advance|or less|left)\b/.exec(text);
  const soon = /\b(?:soon|shortly|this week|due today|this month|coming up|approaching|today|tomorrow|about to expire|expiring|upcoming)\b/.exec(text);
  if (!within && !soon) return null;
  if (!within && /\btoday\b/.test(text) && !/before today|after today/.test(text)) {
    const field = ruleDate(text, entity, mayAdd);
    return field ? { when: [{ op: 'is-today', field: field.name }, ...notFinished(entity)], label: /due/i.test(`${text} ${field.name}`) ? 'Due today' : 'Today', color: 'orange' } : null;
  }
  const amount = within ? numberIn(within[1]!) ?? (/^(?:a|an|one|the)$/.test(within[1]!) ? 1 : null) : null;
  if (within && amount === null && !soon) return null;
  const days = within && amount !== null ? amount * unitDays[within[2]!]! : /this week/.test(text) ? 7 : /tomorrow/.test(text) ? 1 : /expir|renew|contract|licen|certif|warrant|month/.test(text) ? 30 : 7;
  const field = ruleDate(text, entity, mayAdd);
  if (!field) return null;
  const expiring = /expir|renew|valid|warrant|ending/i.test(`${text} ${field.name}`);
  return { when: [{ op: 'within-days', field: field.name, days }, ...(expiring || /end/i.test(field.name) ? [] : notFinished(entity))], label: expiring ? (/renew/.test(text) ? 'Renewal soon' : 'Expires soon') : /birth/.test(text) ? 'Birthday soon' : 'Due soon', color: 'orange' };
}

const below = /\b(?:(?:is |are |gets? |goes |falls? |drops? |runs? |has |have )?(?:below|under|lower than|less than|fewer than|beneath)|<|at or below|reaches)\b|</;
const above = /\b(?:(?:is |are |goes |gets? )?(?:above|over|more than|greater than|higher than|exceeds?|exceeding|larger than|bigger than|older than|at least|beyond)|>)\b|>/;

function readComparison(text: string, entity: Entity, mayAdd: boolean): Read | null {
  const match = below.exec(text) ?? above.exec(text);
  if (!match) return null;
  const isBelow = below.test(text);
  const left = text.slice(0, match.index);
  const right = text.slice(match.index + match[0].length).replace(/\b(?:in|as|with) (?:bold )?\w+$/, '').trim();
  const numbers = entity.fields.filter((field) => ['number', 'money', 'rating'].includes(field.type));
  const subject = left.replace(/^.*\b(?:when|if|whose|where|that|with|once|any|all|as soon as)\b/, '').replace(/\b(?:highlight|flag|warn|mark|show|alert|me|us|the|is|are|items?|parts?)\b/g, ' ').trim();
  // The limit is what is compared with, not what is compared: "doses below the minimum" is about the stock.
  const measured = numbers.filter((one) => !/^(?:min|max|reorder|threshold|target|limit|par|budget|capacity)/i.test(one.name));
  const field = findField(measured, subject, undefined, 40) ?? findField(numbers, subject, undefined, 40) ?? findField(numbers, left, undefined, 40) ?? (/(?:stock|quantity|level)/.test(text) ? numbers.find((one) => /stock|quantity|hand|count/i.test(one.name)) : null) ?? null;
  const other = findField(numbers.filter((one) => one !== field), right.replace(/^(?:the|its|their|our|a|an)\s+/, '').split(/[,.;]| and /)[0] ?? '', undefined, 40);
  const label = (name: string): string => sentenceCase(`${isBelow ? 'Low' : 'High'} ${name.replace(/ level$/i, '').toLowerCase()}`);
  if (other && !/\d/.test(right.split(' ').slice(0, 3).join(' '))) {
    const first = field ?? numbers.find((one) => one !== other && /stock|quantity|hand|level|spent|actual|amount/i.test(one.name)) ?? numbers.find((one) => one !== other);
    if (first) return { when: [{ op: isBelow ? (/at or below|reaches/.test(match[0]) ? 'at-most-field' : 'below-field') : 'above-field', field: first.name, other: other.name }], label: /stock|quantity|hand/i.test(first.name) ? 'Low stock' : isBelow ? label(first.label) : `Over ${other.label.toLowerCase()}`, color: isBelow ? 'red' : 'red' };
  }
  const value = numberIn(right.split(/[,;]/)[0] ?? '');
  if (value === null) {
    const level = mayAdd && field ? readField(right.replace(/^(?:the|its|their|a|an)\s+/, '').replace(/\s+in \w+$/, '')) : null;
    if (!level || !field || !/level|minimum|min|threshold|limit|max|capacity|budget|target|par/.test(level.noun)) return null;
    const added: Field = { ...level.field, type: field.type === 'money' ? 'money' : 'number', min: 0, ...(field.type === 'money' && field.unit ? { unit: field.unit } : {}) };
    delete added.options;
    entity.fields.splice(entity.fields.indexOf(field) + 1, 0, added);
    return { when: [{ op: isBelow ? 'below-field' : 'above-field', field: field.name, other: added.name }], label: /stock|quantity/i.test(field.name) ? 'Low stock' : label(field.label), color: 'red' };
  }
  const chosen = field ?? (/%|percent/.test(right) ? numbers.find((one) => one.unit === '%') : undefined) ?? (/[$€£]/.test(right) ? numbers.find((one) => one.type === 'money') : undefined) ?? (mayAdd && numbers.length === 1 ? numbers[0] : undefined);
  if (!chosen) return null;
  const op = isBelow ? (/at or below|reaches/.test(match[0]) ? 'at-most' : 'below') : /at least/.test(match[0]) ? 'at-least' : 'above';
  return { when: [{ op, field: chosen.name, value }], label: /stock|quantity/i.test(chosen.name) && isBelow ? 'Low stock' : label(chosen.label), color: isBelow ? 'red' : 'orange' };
}

function readOverdue(text: string, entity: Entity, mayAdd: boolean): Read | null {
  if (!/\b(?:overdue|over due|past due|late|past (?:their|its|the) (?:due|deadline|date|return|expiry)\w*|past deadline|expired|out of date|missed|(?:has|have|had) (?:already )?passed|(?:date|deadline|day) (?:is |was |lies )?(?:passed|in the past|past|gone|over)|(?:is|are|lies) in the past|not returned (?:on|in) time|behind schedule|lapsed|should have been)\b/.test(text)) return null;
  const field = ruleDate(text, entity, mayAdd || /due|deadline/.test(entity.fields.map((one) => one.name).join(' ')));
  if (!field) return null;
  const expired = /expired|lapsed|out of date/.test(text) || /expir|valid|warrant/i.test(field.name);
  return { when: [{ op: 'before-today', field: field.name }, ...(expired && !/contract|task|loan/i.test(entity.singular) ? [] : notFinished(entity, /due|deadline|return|back|target/i.test(field.name)))], label: expired ? 'Expired' : 'Overdue', color: 'red' };
}

function readLow(text: string, entity: Entity, mayAdd: boolean): Read | null {
  if (!/\b(?:low|out of stock|running (?:low|out)|run(?:s)? (?:low|out)|need(?:s)? (?:to be )?(?:re-?order|restock)|low[- ]stock|almost full|full)\b/.test(text)) return null;
  const numbers = entity.fields.filter((field) => field.type === 'number');
  const stock = numbers.find((field) => /stock|quantity|hand|count|level|left/i.test(field.name) && !/reorder|min|threshold/i.test(field.name));
  if (!stock) return null;
  if (/out of stock/.test(text)) return { when: [{ op: 'at-most', field: stock.name, value: 0 }], label: 'Out of stock', color: 'red' };
  let limit = numbers.find((field) => /reorder|minimum|min[A-Z]|threshold|par/i.test(field.name));
  if (!limit && mayAdd) {
    limit = readField('reorder level')!.field;
    entity.fields.splice(entity.fields.indexOf(stock) + 1, 0, limit);
  }
  return limit ? { when: [{ op: 'at-most-field', field: stock.name, other: limit.name }], label: 'Low stock', color: 'red' } : { when: [{ op: 'below', field: stock.name, value: 5 }], label: 'Low stock', color: 'red' };
}

const antonyms: Record<string, string> = { unpaid: 'paid', pending: 'approved', unreturned: 'returned', unsigned: 'signed', unapproved: 'approved', unresolved: 'resolved', unconfirmed: 'confirmed', incomplete: 'completed', unfinished: 'finished', unverified: 'verified', unvaccinated: 'vaccinated', unanswered: 'answered', unread: 'read', unshipped: 'shipped', absent: 'attended|present', undelivered: 'delivered', unsent: 'sent', inactive: 'active', unbilled: 'billed', uninsured: 'insured' };

/** A named state: an option ("high priority"), a tick ("unpaid"), something missing ("without an owner"). */
function readState(text: string, entity: Entity): Read | null {
  const missing = /\b(?:without|missing|no|has no|have no|lacking|empty|not have|don't have|doesn't have)\s+(?:an? |any |the )?([a-z ]+?)(?=$|[,.;]| (?:in|as|with|should|must|are|is|need|needs|get|gets|yet)\b)/.exec(text);
  if (missing) {
    const tick = findField(entity.fields.filter((one) => one.type === 'yes-no'), missing[1]!, undefined, 65);
    if (tick) return { when: [{ op: 'is-false', field: tick.name }], label: `No ${missing[1]!.trim()}`, color: 'orange' };
    const field = findField(entity.fields.filter((one) => one.type !== 'yes-no'), missing[1]!, undefined, 55);
    if (field) return { when: [{ op: 'is-empty', field: field.name }], label: `No ${field.label.toLowerCase()}`, color: 'orange' };
  }
  const unassigned = /\bunassigned\b/.test(text) ? entity.fields.find((field) => field.type === 'person' || /assign|owner/i.test(field.name)) : undefined;
  if (unassigned) return { when: [{ op: 'is-empty', field: unassigned.name }], label: 'Unassigned', color: 'orange' };
  const words = ` ${wordsOf(text).join(' ')} `;
  for (const field of entity.fields.filter((one) => one.type === 'yes-no')) {
    const label = wordsOf(field.label).join(' ');
    const opposite = Object.entries(antonyms).find(([word, base]) => words.includes(` ${word} `) && base.split('|').some((one) => label.includes(one)))?.[0];
    const negated = new RegExp(` (?:not|isn t|aren t|hasn t|haven t|never|wasn t|weren t|not yet|not been|isnt|hasnt|havent)(?: yet| been)* ${label} `).test(words);
    // "those not passed" means "inspection passed" where only one field can be meant.
    const ending = wordsOf(field.label).at(-1)!;
    const brief = new RegExp(` not(?: yet| been)* ${ending} `).test(words) && entity.fields.filter((one) => one.type === 'yes-no' && wordsOf(one.label).at(-1) === ending).length === 1;
    const either = opposite ?? (words.includes(` un${label} `) ? `un${label}` : null);
    if (either || negated) {
      // "unfixed high severity potholes" asks for both.
      const state = readChoice(words, entity);
      const name = either ? sentenceCase(either) : `Not ${label}`;
      return { when: [{ op: 'is-false', field: field.name }, ...(state?.when ?? [])], label: state ? `${name}, ${state.label.toLowerCase()}` : name, color: state?.color ?? 'orange' };
    }
    if (brief && !negated) return { when: [{ op: 'is-false', field: field.name }], label: `Not ${ending}`, color: 'orange' };
    if (words.includes(` ${label} `)) return { when: [{ op: 'is-true', field: field.name }], label: field.label, color: 'blue' };
  }
  return readChoice(words, entity);
}

/** An option that is named: "high priority", "rejected ones". */
function readChoice(words: string, entity: Entity): Read | null {
  // "Urgent" without such an option means the highest priority there is.
  const top = / (?:urgent|critical|important) /.test(words) ? entity.fields.find((field) => field.type === 'choice' && /priority|urgency|severity/i.test(field.name)) : undefined;
  const highest = top?.options?.find((option) => /urgent|critical|high/.test(option.value) && words.includes(` ${option.value} `)) ?? top?.options?.find((option) => /urgent|critical/.test(option.value)) ?? top?.options?.find((option) => option.value === 'high');
  if (top && highest) return { when: [{ op: 'equals', field: top.name, value: highest.value }], label: highest.value === 'high' ? `High ${top.label.toLowerCase()}` : highest.label, color: 'red' };
  const when: Condition[] = [];
  let label = '';
  let color = 'red';
  for (const field of entity.fields.filter((one) => one.type === 'choice')) {
    const hits = (field.options ?? []).filter((option) => words.includes(` ${wordsOf(option.label).join(' ')} `));
    const fits = hits.filter((option) => option.value.length > 2 && (wordsOf(option.label).length > 1 || !/^(?:new|other|general|standard|red|green|blue|orange|yellow|in|low|high|medium)$/.test(option.value) || words.includes(` ${option.value} ${field.label.toLowerCase()} `) || words.includes(` ${field.label.toLowerCase()} `) || new RegExp(` (?:is|are|as) ${option.value} `).test(words)));
    const hit = fits[0];
    if (!hit || when.length >= 2) continue;
    when.push({ op: 'equals', field: field.name, value: hit.value });
    label = label ? `${label}, ${hit.label.toLowerCase()}` : /^(?:low|medium|high)$/.test(hit.value) ? `${hit.label} ${field.label.toLowerCase()}` : hit.label;
    if (hit.color && !/gray/.test(hit.color)) color = hit.color;
  }
  if (when.length > 0) return { when, label, color };
  return null;
}
