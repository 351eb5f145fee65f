import { addChart } from '../language/charts.ts';
import { findEntityIn } from '../language/find-field.ts';
import { addHighlight } from '../language/highlights.ts';
import { sortBy } from '../language/sorting.ts';
import { addBoard, addCalendar } from '../language/views.ts';
import { done } from './change.ts';
import type { Edit } from './change.ts';
import { findTarget } from './targets.ts';

export const highlight: Edit = (clause, editing) => {
  const rule = /\b(?:highlight|flag|warn|alert|mark|emphasi[sz]e|notify|remind|stand out)\b|\b(?:in|turns?|be|is|are|as) (?:bold |bright |dark )?(?:red|orange|yellow|green|blue|purple|pink|gr[ae]y)\b/i.test(clause) && /\b(?:overdue|late|expir\w*|low|below|above|under|over|less|more|when|if|due|not|un\w+ed|high|urgent|critical|missing|without|within|before|after|soon|today|negative|with|that|whose|who|older|vip|[a-z]+ed|[a-z]+ing|\w+)\b/i.test(clause);
  if (!rule || /\b(?:chart|graph)\b/i.test(clause)) return false;
  if (/^(?:use|make (?:it|everything)|change (?:the )?(?:colou?r|theme)|switch to)\b/i.test(clause) && !/\b(?:when|if|overdue|late|below|expired)\b/i.test(clause)) return false;
  const result = addHighlight(editing.blueprint.entities, clause, editing.about);
  return result ? done(editing, 'views', `${result.highlight.label} ${result.entity.plural.toLowerCase()} are shown in ${result.highlight.color}`, result.entity) : false;
};

export const chart: Edit = (clause, editing) => {
  if (!/\b(?:chart|graph|plot|diagram|histogram|visuali[sz]e|pie|breakdown|statistics|stats)\b|\b(?:total|sum|average|number of|count of)\b.*\b(?:per|by)\b/i.test(clause)) return false;
  const before = editing.blueprint.entities.map((entity) => entity.fields.length).join();
  const result = addChart(editing.blueprint.entities, clause, editing.about);
  if (!result) return false;
  if (before !== editing.blueprint.entities.map((entity) => entity.fields.length).join()) editing.touches.add('data');
  return done(editing, 'views', `A chart shows ${result.chart.title.charAt(0).toLowerCase()}${result.chart.title.slice(1)}`, result.entity);
};

export const view: Edit = (clause, editing) => {
  const wants = /\b(?:show|display|view|see|make|add|have|want|switch|turn|put|open|give|use|include|need|as|group|arrange|organi[sz]e)\b|^(?:kanban|board|calendar)/i.test(clause);
  if (!wants) return false;
  const fieldsBefore = editing.blueprint.entities.map((entity) => entity.fields.length).join();
  const { entities } = editing.blueprint;
  const touchData = (): void => { if (fieldsBefore !== entities.map((entity) => entity.fields.length).join()) editing.touches.add('data'); };
  if (/\b(?:kanban|board|pipeline|swim ?lanes?|trello|cards by|columns by|grouped? by)\b/i.test(clause) && !/\bboard (?:member|of directors|game)/i.test(clause)) {
    const entity = addBoard(entities, clause, editing.about);
    if (!entity) return false;
    entity.opensWith = 'board';
    touchData();
    const by = entity.views.find((one) => one.kind === 'board')!.by;
    return done(editing, 'views', `${entity.plural} are on a board by ${entity.fields.find((field) => field.name === by)?.label.toLowerCase() ?? by}`, entity);
  }
  if (/\b(?:calendar|agenda|month view|schedule view|timeline)\b/i.test(clause)) {
    const entity = addCalendar(entities, clause, editing.about);
    if (!entity) return false;
    entity.opensWith = 'calendar';
    touchData();
    return done(editing, 'views', `${entity.plural} are on a calendar`, entity);
  }
  if (/\bas (?:an? )?(?:table|list|grid|spreadsheet)\b|\b(?:table|list) (?:view|first)\b|\bopen with (?:the )?table\b/i.test(clause)) {
    const entity = findEntityIn(entities, clause) ?? editing.about ?? entities.find((one) => one.opensWith) ?? entities[0]!;
    delete entity.opensWith;
    return done(editing, 'views', `${entity.plural} open as a table`, entity);
  }
  return false;
};

export const sort: Edit = (clause, editing) => {
  if (!/\b(?:sort(?:ed)?|order(?:ed)?)\b.*\bby\b|\b(?:newest|oldest|latest|most recent|earliest|highest|lowest|largest|smallest|biggest)\b.*\b(?:first|on top|at the top)\b/i.test(clause)) return false;
  const entity = sortBy(editing.blueprint.entities, clause, editing.about);
  if (!entity) return false;
  const label = entity.fields.find((field) => field.name === entity.sort.field)?.label.toLowerCase() ?? entity.sort.field;
  return done(editing, 'views', `${entity.plural} are sorted by ${label}${entity.sort.direction === 'desc' ? ', highest first' : ''}`, entity);
};

/** "move due date to the top", "put status after name". */
export const move: Edit = (clause, editing) => {
  const match = /^(?:please )?(?:move|put|place|show)\s+(?:the )?(.+?)\s+(?:field |column )?(before|after|above|below|behind|in front of|next to|to the (?:top|start|front|beginning|end|bottom|left|right)|first|last|at the (?:top|start|end|bottom|beginning))\s*(?:the )?(.*)$/i.exec(clause);
  if (!match) return false;
  const target = findTarget(editing.blueprint, match[1]!, editing.about);
  if (!target) return false;
  const where = match[2]!.toLowerCase();
  const others = target.entity.fields.filter((field) => field !== target.field);
  const anchor = match[3] ? findTarget({ ...editing.blueprint, entities: [{ ...target.entity, fields: others }] }, match[3], null)?.field : null;
  if (match[3] && !anchor) return false;
  const at = anchor ? others.indexOf(anchor) + (/before|above|front/.test(where) ? 0 : 1) : /top|start|front|beginning|left|first/.test(where) ? 0 : others.length;
  others.splice(at, 0, target.field);
  target.entity.fields = others;
  return done(editing, 'views', `${target.field.label} comes ${anchor ? `${/before|above|front/.test(where) ? 'before' : 'after'} ${anchor.label.toLowerCase()}` : at === 0 ? 'first' : 'last'}`, target.entity);
};
