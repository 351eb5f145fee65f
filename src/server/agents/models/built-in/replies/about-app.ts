import type { Blueprint, Entity, Field } from '../blueprint.ts';
import { exactEntity, findTarget } from '../edits/targets.ts';
import { findEntityIn } from '../language/find-field.ts';

const typeWords: Record<Field['type'], string> = { text: 'text', 'long-text': 'long text', number: 'number', money: 'money', date: 'date', time: 'time', 'yes-no': 'yes/no', choice: 'choice', email: 'email', phone: 'phone', link: 'link', person: 'person', rating: 'rating', reference: 'link' };

export function listOf(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Answers a question about the app from its blueprint; null when it is no such question. */
export function answerAboutApp(message: string, blueprint: Blueprint): string | null {
  const text = message.toLowerCase().trim();
  const isQuestion = /^(?:how|what|which|who|where|when|why|does|do|is|are|can|could|tell me|explain|describe|list|show me (?:what|which|all the fields)|give me (?:an overview|a summary)|summari[sz]e)\b|\?\s*$/.test(text);
  if (!isQuestion || /\b(?:can|could|would|will) you\b.*\b(?:add|remove|rename|change|make|show|use|build|create|delete|chart|sort|highlight|turn)\b/.test(text)) return null;
  const entity = findEntityIn(blueprint.entities, text);
  if (/how many|count|number of/.test(text) && /field|column|propert|attribute/.test(text)) {
    const one = entity ?? blueprint.entities[0]!;
    return `A ${one.singular.toLowerCase()} has ${one.fields.length} fields: ${fieldList(one)}.`;
  }
  if (/how many/.test(text) && /collection|table|list|entit|thing|tab/.test(text)) return `${blueprint.title} has ${blueprint.entities.length} ${blueprint.entities.length === 1 ? 'list' : 'lists'}: ${listOf(blueprint.entities.map((one) => one.plural.toLowerCase()))}.`;
  if (/how many/.test(text) && entity) return `I see the plan of the app, not the number of its records. Open ${entity.plural} in the app: the list says how many there are.`;
  if (/\b(?:options?|values?|stages?|statuses|choices)\b/.test(text) || (/^what|which/.test(text) && /\b(?:status|stage|priority|categor)/.test(text))) {
    const target = findTarget(blueprint, text.replace(/\b(?:what|which|are|is|the|options?|values?|choices|there|for|does|do|have|has|can|be|possible|\?)\b|\?/g, ' ').replace(/stages/, 'stage').replace(/statuses/, 'status').replace(/\s+/g, ' ').trim(), entity, 40);
    if (target?.field.options) return `${target.field.label} of a ${target.entity.singular.toLowerCase()} can be ${listOf(target.field.options.map((option) => option.label))}.`;
  }
  if (/\b(?:fields?|columns?|track|stored?|keeps?|contain|record|have|has)\b/.test(text) && entity && /^(?:what|which|tell|list|show|describe)/.test(text)) return `A ${entity.singular.toLowerCase()} has ${fieldList(entity)}.`;
  if (/^(?:what|which) (?:fields?|columns?)/.test(text)) return blueprint.entities.map((one) => `A ${one.singular.toLowerCase()} has ${fieldList(one)}.`).join('\n\n');
  if (/\b(?:export|download|csv|excel|import)\b/.test(text)) return `Yes: every list of ${blueprint.title} can be exported to and imported from a CSV file, with the buttons above the table.`;
  if (/\b(?:undo|go back|older version|previous version|restore|history)\b/.test(text)) return undoAnswer();
  if (/(?:what|which|how).*\b(?:do|does|is|are|work)\b.*\b(?:it|this|the app|app|this app|tool)\b|what (?:did|have) you (?:built|build|made|make)|what(?:'s| is) (?:this|in (?:it|the app))|tell me about|describe|explain|summar|overview/.test(text)) return describeApp(blueprint);
  if (entity && /\b(?:belong|link|connect|relat)/.test(text)) {
    const links = entity.fields.filter((field) => field.to).map((field) => blueprint.entities.find((one) => one.name === field.to)!.singular.toLowerCase());
    return links.length ? `Each ${entity.singular.toLowerCase()} belongs to ${listOf(links.map((link) => `a ${link}`))}.` : `A ${entity.singular.toLowerCase()} is not linked to another list.`;
  }
  const asked = /^(?:does|is|are|do|has|have)\b/.test(text) ? findTarget(blueprint, text.replace(/^(?:does|is there|are there|do|is|are|has|have)\b|\b(?:a|an|the|have|has|any|there|in|it|app|field|for)\b|\?/g, ' ').replace(/\s+/g, ' ').trim(), entity, 65) : null;
  if (asked) return `Yes: a ${asked.entity.singular.toLowerCase()} has the field ${asked.field.label} (${typeWords[asked.field.type]}${asked.field.required ? ', required' : ''}).`;
  const wished = /^(?:does (?:it|the app|this|an? [a-z ]+?)|is there|are there|do we|do they|has it) (?:have |has |support )?(?:an? |any |the )?(.+?)(?: fields?| columns?)?\??$/.exec(text)?.[1];
  if (wished && !asked) return `No: ${listOf(blueprint.entities.map((one) => `a ${one.singular.toLowerCase()}`))} has no ${wished}. Say “add ${wished}” to get it.`;
  return null;
}

const always = /^(?:please |can you |could you )*(?:add |include |i want |i need |we need |have |give me |make it )*(?:an? |the |some )?(?:(?:search|filter)(?:ing|s| bar| box)?(?: (?:by|for|and) .*)?|sorting|(?:csv |excel )?(?:export|import)(?: (?:to|from|as) (?:csv|excel))?(?: and import)?|dark mode|light mode|mobile[- ]friendly|responsive|work on (?:my )?(?:phone|mobile)s?)$/;

/** Wishes that every app fulfils already. */
export function answerAlreadyThere(message: string, blueprint: Blueprint): string | null {
  if (!always.test(message.toLowerCase().trim().replace(/[.!?]+$/, ''))) return null;
  return `That is there already: every list of ${blueprint.title} can be searched, filtered by its fields, sorted by its columns, and exported to or imported from CSV. The app follows the light or dark mode of the studio and fits a phone.`;
}

export function undoAnswer(): string {
  return 'Nothing is lost: every change is a version of its own. Open **Versions** beside the preview, look at an earlier one and restore it; restoring makes a new version, and your records stay.';
}

function fieldList(entity: Entity): string {
  return listOf(entity.fields.map((field) => `${field.label.toLowerCase()} (${typeWords[field.type]})`));
}

export function describeApp(blueprint: Blueprint): string {
  const lines = blueprint.entities.map((entity) => {
    const extras = [
      ...entity.views.map((view) => (view.kind === 'board' ? `a board by ${labelOf(entity, view.by)}` : `a calendar by ${labelOf(entity, view.by)}`)),
      ...entity.charts.map((chart) => `a chart of ${chart.title.toLowerCase()}`),
      ...entity.highlights.map((highlight) => `“${highlight.label}” in ${highlight.color}`),
    ];
    return `- **${entity.plural}**: ${listOf(entity.fields.map((field) => field.label.toLowerCase()))}${extras.length ? `; with ${listOf(extras)}` : ''}.`;
  });
  return `**${blueprint.title}** keeps ${listOf(blueprint.entities.map((entity) => entity.plural.toLowerCase()))}:\n\n${lines.join('\n')}\n\nEvery list can be searched, sorted, filtered, edited and exported as CSV. ${exactEntity(blueprint.entities, blueprint.entities[0]!.plural) ? 'Records are shared with everyone in the project.' : ''}`.trim();
}

function labelOf(entity: Entity, name: string): string {
  return entity.fields.find((field) => field.name === name)?.label.toLowerCase() ?? name;
}
