import type { Blueprint } from '../blueprint.ts';
import { normalise } from '../language/typos.ts';
import { stripPoliteness } from '../language/phrases.ts';
import { samplesFor } from '../samples/samples.ts';
import { add } from './add.ts';
import type { Edit, Editing, Touch } from './change.ts';
import { changeColor, renameApp } from './look.ts';
import { addOption, removeOption, setOptions, setRule } from './options.ts';
import { relate, remove } from './remove.ts';
import { rename } from './rename.ts';
import { chart, highlight, move, sort, view } from './show.ts';

export type Edited = { blueprint: Blueprint; changes: string[]; touches: Touch[]; missed: string[] };

// The order matters: the narrow readings come before the wide ones, `add` last.
const edits: Edit[] = [renameApp, move, changeColor, chart, highlight, sort, removeOption, remove, addOption, relate, rename, setRule, setOptions, view, add];

/** Applies a follow-up to a copy of the blueprint. `missed` are the parts that were not understood. */
export function editBlueprint(message: string, blueprint: Blueprint): Edited {
  const editing: Editing = { blueprint: structuredClone(blueprint), about: null, changes: [], touches: new Set() };
  const missed: string[] = [];
  for (const clause of clausesOf(normalise(message))) {
    if (!edits.some((edit) => edit(clause, editing))) missed.push(clause);
  }
  if (editing.changes.length > 0) for (const entity of editing.blueprint.entities) entity.samples = samplesFor(entity, editing.blueprint);
  return { blueprint: editing.blueprint, changes: editing.changes, touches: [...editing.touches], missed };
}

const verbs = 'add|remove|delete|drop|rename|change|show|display|chart|graph|plot|highlight|flag|warn|use|make|sort|order by|set|turn|call it|call the|hide|move|replace|include|colou?r|get rid of|mark|link|connect|put|switch|give|require|each|every|let';
const cut = new RegExp(`(?:\\s*[,;]\\s*(?:and\\s+)?(?:then\\s+|also\\s+|please\\s+)*|\\s+(?:and|then|but|plus)\\s+(?:then\\s+|also\\s+|please\\s+)*)(?=(?:${verbs})\\s+\\S)`, 'gi');

export function clausesOf(message: string): string[] {
  return message
    .split(/\n+|(?<=[.!?])\s+(?=[A-Za-z"'])/)
    .map((line) => line.trim().replace(/^(?:[-*•]|\d+[.)])\s+/, ''))
    .flatMap((line) => splitOutsideBrackets(line))
    .map((clause) => stripEditPoliteness(clause))
    .slice(0, 40)
    .map((clause) => clause.slice(0, 500))
    .filter((clause) => /[a-z]/i.test(clause) && !/^(?:thanks?|thank you|great|nice|perfect|cool|good|awesome|ok|okay|hi|hello|yes|no|please|looks good|i like it|love it|very nice|well done|i (?:don't|do not|dislike|hate|prefer|like)(?: \w+){1,4})[\s!.,]*(?:job|work|one|so much|a lot|stuff|start)?[\s!.,]*$/i.test(clause));
}

function splitOutsideBrackets(line: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of line.matchAll(cut)) {
    const before = line.slice(0, match.index);
    if ((before.match(/\(/g)?.length ?? 0) > (before.match(/\)/g)?.length ?? 0)) continue;
    parts.push(line.slice(from, match.index));
    from = match.index + match[0].length;
  }
  parts.push(line.slice(from));
  return parts;
}

function stripEditPoliteness(clause: string): string {
  const text = clause.trim().replace(/[.!?]+$/, '').replace(/\s+/g, ' ');
  const bare = text.replace(/^(?:(?:great|nice|cool|good|perfect|awesome|thanks|thank you|ok|okay|now|next|and|then|also|well|hmm|actually|please|yes|oh|hey|hi|so|finally|could you|can you|would you|will you|can we|could we|i want you to|i'd like you to|i would like you to|you should|let's|let us|maybe|just)[\s,!.]+)+/i, '');
  const wish = bare.replace(/^(?:i|we)(?:'d| would)? (?:also )?(?:need|want|like)(?: to (?:have|add|see|record|track|store|know|note))? (?:an? |the )?/i, 'add ');
  return (wish || stripPoliteness(text)).replace(/,?\s*(?:please|thanks|thank you|if possible|if you can)$/i, '').trim();
}
