import type { Chart, Entity, Field } from '../blueprint.ts';
import { findEntityIn, findField } from './find-field.ts';
import { readField } from './fields.ts';
import { plural, sentenceCase, singular, wordsOf } from './words.ts';

const bucketWords: Record<string, Chart['bucket']> = { day: 'day', daily: 'day', week: 'week', weekly: 'week', month: 'month', monthly: 'month', months: 'month', year: 'year', yearly: 'year', annual: 'year', annually: 'year', quarter: 'month', quarterly: 'month', time: 'month' };
const amountWords = /\b(?:total|sum|amount|revenue|income|sales|value|spend|spending|spent|cost|costs|expenses|earnings|money|donations|price|worth|hours|volume|quantity|distance|budget|turnover|profit|mileage|fuel|weight|raised|paid|duration|kilometers|kilometres|miles|liters|litres|kg|yield)\b/i;

/** Reads "total per month as a chart", "pie chart of tickets by priority"; adds a field that is named but missing. */
export function addChart(entities: Entity[], text: string, about: Entity | null): { entity: Entity; chart: Chart } | null {
  const both = /^(.*?)\b(?:per|by)\s+(\w+(?: \w+)?)\s+and\s+(?:also\s+)?(?:per|by)\s+(\w+(?: \w+)?)(.*)$/i.exec(text);
  if (both) {
    addChart(entities, `${both[1]}by ${both[3]}${both[4]}`, about);
    return addChart(entities, `${both[1]}by ${both[2]}${both[4]}`, about);
  }
  const lower = text.toLowerCase().replace(/\bbar[- ]?chart|line[- ]?chart|pie[- ]?chart|dough?nut[- ]?chart/g, 'chart');
  const kind = /\b(?:pie|dough?nut|share|proportion)\b/i.test(text) ? 'donut' : /\bline[- ]?(?:chart|graph|diagram|plot)\b|\btrend\b|\bover time\b/i.test(text) ? 'line' : 'bar';
  const bare = lower.replace(/\b(?:show|display|add|include|draw|make|create|give|see|me|us|please|want|need|i|we|it|chart(?:s|ed|ing)?|graph(?:s|ed|ing)?|plot(?:ted)?|diagram|histogram|pie|donut|doughnut|visuali[sz]e|visuali[sz]ation|breakdown|as an?|in an?|with|an?|the|also|showing|that shows|shows|should|be|on a dashboard|dashboard)\b/g, ' ').replace(/[.,;:"']/g, ' ').replace(/\s+/g, ' ').trim();
  const [, measured = bare, grouped = ''] = /^(.*?)\s*\b(?:per|by|for each|for every|across|over|grouped by|each|every|in each)\s+(.+)$/.exec(bare) ?? [];
  const [, early] = /^(?:total )?(monthly|weekly|daily|yearly|annual|quarterly)\b/.exec(measured) ?? [];
  let groupText = (grouped || early || '').replace(/^(?:of )?(?:their |its )?/, '').replace(/\s+(?:and|of|for)\s.*$/, '');
  if (!groupText && /^of\s+/.test(measured)) groupText = measured.replace(/^of\s+/, '');
  const what = measured.replace(/^(?:of|number of|count of|how many)\s+/, '').trim();
  const bucket = Object.entries(bucketWords).find(([word]) => new RegExp(`\\b${word}\\b`).test(groupText))?.[1];
  const entity = findEntityIn(entities, what) ?? byMeasure(entities, what) ?? byGroup(entities, groupText) ?? about ?? findEntityIn(entities, groupText) ?? entities[0];
  if (!entity) return null;
  const whole = grouped ? findField(entity.fields, grouped, undefined, 80) : null;
  const group = whole && whole.type !== 'date' ? whole : bucket ? dateFor(entity, groupText, what) : groupFor(entity, entities, groupText || what);
  if (!group) return null;
  countable(entity, what);
  addMeasured(entity, what, grouped);
  const measure = measureFor(entity, what, lower);
  const chart: Chart = {
    title: titleOf(entity, group, measure, bucket), kind: bucket && kind === 'bar' && /\b(?:trend|over time)\b/.test(lower) ? 'line' : kind, groupBy: group.name,
    ...(group.type === 'date' ? { bucket: bucket ?? 'month' } : {}), measure,
  };
  if (!entity.charts.some((known) => known.groupBy === chart.groupBy && known.bucket === chart.bucket && JSON.stringify(known.measure) === JSON.stringify(chart.measure))) entity.charts.push(chart);
  return { entity, chart };
}

/** "chart of yield per crop" names a number the records must then have. */
function addMeasured(entity: Entity, what: string, grouped: string): void {
  const bare = what.replace(/\b(?:total|average|avg|mean|sum|of|the)\b/g, ' ').trim();
  if (!grouped || !bare || wordsOf(bare).length > 2 || findEntityIn([entity], bare) || findField(entity.fields, bare, undefined, 40)) return;
  // "sales", "revenue": the money that is there, under another word.
  if (/^(?:sales|revenue|income|spending|spend|turnover|money|earnings|costs?|expenses)$/.test(bare) && has(entity, 'money')) return;
  const reading = readField(bare);
  if (reading?.certain && ['number', 'money'].includes(reading.field.type)) entity.fields.push({ ...reading.field, required: false });
}

// "average systolic per week" says that a field nobody knows holds numbers.
function countable(entity: Entity, what: string): void {
  const bare = /\b(?:total|average|avg|mean|sum)\b/.test(what) ? what.replace(/\b(?:total|average|avg|mean|sum|of|the)\b/g, ' ').trim() : '';
  const field = bare ? findField(entity.fields.filter((one) => one.type === 'text' && one.name !== entity.titleField), bare, undefined, 80) : null;
  if (field) Object.assign(field, { type: 'number', min: 0 });
}

function has(entity: Entity, type: Field['type']): boolean {
  return entity.fields.some((field) => field.type === type);
}

function byMeasure(entities: Entity[], what: string): Entity | null {
  return entities.find((entity) => findField(entity.fields, what.replace(/\b(?:total|average|sum|number|of)\b/g, ''), ['money', 'number', 'rating', 'choice'], 60)) ?? (amountWords.test(what) ? entities.find((entity) => has(entity, 'money') && has(entity, 'date')) ?? entities.find((entity) => has(entity, 'money')) ?? null : null);
}

function byGroup(entities: Entity[], text: string): Entity | null {
  return text ? entities.find((entity) => findField(entity.fields, text, undefined, 60)) ?? null : null;
}

function dateFor(entity: Entity, groupText: string, what: string): Field {
  const dates = entity.fields.filter((field) => field.type === 'date');
  const found = findField(dates, `${groupText} ${what}`.replace(/\b(?:per|by|month|week|day|year)\b/g, ''), undefined, 60)
    ?? dates.find((field) => /^(?:date|loanDate|orderDate|issueDate|createdDate|startDate|applied|appliedDate|visitDate)/.test(field.name)) ?? dates[0];
  if (found) return found;
  const field: Field = { name: 'date', label: 'Date', type: 'date', required: false };
  entity.fields.push(field);
  return field;
}

function groupFor(entity: Entity, entities: Entity[], text: string): Field | null {
  const found = findField(entity.fields, text, ['choice', 'reference', 'person', 'yes-no', 'rating', 'text'], 40) ?? findField(entity.fields, text, ['date', 'number'], 70);
  if (found) return found;
  const target = findEntityIn(entities, text);
  const reference = target && entity.fields.find((field) => field.to === target.name);
  if (reference) return reference;
  const reading = text && text !== 'of' && wordsOf(text).length <= 3 && !findEntityIn([entity], text) ? readField(singular(text)) : null;
  if (reading && !['money', 'long-text', 'email'].includes(reading.field.type)) {
    if (target && target !== entity) Object.assign(reading.field, { type: 'reference', to: target.name });
    if (!entity.fields.some((field) => field.name === reading.field.name)) entity.fields.push({ ...reading.field, required: false });
    return entity.fields.find((field) => field.name === reading.field.name)!;
  }
  return entity.fields.find((field) => field.type === 'choice' && /status|stage/.test(field.name)) ?? entity.fields.find((field) => field.type === 'choice') ?? null;
}

function measureFor(entity: Entity, what: string, text: string): Chart['measure'] {
  const numbers = entity.fields.filter((field) => ['money', 'number', 'rating'].includes(field.type));
  const average = /\b(?:average|avg|mean)\b/.test(text);
  const bare = what.replace(/\b(?:total|sum|average|avg|mean|monthly|weekly|yearly|daily|of|number|count)\b/g, ' ').replace(/\s+/g, ' ').trim();
  const named = findField(numbers, what.replace(/\b(?:total|sum|average|avg|mean|of)\b/g, ' '), undefined, 70) ?? (bare ? findField(numbers, bare, undefined, 55) : null);
  if (average) {
    const field = named ?? numbers.find((one) => one.type === 'rating') ?? numbers[0];
    return field ? { kind: 'average', field: field.name } : { kind: 'count' };
  }
  if (/\b(?:number of|count of|how many)\b/.test(text)) return { kind: 'count' };
  if (named) return { kind: named.type === 'rating' ? 'average' : 'sum', field: named.name };
  if (amountWords.test(what)) {
    const field = findField(numbers, bare, undefined, 40) ?? numbers.find((one) => one.type === 'money') ?? numbers.find((one) => /hours|duration|quantity|amount/i.test(one.name)) ?? numbers[0];
    if (field) return { kind: 'sum', field: field.name };
  }
  return { kind: 'count' };
}

export function titleOf(entity: Entity, group: Field, measure: Chart['measure'], bucket?: Chart['bucket']): string {
  const per = bucket ?? group.label.toLowerCase();
  if (measure.kind === 'count') return `${entity.plural} per ${per}`;
  const label = entity.fields.find((field) => field.name === measure.field)?.label.toLowerCase() ?? measure.field;
  return sentenceCase(`${measure.kind === 'sum' ? (/^total/.test(label) ? '' : 'Total ') : 'Average '}${label} per ${per}`.trim()) || `${plural(entity.singular)} per ${per}`;
}
