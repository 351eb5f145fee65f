import type { Entity, Field } from '../blueprint.ts';
import { splitOptions } from '../language/lists.ts';
import { optionsOf } from '../language/options.ts';
import { typeNamed } from '../language/type-words.ts';
import { done } from './change.ts';
import type { Edit } from './change.ts';
import { moveToFreeKey } from './retype.ts';
import { findTarget } from './targets.ts';

/** "status options: open, closed", "change stage to lead, won, lost". */
export const setOptions: Edit = (clause, editing) => {
  const match = /^(?:please )?(?:(?:change|set|update|make|replace)\s+)?(?:the )?(?:(?:options|values|choices|list|stages|statuses)\s+(?:of|for|in)\s+(?:the )?)?(.+?)(?:\s+(?:options|values|choices|field))?\s*(?:\s(?:to|with|should be|are|should have|can be|into)\b(?: the options| only)?|:|=)\s*(?:be\s+)?(.+)$/i.exec(clause);
  if (!match || /^(?:add|remove|rename|show|chart|highlight|sort|delete|drop|include)\b/i.test(clause)) return false;
  const words = splitOptions(match[2]!.replace(/[()]/g, '').replace(/^(?:an? )?(?:options|choice of|one of|status|dropdown|drop-down|choice|choices|select|list|pick list)\s*(?:field|list)?\s*(?:with|of|:)\s*/i, '').replace(/^(?:options|choice of|one of)\s*:?\s*/i, ''));
  if (words.length < 2 || words.some((word) => word.split(' ').length > 4)) return false;
  const name = match[1]!.replace(/\b(?:stages|statuses|priorities|categories)\b/i, (plural) => ({ stages: 'stage', statuses: 'status', priorities: 'priority', categories: 'category' })[plural.toLowerCase()]!);
  const target = findTarget(editing.blueprint, name, editing.about, 45);
  if (!target || !['choice', 'text', 'yes-no'].includes(target.field.type)) return false;
  const before = new Map((target.field.options ?? []).map((option) => [option.label.toLowerCase(), option]));
  const type = target.field.type;
  target.field.type = 'choice';
  target.field.options = optionsOf(words).map((option) => before.get(option.label.toLowerCase()) ?? option);
  moveToFreeKey(target.entity, target.field, type);
  keepRules(target.entity, target.field);
  return done(editing, 'data', `${target.field.label} has the options ${target.field.options.map((option) => option.label).join(', ')}`, target.entity);
};

/** "add on hold to the status", "add a stage called Negotiation", "add an option on hold". */
export const addOption: Edit = (clause, editing) => {
  const match = /^(?:please )?add\s+(?:an? |the |another )?(?:new )?(?:option|value|choice|status|stage|state|category|priority|type)s?\s+(?:called |named |for )?["'“]?(.+?)["'”]?(?:\s+(?:to|for|in)\s+(?:the )?(.+?))?$/i.exec(clause)
    ?? /^(?:please )?add\s+["'“]?(.+?)["'”]?\s+(?:as an? (?:option|status|stage|choice|value|category|type|state)(?: (?:to|for|in|of) (?:the )?(.+?))?|(?:to|in) (?:the )?(?:options of |list of |choices of )?(?:the )?(.+?)(?:\s+(?:options|choices|values|dropdown|list|field|column))?)$/i.exec(clause);
  if (!match) return false;
  const kind = /\b(status|stage|state|category|priority|type)\b/i.exec(clause)?.[1];
  const target = findTarget(editing.blueprint, match[2] ?? match[3] ?? kind ?? 'status', editing.about, 65) ?? (match[2] ?? match[3] ? null : findTarget(editing.blueprint, kind ?? 'status', editing.about, 45));
  if (!target || target.field.type !== 'choice' || /\bfield|column\b/i.test(match[1]!) || /[:(]/.test(match[1]!)) return false;
  const known = target.field.options ?? [];
  const added = optionsOf(splitOptions(match[1]!.replace(/["'“”]/g, ''))).filter((option) => !known.some((one) => one.value === option.value));
  if (added.length === 0 || added.some((option) => option.label.split(' ').length > 4)) return false;
  const last = known.findIndex((option) => /^(?:done|closed|won|lost|completed|cancelled|rejected)$/.test(option.value));
  target.field.options = last > 0 ? [...known.slice(0, last), ...added, ...known.slice(last)] : [...known, ...added];
  return done(editing, 'data', `${target.field.label} has ${added.map((option) => option.label).join(' and ')} too`, target.entity);
};

export const removeOption: Edit = (clause, editing) => {
  const match = /^(?:please )?(?:remove|delete|drop|get rid of|take out)\s+(?:the )?(?:option |value |status |stage )?["'“]?(.+?)["'”]?(?:\s+(?:option|value|status|stage|choice))?(?:\s+(?:from|of|in)\s+(?:the )?(.+?))?$/i.exec(clause);
  if (!match) return false;
  const word = match[1]!.toLowerCase();
  const places = match[2] ? [findTarget(editing.blueprint, match[2], editing.about)].filter((one) => one !== null) : editing.blueprint.entities.flatMap((entity) => entity.fields.map((field) => ({ entity, field })));
  for (const { entity, field } of places) {
    const option = field.options?.find((one) => one.label.toLowerCase() === word || one.value === word);
    if (!option || field.options!.length <= 2) continue;
    field.options = field.options!.filter((one) => one !== option);
    if (field.defaultValue === option.value) field.defaultValue = field.options[0]!.value;
    keepRules(entity, field);
    return done(editing, 'data', `${field.label} has no ${option.label} any more`, entity);
  }
  return false;
};

// A rule about an option that is gone would never show again.
function keepRules(entity: Entity, field: Field): void {
  const values = new Set(field.options?.map((option) => option.value));
  entity.highlights = entity.highlights.filter((highlight) => !highlight.when.some((one) => one.op === 'equals' && one.field === field.name && !values.has(String(one.value))));
  for (const highlight of entity.highlights) highlight.when = highlight.when.filter((one) => !(one.op === 'not-equals' && one.field === field.name && !values.has(String(one.value))));
  if (field.defaultValue !== undefined && !values.has(String(field.defaultValue))) field.defaultValue = field.options![0]!.value;
}

/** "make due date required", "status defaults to open", "price should be a number". */
export const setRule: Edit = (clause, editing) => {
  const required = /^(?:please )?(?:make|set|mark)?\s*(?:the )?(.+?)\s+(?:should be |must be |is |are |be |as |a )*(required|mandatory|compulsory|optional|not required|not mandatory)(?: field)?$/i.exec(clause) ?? /^(require)\s+(?:an? |the )?(.+)$/i.exec(clause);
  if (required) {
    const [name, word] = required[1]!.toLowerCase() === 'require' ? [required[2]!, 'required'] : [required[1]!, required[2]!.toLowerCase()];
    const target = findTarget(editing.blueprint, name, editing.about);
    if (!target) return false;
    target.field.required = !/optional|not/.test(word);
    return done(editing, 'data', `${target.field.label} is ${target.field.required ? 'required' : 'optional'} now`, target.entity);
  }
  const byDefault = /^(?:please )?(?:set |make |let )?(?:the )?(.+?)\s+(?:should )?(?:defaults? (?:to|is|=)|default value (?:to|is|of)|be|to|is)\s+["'“]?(.+?)["'”]?\s*(?:by default)?$/i.exec(clause);
  if (byDefault && /default/i.test(clause)) {
    const target = findTarget(editing.blueprint, byDefault[1]!.replace(/\b(?:the )?default(?: value)?(?: of| for)?(?: the)?\b/i, '').trim(), editing.about);
    const said = byDefault[2]!.trim();
    if (!target) return false;
    const value = target.field.type === 'choice' ? target.field.options?.find((option) => option.label.toLowerCase() === said.toLowerCase() || option.value === said.toLowerCase())?.value : target.field.type === 'yes-no' ? /^(?:yes|true|on|checked)$/i.test(said) : ['number', 'money', 'rating'].includes(target.field.type) ? Number(said.replace(/[^\d.-]/g, '')) : ['text', 'long-text'].includes(target.field.type) ? said : undefined;
    if (value === undefined || Number.isNaN(value)) return false;
    target.field.defaultValue = value;
    return done(editing, 'data', `${target.field.label} starts as ${said}`, target.entity);
  }
  const type = /^(?:please )?(?:make|change|turn|set|convert)?\s*(?:the )?(?:type of )?(?:the )?(.+?)\s+(?:field )?(?:into|to be|to|should be|as|be|is|a(?=\s))\s*(?:an?\s+)?(.+?)(?:\s+field)?(?:\s+instead(?: of .*)?)?$/i.exec(clause);
  const named = type && typeNamed(type[2]!);
  const target = type && named ? findTarget(editing.blueprint, type[1]!, editing.about) : null;
  if (!target || !named || target.field.type === 'reference' || target.field.type === named || named === 'reference') return false;
  const before = target.field.type;
  setType(target.field, named);
  moveToFreeKey(target.entity, target.field, before);
  const word = named === 'yes-no' ? 'yes/no field' : named === 'long-text' ? 'long text' : named;
  return done(editing, 'data', `${target.field.label} is a ${word} now`, target.entity);
};

function setType(field: Field, type: Field['type']): void {
  field.type = type;
  delete field.options;
  delete field.min;
  delete field.max;
  delete field.unit;
  delete field.defaultValue;
  if (type === 'choice') field.options = optionsOf(['Option A', 'Option B', 'Option C']);
  if (type === 'money') field.unit = 'USD';
  if (type === 'rating') Object.assign(field, { min: 1, max: 5 });
}
