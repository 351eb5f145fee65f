import type { exerciseRoles } from '#contract/exercise.ts';
import { fieldSelector, isDisabled } from '../render/controls.ts';
import { isShown, nameOf, oneLine, textOf } from '../render/reading.ts';

type Role = (typeof exerciseRoles)[number];

const selectors: Record<Role, string> = {
  button: 'button, [role="button"], input[type="submit"]', link: 'a[href], [role="link"]', tab: '[role="tab"]', menuitem: '[role="menuitem"]',
  option: '[role="option"], option', checkbox: 'input[type="checkbox"], [role="checkbox"], [role="switch"]', radio: 'input[type="radio"], [role="radio"]',
  textbox: 'input:not([type="checkbox"]):not([type="radio"]):not([type="submit"]):not([type="hidden"]), textarea', combobox: 'select, [role="combobox"], [aria-haspopup="listbox"]',
  row: 'tbody tr, [role="row"]:not(thead *)', listitem: 'li, [role="listitem"]', heading: 'h1, h2, h3, h4, h5, h6, [role="heading"]',
  dialog: '[role="dialog"], [role="alertdialog"]', figure: 'figure, [role="figure"], [role="img"], .recharts-wrapper', alert: '[role="alert"], [aria-invalid="true"]',
};
const clickable = `${selectors.button}, ${selectors.link}, ${selectors.tab}, ${selectors.menuitem}, ${selectors.option}, ${selectors.checkbox}, ${selectors.radio}, summary, label`;
const parts = `${selectors.row}, ${selectors.listitem}, ${selectors.dialog}, section, article, figure, form, fieldset, nav, [draggable], [aria-label]:not(button):not(input), table`;

export function fold(text: string): string {
  return oneLine(text).toLowerCase();
}

/** Whether an element's text holds these folded words. Its bare text content decides most cases, and is read many times faster. */
function holds(element: Element, wanted: string): boolean {
  const bare = (text: string) => text.replace(/\s+/g, '').toLowerCase();
  return bare(element.textContent ?? '').includes(bare(wanted)) && fold(textOf(element)).includes(wanted);
}

/** The dialog on top, else the whole page. */
export function front(document: Document): Element {
  return [...document.querySelectorAll(selectors.dialog)].findLast(isShown) ?? document.body;
}

/** The smallest part of the screen that carries this name, else that contains this text; null when there is none. */
export function partNamed(document: Document, name: string): Element | null {
  const wanted = fold(name);
  if (wanted === 'dialog') return front(document) === document.body ? null : front(document);
  const all = [...document.querySelectorAll(parts)];
  const label = (element: Element) => fold(element.getAttribute('aria-label') ?? '');
  const fits = [
    (element: Element) => label(element) === wanted || startsWithHeading(element, wanted), (element: Element) => label(element).startsWith(wanted),
    // A record is its row before anything else that mentions it, such as the legend of a chart.
    (element: Element) => element.matches(selectors.row) && holds(element, wanted), (element: Element) => holds(element, wanted),
  ];
  for (const fit of fits) {
    const found = smallest(all.filter((element) => fit(element) && isShown(element)));
    if (found) return found;
  }
  return null;
}

function startsWithHeading(element: Element, wanted: string): boolean {
  const heading = element.querySelector(`${selectors.heading}, legend, figcaption, caption`);
  return heading !== null && fold(heading.textContent ?? '') === wanted;
}

function smallest(elements: Element[]): Element | null {
  return elements.find((element) => !elements.some((other) => other !== element && element.contains(other))) ?? null;
}

/** Elements of a role in the scope, those that contain `name` only. */
export function allOf(scope: ParentNode, role: Role, name?: string): HTMLElement[] {
  const wanted = name === undefined ? '' : fold(name);
  return [...scope.querySelectorAll<HTMLElement>(selectors[role])].filter((element) => (wanted === '' || holds(element, wanted) || fold(nameOf(element)).includes(wanted)) && isShown(element));
}

type Fit = (text: string) => boolean;

/** Exactly so, else beginning so, else containing it; of "Save|Add loan" either will do. */
function fitsOf(names: string): [Fit, Fit, Fit] {
  const wanted = names.split('|').map(fold).filter((name) => name !== '');
  return [(text) => wanted.includes(text), (text) => wanted.some((name) => text.startsWith(name)), (text) => wanted.some((name) => text.includes(name))];
}

/** What a person would click for this name: what is called exactly so, else what begins with it, else what contains it. */
export function clickTarget(scopes: ParentNode[], name: string, role?: Role): HTMLElement | null {
  const fits = fitsOf(name);
  for (const fit of fits) {
    for (const scope of scopes) {
      const found = [...scope.querySelectorAll<HTMLElement>(role ? selectors[role] : clickable)].filter((element) => fit(fold(nameOf(element))) && !isDisabled(element) && isShown(element));
      // Menus and lists that opened last lie on top and come last in the page.
      const onTop = found.findLast((element) => element.matches(`${selectors.menuitem}, ${selectors.option}`));
      if (onTop ?? found[0]) return onTop ?? found[0] ?? null;
    }
    if (role || fit !== fits[0]) continue;
    // Anything with exactly these words: apps also listen on rows and cards.
    for (const scope of scopes) {
      const text = [...scope.querySelectorAll<HTMLElement>('*')].find((element) => element.childElementCount === 0 && fit(fold(element.textContent ?? '')) && isShown(element));
      if (text) return text;
    }
  }
  return null;
}

/** The field with this label, or the group of choices. */
export function fieldNamed(scopes: ParentNode[], label: string): HTMLElement | null {
  for (const fit of fitsOf(label)) {
    for (const scope of scopes) {
      const fields = [...scope.querySelectorAll<HTMLElement>(`${fieldSelector}, [role="radiogroup"], [role="group"], fieldset`)];
      const found = fields.find((field) => fit(fold(labelOf(field))) && !isDisabled(field) && isShown(field));
      if (found) return found;
    }
  }
  return null;
}

function labelOf(field: Element): string {
  if (field.tagName === 'FIELDSET') return field.querySelector('legend')?.textContent ?? nameOf(field);
  return field.matches('[role="radiogroup"], [role="group"]') && !field.hasAttribute('aria-label') && !field.hasAttribute('aria-labelledby') ? '' : nameOf(field);
}

/** The element that shows this text most closely. */
export function elementWith(scope: Element, text: string): Element | null {
  const wanted = fold(text);
  const all = [scope, ...scope.querySelectorAll('*')].filter((element) => fold(element.textContent ?? '').includes(wanted) && isShown(element));
  return all.find((element) => fold(element.textContent ?? '') === wanted && ![...element.children].some((child) => all.includes(child))) ?? smallest(all);
}
