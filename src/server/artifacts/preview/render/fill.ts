import { click, clickables, fieldSelector, isDisabled, leave, press, type } from './controls.ts';
import { isShown, nameOf } from './reading.ts';
import { settled } from './settle.ts';

type Property = Record<string, unknown>;
type Schema = { properties: Record<string, Property | undefined>; required: string[]; label: string | undefined };

/** The parts of a collection's JSON Schema that forms are about. */
export function formSchema(schema: Record<string, unknown>): Schema {
  const properties = (schema['properties'] ?? {}) as Schema['properties'];
  const label = typeof schema['x-label'] === 'string' ? schema['x-label'] : Object.keys(properties).find((name) => isPlainText(properties[name] ?? {}));
  return { properties, required: Array.isArray(schema['required']) ? (schema['required'] as string[]) : [], label };
}

export function isPlainText(property: Property): boolean {
  return property['type'] === 'string' && !property['format'] && !property['enum'] && !property['pattern'] && !property['x-collection'];
}

/** Fills every empty field of a form by its kind; `text` goes into the field that names the record. */
export async function fillForm(form: Element, schema: Schema, text: string): Promise<void> {
  const document = form.ownerDocument;
  const groups = new Set<string>();
  for (const field of [...form.querySelectorAll<HTMLElement>(fieldSelector)]) {
    if (!field.isConnected || isDisabled(field) || !isShown(field)) continue;
    const name = propertyOf(nameOf(field), schema);
    await fillField(field, name === undefined ? {} : (schema.properties[name] ?? {}), name !== undefined && name === schema.label ? text : null, groups);
    await settled(document, 100);
  }
}

async function fillField(field: HTMLElement, property: Property, label: string | null, groups: Set<string>): Promise<void> {
  if (field.tagName === 'BUTTON') return pickDay(field);
  if (field instanceof field.ownerDocument.defaultView!.HTMLSelectElement) {
    const option = [...field.options].find(({ value, disabled }) => value !== '' && !disabled);
    if (option && field.value === '') type(field, option.value);
    return;
  }
  const input = field as HTMLInputElement;
  if (input.type === 'checkbox') return;
  if (input.type === 'radio') {
    // The third of a group: a rating of three; an earlier choice stays.
    const key = input.name || 'radio';
    if (groups.has(key)) return;
    groups.add(key);
    const group = [...input.ownerDocument.querySelectorAll<HTMLInputElement>('input[type="radio"]')].filter((radio) => radio.name === input.name && radio.value !== '0');
    if (!group.some((radio) => radio.checked)) click(group[Math.min(2, group.length - 1)] ?? input);
    return;
  }
  if (input.value !== '' && label === null) return;
  // A field that names the record is typed even where it offers names.
  const typed = label !== null && !input.readOnly;
  if (!typed && (input.getAttribute('aria-haspopup') === 'listbox' || input.getAttribute('role') === 'combobox' && !isPlainText(property))) return pickOption(input);
  type(input, label ?? valueFor(input, property));
  leave(input);
}

/** Opens a list and takes its first option. */
async function pickOption(input: HTMLInputElement): Promise<void> {
  const { ownerDocument: document } = input;
  const before = new Set(document.querySelectorAll('[role="option"]'));
  click(input);
  await settled(document, 500);
  const controlled = document.getElementById(input.getAttribute('aria-controls') ?? '');
  const options = [...(controlled ?? document).querySelectorAll<HTMLElement>('[role="option"]')].filter((option) => !isDisabled(option) && (controlled !== null || !before.has(option)));
  if (options[0]) click(options[0]);
  else press(input, 'Escape');
  await settled(document, 500);
  leave(input);
}

/** Opens a calendar and takes a day in the middle of the month. */
async function pickDay(button: HTMLElement): Promise<void> {
  const { ownerDocument: document } = button;
  click(button);
  await settled(document, 500);
  const days = [...document.querySelectorAll<HTMLElement>('[role="dialog"] td button, [role="dialog"] [role="gridcell"] button, .mantine-Popover-dropdown td button')].filter((day) => !isDisabled(day) && isShown(day));
  const day = days.find(({ textContent }) => textContent?.trim() === '15') ?? days[0];
  if (day) click(day);
  await settled(document, 500);
}

function valueFor(input: HTMLInputElement, property: Property): string {
  const format = String(property['format'] ?? '');
  const number = property['type'] === 'number' || property['type'] === 'integer' || input.type === 'number' || input.inputMode === 'numeric' || input.inputMode === 'decimal';
  if (number) return String(numberIn(property));
  if (format === 'date' || input.type === 'date' || input.hasAttribute('data-dates-input')) return new Date().toISOString().slice(0, 10);
  if (format === 'time' || input.type === 'time') return '09:30';
  if (format === 'email' || input.type === 'email') return 'quality@example.com';
  if (format === 'uri' || input.type === 'url') return 'https://example.com/quality';
  if (input.type === 'tel' || property['x-type'] === 'phone' || /phone|mobile|tel/i.test(nameOf(input))) return '+49 30 123456';
  if (Array.isArray(property['enum'])) return String(property['enum'][0]);
  return 'Quality check'.slice(0, Number(property['maxLength'] ?? 100));
}

function numberIn(property: Property): number {
  const low = Number(property['minimum'] ?? property['exclusiveMinimum'] ?? 0);
  const high = Number(property['maximum'] ?? property['exclusiveMaximum'] ?? low + 10);
  return Math.round((low + high) / 2);
}

/** The field of a record that a label means: `Due date *` is dueDate. */
function propertyOf(label: string, { properties }: Schema): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/\([^)]*\)/g, '').replace(/[^\p{L}\p{N}]/gu, '');
  const wanted = plain(label);
  const names = Object.keys(properties);
  return names.find((name) => plain(name) === wanted || plain(String(properties[name]?.['title'] ?? '')) === wanted)
    ?? names.find((name) => wanted.length > 3 && (plain(name).startsWith(wanted) || wanted.startsWith(plain(name))));
}

/** The button that saves a form. */
export function submitOf(form: Element): HTMLElement | undefined {
  const submits = [...form.querySelectorAll<HTMLElement>('button[type="submit"], input[type="submit"]')].filter((button) => isShown(button) && !isDisabled(button));
  return submits.at(-1) ?? clickables(form, /^(save|add|create|submit|ok|done)\b/i).at(-1);
}
