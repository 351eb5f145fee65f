import type { Blueprint } from '../blueprint.ts';

const builds = [
  'Build an equipment loan tracker: borrower, item, due date, returned or not. Show overdue loans in red.',
  'A CRM with contacts, companies and deals. Each deal has a value, a stage (lead, qualified, won, lost) and belongs to a company. Show the pipeline as a board.',
  'Expense reports with amount, category, date, receipt link and status (draft, submitted, approved, rejected); total per month as a chart.',
  'Track job applicants by stage with a rating from 1 to 5 and notes; chart applicants per stage.',
  'A support ticket tracker with title, priority (low, medium, high), status and assigned to. Flag high priority tickets.',
  'Inventory for a workshop: parts with supplier, price, stock level and reorder level; warn when stock is below the reorder level.',
];

/** Three requests to click, other ones for other messages, the same for the same message. */
export function exampleBuilds(message: string): string[] {
  const start = [...message].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 9973, 7) % builds.length;
  return [0, 2, 4].map((step) => builds[(start + step) % builds.length]!);
}

/** Three follow-ups that fit this very app. */
export function exampleEdits(blueprint: Blueprint): string[] {
  const main = blueprint.entities[0]!;
  const things = main.plural.toLowerCase();
  const prompts: string[] = [];
  if (!main.fields.some((field) => /priority/i.test(field.name)) && main.fields.some((field) => /status|stage/i.test(field.name))) prompts.push('Add a priority field: low, medium, high');
  const choice = main.fields.find((field) => field.type === 'choice');
  const date = main.fields.find((field) => field.type === 'date');
  const money = main.fields.find((field) => field.type === 'money' || (field.type === 'number' && field.unit));
  if (choice && !main.views.some((view) => view.kind === 'board')) prompts.push(`Show ${things} as a board by ${choice.label.toLowerCase()}`);
  if (main.charts.length === 0 && choice) prompts.push(`Chart ${things} per ${choice.label.toLowerCase()}`);
  if (main.charts.length === 0 && !choice && date) prompts.push(money ? `Chart total ${money.label.toLowerCase()} per month` : `Chart ${things} per month`);
  if (date && main.highlights.length === 0 && /due|end|deadline|expir|next|return/i.test(date.name)) prompts.push(`Show ${things} with a ${date.label.toLowerCase()} in the next 7 days in orange`);
  if (date && !main.views.some((view) => view.kind === 'calendar')) prompts.push(`Show ${things} on a calendar`);
  prompts.push('Add a notes field', `Use ${blueprint.color === 'green' ? 'violet' : 'green'}`, `Sort ${things} by ${main.fields[0]!.label.toLowerCase()}`);
  const labels = new Set(main.fields.map((field) => field.label.toLowerCase()));
  return prompts.filter((prompt) => !(prompt === 'Add a notes field' && labels.has('notes'))).slice(0, 3);
}
