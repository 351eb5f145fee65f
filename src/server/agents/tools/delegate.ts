import { z } from 'zod';
import { defineAsking } from '../tool.ts';

/** Longest answer that comes back, in characters. */
const maxAnswer = 4000;

export const delegateInput = z.object({
  agent: z.enum(['search', 'scanning', 'data-validation']).describe('search: what documents, apps and files of the project say; scanning: whether the files are safe; data-validation: whether records fit their schemas.'),
  question: z.string().trim().min(1).max(1000).describe('One question that can be answered by itself.'),
});
export type DelegateInput = z.infer<typeof delegateInput>;
export type DelegateOutput = { answered: true; answer: string } | { answered: false; reason: string };

/** Asks one other agent, who reads and answers but can neither write nor ask further. */
export const delegate = defineAsking<DelegateInput, DelegateOutput>({
  name: 'delegate',
  description: 'Ask one other agent of the crew one bounded question in the middle of your work, when its tools show what yours do not. The answer comes back as material. It changes nothing and cannot ask others.',
  input: delegateInput,
  title: ({ agent, question }) => `Ask ${agent}: ${question}`,
  perform: async ({ agent, question }, { askAgent }) => {
    const { text, reason } = await askAgent(agent, question);
    return text === '' ? { answered: false, reason: reason ?? `${agent} found no answer.` } : { answered: true, answer: text.slice(0, maxAnswer) };
  },
  report: (output) => (output.answered ? { ok: true, summary: output.answer.slice(0, 300) } : { ok: false, summary: output.reason }),
});
