import type { Condition, Highlight } from '../blueprint.ts';
import { code, imports } from './code.ts';
import { isNumeric } from './fields.ts';
import type { EntityModel } from './model.ts';
import { capital, commentText, quote } from './text.ts';

export type Rule = { name: string; highlight: Highlight };

/** The rules of an entity with the names of their functions: "Overdue" → `isOverdue`. */
export function rulesOf(entity: EntityModel): Rule[] {
  const used = new Set(['isBelow', 'isAtMost', 'isAbove', 'isAtLeast', 'isBeforeToday', 'isAfterToday', 'isToday', 'isWithinDays', 'isOlderThan', 'isBetween']);
  return entity.highlights.map((highlight) => {
    const words = highlight.label.normalize('NFKD').replace(/[^A-Za-z0-9 ]+/g, ' ').split(/\s+/).filter(Boolean).slice(0, 5);
    const base = `is${words.map((word) => capital(word.toLowerCase())).join('') || 'Flagged'}`;
    let name = base;
    for (let round = 2; used.has(name); round += 1) name = `${base}${round}`;
    used.add(name);
    return { name, highlight };
  });
}

/** `rules/loans.ts`: which records stand out, and why. */
export function rulesFile(entity: EntityModel): string {
  const { one, type } = entity.names;
  const rules = rulesOf(entity);
  const bodies = rules.map((rule) => conditionsOf(rule.highlight, entity));
  const isUsed = (name: string) => bodies.some((body) => body.includes(`${name}(`));
  return code`
    ${imports({
      [`../data/${entity.name}`]: [`type ${type}`],
      '../ui/compare': ['isBelow', 'isAtMost', 'isAbove', 'isAtLeast'].filter(isUsed),
      '../ui/dates': ['isBeforeToday', 'isAfterToday', 'isToday', 'isWithinDays', 'isOlderThan'].filter(isUsed),
      '../ui/flags': ['type Flag'],
    })}

    ${rules.map((rule, at) => `${ruleFunction(entity, rule, bodies[at]!)}\n`)}
    /** What to point out about a record: its badges, and the tint of its row or card. */
    export function ${one}Flags(${one}: ${type}): Flag[] {
      const flags: Flag[] = [];
      ${rules.map((rule) => `if (${rule.name}(${one})) flags.push({ label: ${quote(rule.highlight.label)}, color: ${quote(rule.highlight.color)} });`)}
      return flags;
    }
  ` + '\n';
}

function ruleFunction(entity: EntityModel, rule: Rule, body: string): string {
  const { one, type } = entity.names;
  const words = rule.highlight.when.map((condition) => conditionWords(entity, condition)).join(', and ');
  return code`
    /** ${commentText(rule.highlight.label)}: ${words}. */
    export function ${rule.name}(${one}: ${type}): boolean {
      return ${body};
    }
  `;
}

function conditionsOf(highlight: Highlight, entity: EntityModel): string {
  const parts = highlight.when.map((condition) => conditionCode(condition, entity));
  const flat = parts.join(' && ');
  if (flat.length <= 96) return flat;
  return `(\n    ${parts.join(' &&\n    ')}\n  )`;
}

const comparisons = {
  below: 'isBelow', 'at-most': 'isAtMost', above: 'isAbove', 'at-least': 'isAtLeast',
  'below-field': 'isBelow', 'at-most-field': 'isAtMost', 'above-field': 'isAbove', 'at-least-field': 'isAtLeast',
} as const;

function conditionCode(condition: Condition, entity: EntityModel): string {
  const { one } = entity.names;
  const numeric = isNumeric(entity.fields.find((field) => field.name === condition.field)!);
  const value = `${one}.${condition.field}`;
  switch (condition.op) {
    case 'before-today': return `isBeforeToday(${value})`;
    case 'after-today': return `isAfterToday(${value})`;
    case 'is-today': return `isToday(${value})`;
    case 'within-days': return `isWithinDays(${value}, ${condition.days})`;
    case 'older-than-days': return `isOlderThan(${value}, ${condition.days})`;
    case 'is-set': return numeric ? `${value} !== undefined` : `Boolean(${value})`;
    case 'is-empty': return numeric ? `${value} === undefined` : `!${value}`;
    case 'is-false': return `!${value}`;
    case 'is-true': return `${value} === true`;
    case 'equals': return `${value} === ${literal(condition.value)}`;
    case 'not-equals': return `${value} !== ${literal(condition.value)}`;
    case 'below': case 'at-most': case 'above': case 'at-least':
      return `${comparisons[condition.op]}(${value}, ${condition.value})`;
    default:
      return `${comparisons[condition.op]}(${value}, ${one}.${condition.other})`;
  }
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? quote(value) : String(value);
}

const words: Record<Condition['op'], string> = {
  'before-today': 'is before today', 'after-today': 'is after today', 'is-today': 'is today', 'within-days': 'is within', 'older-than-days': 'is more than',
  'is-set': 'is filled in', 'is-empty': 'is empty', 'is-true': 'is yes', 'is-false': 'is not yes',
  equals: 'is', 'not-equals': 'is not', below: 'is below', 'at-most': 'is at most', above: 'is above', 'at-least': 'is at least',
  'below-field': 'is below', 'at-most-field': 'is at most', 'above-field': 'is above', 'at-least-field': 'is at least',
};

/** A condition in words: "due date is before today". */
export function conditionWords(entity: EntityModel, condition: Condition): string {
  const label = (name: string) => commentText(entity.fields.find((field) => field.name === name)!.label).toLowerCase();
  const start = `${label(condition.field)} ${words[condition.op]}`;
  if (condition.op === 'within-days') return `${start} ${condition.days} days from today`;
  if (condition.op === 'older-than-days') return `${start} ${condition.days} days ago`;
  if ('other' in condition) return `${start} ${label(condition.other)}`;
  if (!('value' in condition)) return start;
  const field = entity.fields.find((one) => one.name === condition.field)!;
  const option = field.options?.find((one) => one.value === condition.value);
  return `${start} ${commentText(String(option?.label ?? condition.value)).toLowerCase()}`;
}
