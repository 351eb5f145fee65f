import type { Blueprint } from '../blueprint.ts';
import type { Talk } from './classify.ts';
import { exampleBuilds, exampleEdits } from './examples.ts';

export type Answer = { text: string; prompts: string[] };

const whoIAm = 'I am the built-in builder: no AI model is configured on this server, so I work by rules.';
const whatICan = 'From a sentence I build small apps that keep records: lists with forms, search, filters, boards, calendars, charts and rules such as “overdue in red”. After that you can change the app by message.';

/** Says plainly what answers, what it can do, and what to try. */
export function answerTalk(talk: Talk, message: string, blueprint: Blueprint | null): Answer {
  const prompts = blueprint ? exampleEdits(blueprint) : exampleBuilds(message);
  const tryThis = blueprint ? `Try one of these for ${blueprint.title}, or say in your own words what should change.` : 'Try one of these, or say in your own words what you want to keep track of.';
  const say = (...sentences: string[]): Answer => ({ text: [...sentences, tryThis].join('\n\n'), prompts });
  switch (talk) {
    case 'greeting': return say(`Hello! ${whoIAm} ${whatICan}`);
    case 'thanks': return blueprint ? say(`You are welcome. ${blueprint.title} stays as it is until you ask for something.`) : say(`You are welcome. ${whoIAm}`);
    case 'abilities': return say(`${whoIAm} ${whatICan}`, 'I understand fields and their types (text, numbers, money, dates, times, yes/no, choices, email, phone, links, people, ratings), lists that belong to each other, boards by status, calendars, charts per field or month, highlight rules, colours and sorting. I cannot write free text, answer general questions, or connect to other services; for that an administrator can configure an AI model.');
    case 'identity': return say(`${whoIAm} I am not an AI model, and I do not send your messages anywhere.`, whatICan);
    case 'creative': return say(`I cannot write texts: ${lower(whoIAm)}`, whatICan);
    case 'question': return say(`I cannot answer that: ${lower(whoIAm)}`, whatICan);
    case 'unable': return say(`I cannot build that: ${lower(whoIAm)} I build apps that keep records in lists, not games, pages or code of other kinds.`, whatICan);
    case 'gibberish': return say(`I could not make sense of that message. ${whoIAm}`, whatICan);
    case 'empty': return say(`The message was empty. ${whoIAm}`, whatICan);
    case 'short': return say(`Tell me a little more: what should the app keep, and which details of each? ${whoIAm}`, 'One sentence is enough, such as “Track bike repairs with customer, bike, due date and status”.');
    case 'unclear': return say(`I did not find an app in that message. ${whoIAm}`, whatICan);
  }
}

export function answerForeign(language: string, message: string, blueprint: Blueprint | null): Answer {
  return {
    text: `Your message looks ${/^another/.test(language) ? `like it is in ${language}` : language}, and I understand English only: ${lower(whoIAm)}\n\n${whatICan}\n\nPlease say it in English, or try one of these.`,
    prompts: blueprint ? exampleEdits(blueprint) : exampleBuilds(message),
  };
}

export function answerNotUnderstood(clauses: string[], blueprint: Blueprint): Answer {
  const quoted = clauses.slice(0, 2).map((clause) => `“${clause.slice(0, 120)}”`).join(' and ');
  return {
    text: `I did not understand ${quoted || 'that'}, so I changed nothing. ${whoIAm}\n\nIn ${blueprint.title} I can add, remove and rename fields and lists, change options, types and colours, add boards, calendars, charts and highlight rules, sort, and link lists to each other. For example:`,
    prompts: exampleEdits(blueprint),
  };
}

export function answerPlain(text: string, blueprint: Blueprint): Answer {
  return { text, prompts: exampleEdits(blueprint) };
}

function lower(sentence: string): string {
  return /^I\b/.test(sentence) ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
