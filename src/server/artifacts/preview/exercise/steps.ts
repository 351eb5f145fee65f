import type { Exercise, ExerciseStep, TriedStep } from '#contract/exercise.ts';
import { isShown, nameOf, oneLine, textOf } from '../render/reading.ts';
import { settled, until } from '../render/settle.ts';
import { isColoured } from './colours.ts';
import { allOf, clickTarget, elementWith, fieldNamed, fold, front, partNamed } from './find.ts';

/** How a page is touched: events made in the page, or a real mouse and keyboard. */
export type Hands = {
  click(element: HTMLElement): Promise<void>;
  type(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): Promise<void>;
  press(key: string): Promise<void>;
  /** Whether style sheets and layout are there. */
  seesStyles: boolean;
};

/** How long a person would wait for something to appear or go away, on a busy machine. */
const patienceMs = 4000;
const maxSeen = 200;

/** After these the page is given time to come to rest; what only looks waits by itself. */
const touching = new Set<ExerciseStep['do']>(['click', 'fill', 'choose', 'press']);

class NotThere extends Error {}

/** Tries the steps in order and ends with the first that fails. `reload` belongs to whoever has the page. */
export async function trySteps(document: Document, steps: ExerciseStep[], hands: Hands): Promise<TriedStep[]> {
  const tried: TriedStep[] = [];
  for (const step of steps) {
    const one = await tryStep(document, step, hands);
    tried.push(one);
    if (one.result === 'failed') break;
  }
  return tried;
}

async function tryStep(document: Document, step: ExerciseStep, hands: Hands): Promise<TriedStep> {
  const text = sayStep(step);
  try {
    const seen = await doStep(document, step, hands);
    if (touching.has(step.do)) await settled(document, 600);
    return seen === null ? { text, result: 'unsure' } : { text, result: 'ok' };
  } catch (error) {
    return { text, result: 'failed', seen: (error instanceof Error ? error.message : String(error)).slice(0, maxSeen) };
  }
}

/** Throws what is wrong; null when this page cannot tell. */
async function doStep(document: Document, step: ExerciseStep, hands: Hands): Promise<true | null> {
  switch (step.do) {
    case 'click': {
      const target = await patiently(() => clickTarget(scopesOf(document, step), step.name, step.role), () => `There is nothing called “${step.name}” to click${offered(document)}`);
      if (!isChosen(target)) await hands.click(target);
      return true;
    }
    case 'fill': {
      const field = await patiently(() => fieldNamed(scopesOf(document, step), step.label), () => noField(document, step.label));
      const [tag] = [field.tagName];
      if (tag !== 'INPUT' && tag !== 'TEXTAREA' && tag !== 'SELECT') throw new NotThere(`“${step.label}” is no field to type into`);
      await hands.type(field as HTMLInputElement, inDays(step.value));
      return true;
    }
    case 'choose': await choose(document, step, hands); return true;
    case 'press': await hands.press(step.key); return true;
    case 'see': {
      const isThere = () => (step.within ? partNamed(document, step.within) : document.body) !== null && shownIn(scopeOf(document, step)).includes(fold(step.text));
      if (await until(isThere, patienceMs)) return true;
      throw new NotThere(`“${step.text}” is not shown; there is: ${cut(textOf(scopeOf(document, step)))}`);
    }
    case 'not_see': {
      const isGone = () => !shownIn(scopeOf(document, step)).includes(fold(step.text));
      if (await until(isGone, patienceMs)) return true;
      throw new NotThere(`“${step.text}” is still shown`);
    }
    case 'count': {
      const count = () => allOf(scopeOf(document, step), step.role, step.name).length;
      const fits = () => (step.is === undefined || count() === step.is) && (step.atLeast === undefined || count() >= step.atLeast);
      if (await until(fits, patienceMs)) return true;
      throw new NotThere(`there are ${count()}`);
    }
    case 'colour': {
      const element = await patiently(() => elementWith(scopeOf(document, step), step.text), () => `“${step.text}” is not shown`);
      const answer = isColoured(element, step.colour, hands.seesStyles);
      if (answer === false) throw new NotThere(`“${step.text}” is shown, but not in ${step.colour}`);
      return answer;
    }
    case 'reload': return true;
  }
}

/** A tab or choice that is on already: clicking it again would change nothing. */
function isChosen(element: HTMLElement): boolean {
  return element.getAttribute('aria-selected') === 'true' && element.getAttribute('role') === 'tab' || element.matches('input[type="radio"]:checked');
}

async function choose(document: Document, step: ExerciseStep & { do: 'choose' }, hands: Hands): Promise<void> {
  const field = await patiently(() => fieldNamed(scopesOf(document, step), step.label), () => noField(document, step.label));
  if (field.tagName === 'SELECT') {
    const select = field as HTMLSelectElement;
    const option = [...select.options].find((one) => fold(one.textContent ?? '') === fold(step.option) || one.value === step.option);
    if (!option) throw new NotThere(`“${step.label}” offers ${[...select.options].map((one) => oneLine(one.textContent)).join(', ')}`);
    return hands.type(select, option.value);
  }
  if (field.matches('input[type="checkbox"]')) {
    if ((field as HTMLInputElement).checked !== /^(yes|on|true|checked)$/i.test(step.option)) await hands.click(field);
    return;
  }
  const group = field.matches('[role="radiogroup"], [role="group"], fieldset') ? field : null;
  if (!group) await hands.click(field);
  const scopes = () => (group ? [group] : [document.getElementById(field.getAttribute('aria-controls') ?? ''), document.body].filter((one) => one !== null));
  const option = await patiently(() => clickTarget(scopes(), step.option, group ? 'radio' : 'option'), () => `“${step.label}” does not offer “${step.option}”; there is: ${allOf(document.body, 'option').map((one) => nameOf(one)).slice(0, 12).join(', ')}`);
  await hands.click(option);
}

async function patiently<T>(find: () => T | null, complaint: () => string): Promise<T> {
  let found = find();
  if (found !== null || (await until(() => (found = find()) !== null, patienceMs))) return found as T;
  throw new NotThere(complaint());
}

type Scoped = { within?: string | undefined };

/** Where to look: the named part, which must be there; else the whole page. */
function scopeOf(document: Document, { within }: Scoped): Element {
  if (within === undefined) return document.body;
  const part = partNamed(document, within);
  if (!part) throw new NotThere(`there is no part of the screen with “${within}”`);
  return part;
}

/** Where to touch: a dialog on top comes first, then what else is on the page, such as its menus. */
function scopesOf(document: Document, { within }: Scoped): Element[] {
  if (within === undefined) return [...new Set([front(document), document.body])];
  const part = partNamed(document, within);
  return part ? [part] : [];
}

function shownIn(scope: Element): string {
  return fold(textOf(scope));
}

function offered(document: Document): string {
  const names = [...new Set(allOf(front(document), 'button').map((one) => nameOf(one)).filter(Boolean))].slice(0, 12);
  return names.length > 0 ? `; there are: ${names.join(', ')}` : '';
}

function noField(document: Document, label: string): string {
  const names = [...new Set([...front(document).querySelectorAll('input, textarea, select')].filter(isShown).map((one) => nameOf(one)).filter(Boolean))].slice(0, 12);
  return `There is no field “${label}”${names.length > 0 ? `; there are: ${names.join(', ')}` : ''}`;
}

function cut(text: string): string {
  return oneLine(text).slice(0, 120);
}

/** "today+3" as a date. */
function inDays(value: string): string {
  const match = /^today([+-]\d{1,4})?$/.exec(value.trim());
  if (!match) return value;
  const day = new Date();
  day.setDate(day.getDate() + Number(match[1] ?? 0));
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}

/** A step as a person would say it. */
export function sayStep(step: ExerciseStep): string {
  const where = 'within' in step && step.within ? ` in “${step.within}”` : '';
  switch (step.do) {
    case 'click': return `Click “${step.name}”${where}`;
    case 'fill': return `Type “${step.value}” into “${step.label}”${where}`;
    case 'choose': return `Choose “${step.option}” for “${step.label}”${where}`;
    case 'press': return `Press ${step.key}`;
    case 'see': return `See “${step.text}”${where}`;
    case 'not_see': return `Do not see “${step.text}”${where}`;
    case 'count': return `Count ${step.role}s${step.name ? ` with “${step.name}”` : ''}${where}, expecting ${step.is ?? `at least ${step.atLeast ?? 0}`}`;
    case 'colour': return `“${step.text}” is ${step.colour}${where}`;
    case 'reload': return 'Reload the app';
  }
}

/** The steps of an exercise between its reloads. */
export function stretchesOf({ steps }: Pick<Exercise, 'steps'>): ExerciseStep[][] {
  const stretches: ExerciseStep[][] = [[]];
  for (const step of steps) if (step.do === 'reload') stretches.push([]); else stretches.at(-1)!.push(step);
  return stretches;
}
