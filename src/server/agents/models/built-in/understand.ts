import type { Blueprint } from './blueprint.ts';
import type { Touch } from './edits/change.ts';
import { clausesOf, editBlueprint } from './edits/edit.ts';
import { buildBlueprint } from './language/build.ts';
import { readMessage } from './language/read-message.ts';
import { normalise } from './language/typos.ts';
import { answerAboutApp, answerAlreadyThere, undoAnswer } from './replies/about-app.ts';
import { answerForeign, answerNotUnderstood, answerPlain, answerTalk } from './replies/answers.ts';
import type { Answer } from './replies/answers.ts';
import { asksForApp, talkOf } from './replies/classify.ts';
import { foreignLanguage } from './replies/foreign.ts';

/** What a message asks for, given the app of the chat. The same input gives the same answer. */
export type Understanding =
  | { kind: 'build'; blueprint: Blueprint; missed: string[] }
  | { kind: 'change'; blueprint: Blueprint; changes: string[]; touches: Touch[]; missed: string[] }
  | { kind: 'fix'; blueprint: Blueprint }
  | ({ kind: 'answer' } & Answer);

// What kind of message it is shows in its beginning; patterns over all of a very long one would take too long.
const longestTalk = 1500;

export async function understand(request: string, blueprint: Blueprint | null): Promise<Understanding> {
  const message = normalise(request).trim();
  const language = await foreignLanguage(message.slice(0, longestTalk));
  if (language) return { kind: 'answer', ...answerForeign(language, message, blueprint) };
  return blueprint ? understandFollowUp(message, blueprint) : understandFirst(message);
}

function understandFirst(message: string): Understanding {
  if (asksForApp(message.slice(0, longestTalk))) {
    const built = buildBlueprint(message);
    if (built) return { kind: 'build', ...built };
  }
  return { kind: 'answer', ...answerTalk(talkOf(message.slice(0, longestTalk)), message, null) };
}

const smallTalk = new Set(['greeting', 'thanks', 'abilities', 'identity', 'creative', 'empty', 'gibberish']);

function understandFollowUp(message: string, blueprint: Blueprint): Understanding {
  if (/^(?:(?:please|can you|could you|now|ok|no)[\s,]+)*(?:undo|revert|go back|roll ?back|restore|bring back|take (?:it|that) back|reset)\b/i.test(message)) return { kind: 'answer', ...answerPlain(undoAnswer(), blueprint) };
  if (asksForFix(message.slice(0, longestTalk))) return { kind: 'fix', blueprint };
  const about = answerAboutApp(message.slice(0, longestTalk), blueprint);
  const already = answerAlreadyThere(message, blueprint);
  if (already) return { kind: 'answer', ...answerPlain(already, blueprint) };
  if (about) return { kind: 'answer', ...answerPlain(about, blueprint) };
  if (asksForNewApp(message.slice(0, longestTalk))) {
    const built = buildBlueprint(message);
    if (built) return { kind: 'build', ...built };
  }
  const talk = talkOf(message.slice(0, longestTalk));
  // "Great, now add a field" is more than thanks.
  const polite = talk === 'thanks' || talk === 'greeting';
  if (smallTalk.has(talk) && !polite) return { kind: 'answer', ...answerTalk(talk, message, blueprint) };
  const edited = editBlueprint(message, blueprint);
  if (edited.changes.length > 0) return { kind: 'change', ...edited };
  if (polite) return { kind: 'answer', ...answerTalk(talk, message, blueprint) };
  if (talk === 'question' || talk === 'unable') return { kind: 'answer', ...answerTalk(talk, message, blueprint) };
  return { kind: 'answer', ...answerNotUnderstood(clausesOf(message), blueprint) };
}

function asksForFix(message: string): boolean {
  return /^(?:please )?(?:fix|repair|debug|solve)\b/i.test(message) && !/\bfix (?:the )?(?:name|label|colou?r|spelling|typo)\b/i.test(message)
    || /\b(?:doesn'?t|does not|don'?t|isn'?t|not|stopped) (?:work|working|load|loading|open|build|start)\b|(?:\bis|'s) broken\b|\bnothing (?:shows|works|happens)\b|\bcrash(?:es|ed)?\b|\b(?:build|runtime|type|syntax) ?error\b|\bshows? an error\b/i.test(message);
}

// "Build a CRM…" in a chat with a loan tracker is a new app; "make it a board" and "create a field" are not.
function asksForNewApp(message: string): boolean {
  const start = /^(?:(?:please|now|ok|instead|actually|no|can you|could you|i want|i need|i'd like|we need|let's|hi|hello)[\s,]+(?:you to |to )?)*(?:build|create|make|develop|design|generate|set up|start|an?)\b/i.test(message) || /\b(?:new|different|another|separate) (?:app|tracker|tool|application)\b/i.test(message);
  if (!start) return false;
  if (/\b(?:new|different|another|separate) (?:app|tracker|tool|application)\b|\bstart over\b|\bfrom scratch\b/i.test(message)) return asksForApp(message.slice(0, longestTalk));
  const first = message.split(/[.\n:]/)[0] ?? '';
  if (!/\b(?:app|tracker|crm|tool|system|application|manager|planner|inventory|database|log|register|portal|organi[sz]er|software)\b/i.test(first) || /\b(?:it|this|the app|this app|the tracker|the tool|field|column|chart|board|calendar|view)\b/i.test(first.replace(/\btool to\b/i, ''))) return false;
  return asksForApp(message.slice(0, longestTalk)) && readMessage(message).entities.length + (readMessage(message).place ? 1 : 0) > 0;
}
