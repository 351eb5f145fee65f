import { colorNamed } from '../language/colors.ts';
import { titleCase } from '../language/words.ts';
import { done } from './change.ts';
import type { Edit } from './change.ts';

/** "use green", "make it dark blue", "change the colour to teal". */
export const changeColor: Edit = (clause, editing) => {
  const asks = /^(?:please )?(?:use|make (?:it|everything|the (?:app|theme|buttons|header|colou?rs?|whole thing|design|look))|change (?:the |its )?(?:\w+ )?(?:colou?rs?|theme|accent|look|design|style|it)|set (?:the )?(?:\w+ )?(?:colou?r|theme|accent)|switch (?:the |it )?(?:colou?r |theme )?to|i(?:'d| would)? (?:want|like|prefer) (?:it )?|(?:the )?(?:\w+ )?(?:colou?r|theme|accent)(?: should be| to|:| is)?|paint it|go with|colou?r (?:it|the app|everything)|turn it|give it|how about|in|can (?:it|we) be|it should be|could it be|more)\b/i.test(clause) || /^(?:dark |light |navy |deep |bright )?\w+(?: please| theme| colou?rs?)?$/i.test(clause);
  const color = colorNamed(clause);
  if (!asks || !color || clause.split(' ').length > 14 || /\b(?:when|if|overdue|rows?|records?|option|status|field)\b/i.test(clause)) return false;
  if (/^(?:use|make it|turn it) (?:dark|black)\b/i.test(clause) && color === 'dark') return false;
  editing.blueprint.color = color;
  return done(editing, 'look', `Colour is ${color} now`);
};

/** "call it Tool Library", "rename the app to …". */
export const renameApp: Edit = (clause, editing) => {
  const named = /^(?:please )?(?:re)?(?:name|call|title)\s+(?:the |this |my )?(?:app|application|tool|tracker|it|this)(?:\s+(?:to|as|into))?\s+["'“]?(.+?)["'”]?$/i.exec(clause)
    ?? /^(?:please )?(?:change|set|update|make)\s+(?:the |its )?(?:app(?:'s)? |application )?(?:title|name|app name|heading)(?: of the app)?\s+(?:to|into|be)\s+["'“]?(.+?)["'”]?$/i.exec(clause)
    ?? /^(?:the )?(?:app|title|name) (?:should be|is now|should be called|is called|must be)(?: called)?\s+["'“]?(.+?)["'”]?$/i.exec(clause);
  const title = named?.[1]?.trim();
  if (!title || title.length > 60 || /^(?:a|an)\s/i.test(title)) return false;
  editing.blueprint.title = /[A-Z]/.test(title) ? title : titleCase(title);
  return done(editing, 'look', `The app is called ${editing.blueprint.title}`);
};
