import { click, clickables, complaints, fieldSelector, press } from './controls.ts';
import { fillForm, formSchema, submitOf } from './fill.ts';
import type { RenderCheck } from './outcome.ts';
import { isShown, textOf } from './reading.ts';
import type { SampleCollection } from './sample-records.ts';
import { settled, until } from './settle.ts';

const saveTimeoutMs = 4000;
/** Of an app with many collections only the first are tried when the machine is slow. */
const budgetMs = 12_000;

/**
 * Uses the app as a person would: goes to each collection, looks for its
 * records, opens the form, submits it empty, fills it and submits it again. It
 * knows nothing of the app but roles, labels and the schemas.
 */
export async function exercise(document: Document, collections: SampleCollection[], createdIn: (collection: string) => number): Promise<{ checks: RenderCheck[]; notes: string[] }> {
  const checks: RenderCheck[] = [];
  const notes: string[] = [];
  const end = Date.now() + budgetMs;
  for (const [index, collection] of collections.entries()) {
    if (Date.now() > end) {
      notes.push(`There was no time to try ${collections.slice(index).map(({ title }) => `“${title}”`).join(', ')}.`);
      break;
    }
    await goTo(document, collection);
    checkRecords(document, collection, checks, notes);
    await checkForm(document, collection, index, createdIn, checks, notes);
  }
  return { checks, notes };
}

/** Opens the tab or page of a collection, when there is one. */
async function goTo(document: Document, { name, title }: SampleCollection): Promise<void> {
  const plain = escape(title || name);
  const exact = clickables(document, new RegExp(`^${plain}(\\s*\\(?\\d+\\)?)?$`, 'i'));
  const target = exact.find((element) => element.matches('[role="tab"], a, nav *')) ?? exact[0];
  if (!target || target.getAttribute('aria-selected') === 'true') return;
  click(target);
  await settled(document);
}

function checkRecords(document: Document, { title, samples, schema }: SampleCollection, checks: RenderCheck[], notes: string[]): void {
  const { label } = formSchema(schema);
  const names = samples.map((sample) => (label === undefined ? undefined : sample[label])).filter((name) => typeof name === 'string' && !/^(#\d+|today)/.test(name));
  if (names.length === 0) return;
  const text = textOf(document.body);
  const shown = names.filter((name) => text.includes(name as string)).length;
  if (shown > 0) checks.push({ text: `“${title}” shows its records.`, ok: true });
  else notes.push(`No record of “${title}” was found on the screen.`);
}

async function checkForm(
  document: Document, { name, title, schema }: SampleCollection, index: number, createdIn: (collection: string) => number, checks: RenderCheck[], notes: string[],
): Promise<void> {
  const form = await openForm(document, title);
  if (!form) {
    notes.push(`No form to add to “${title}” was found.`);
    return;
  }
  const shape = formSchema(schema);
  if (shape.required.some((field) => shape.properties[field]?.['default'] === undefined && shape.properties[field]?.['type'] !== 'boolean') && submitOf(form)) {
    const before = createdIn(name);
    click(submitOf(form) as HTMLElement);
    await settled(document);
    const refused = createdIn(name) === before;
    const told = complaints(form.isConnected ? form : document).length > 0;
    // A form whose required fields all start with a value is complete as it opens.
    if (refused) checks.push({ text: `An empty form of “${title}” is refused${told ? ' and says what is missing' : ', but nothing says why'}.`, ok: told });
    else notes.push(`The form of “${title}” is complete as it opens.`);
  }
  const open = form.isConnected ? form : await openForm(document, title);
  if (!open) return;
  const text = `Quality check ${index + 1}`;
  const before = createdIn(name);
  await fillForm(open, shape, text);
  const submit = submitOf(open);
  if (!submit) {
    notes.push(`The form of “${title}” has no button to save it.`);
    return;
  }
  click(submit);
  const saved = await until(() => createdIn(name) > before, saveTimeoutMs);
  await settled(document);
  if (!saved) {
    const why = complaints(open.isConnected ? open : document).slice(0, 4).join('; ');
    checks.push({ text: `A filled form of “${title}” was not saved${why ? `: ${why}` : '.'}`, ok: false });
    await close(document, open);
    return;
  }
  const shown = shape.label === undefined || (await until(() => textOf(document.body).includes(text), 500));
  checks.push({ text: `A filled form of “${title}” is saved${shown ? ' and the new record is shown' : ''}.`, ok: true });
  if (!shown) notes.push(`The new record of “${title}” was saved, but not found on the screen.`);
  if (open.isConnected && isShown(open) && open.matches('[role="dialog"]')) await close(document, open);
}

/** Presses the button that adds, if need be, and finds the form: the dialog, else the form with the most fields. */
async function openForm(document: Document, title: string): Promise<Element | null> {
  const singular = escape(title.replace(/ies$/i, 'y').replace(/s$/i, ''));
  const buttons = clickables(document, /^\+?\s*(add|new|create|record|log)\b/i).filter((button) => !button.closest('[role="dialog"]'));
  const button = buttons.find((candidate) => new RegExp(singular, 'i').test(candidate.textContent ?? '')) ?? buttons[0];
  const isSubmit = button?.closest('form') && button.getAttribute('type') === 'submit';
  if (button && !isSubmit) {
    click(button);
    await settled(document);
  }
  const dialog = [...document.querySelectorAll('[role="dialog"]')].filter((found) => isShown(found) && found.querySelector(fieldSelector)).at(-1);
  if (dialog) return dialog;
  const forms = [...document.querySelectorAll('form')].filter((found) => isShown(found) && found.querySelector(fieldSelector));
  return forms.toSorted((a, b) => b.querySelectorAll(fieldSelector).length - a.querySelectorAll(fieldSelector).length)[0] ?? null;
}

async function close(document: Document, dialog: Element): Promise<void> {
  const cancel = clickables(dialog, /^(cancel|close|discard)\b/i)[0];
  if (cancel) click(cancel);
  else press(document.body, 'Escape');
  await settled(document);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
