import { z } from 'zod';
import { question, type QuestionAnswer } from '#contract/requests.ts';
import { askPerson as ask } from '../runs/ask-person.ts';
import { defineAsking } from '../tool.ts';

export const askPersonInput = z.object({
  questions: z.array(question).min(1).max(4).describe('One to four questions. Prefer choices with the likeliest option first; a text question only where no choice fits.'),
});
export type AskPersonInput = z.infer<typeof askPersonInput>;
export type AskPersonOutput = { answers: { question: string; answer: string | string[] | null }[] };

/** Asks the people of the chat one compact form and waits for the answer. */
export const askPerson = defineAsking<AskPersonInput, AskPersonOutput>({
  name: 'ask_person',
  description: 'Ask the person, in one form of up to four questions, what you cannot decide sensibly yourself and what would make the result useless if you guessed wrong. The work waits for the answer, so ask rarely, once, and everything at once. An answer of null means: decide yourself, and say what you assumed.',
  input: askPersonInput,
  title: ({ questions }) => (questions.length === 1 ? questions[0]!.text : `${questions.length} questions for you`),
  perform: async ({ questions }, at) => {
    const { answers } = await ask<QuestionAnswer>(at, at.output.stepIndex, { kind: 'question', agent: at.agent, questions });
    return { answers: questions.map(({ text }, n) => ({ question: text, answer: answers[n] ?? null })) };
  },
  report: ({ answers }) => ({ ok: true, summary: answers.some(({ answer }) => answer !== null) ? 'Answered' : 'Left to the crew' }),
});
