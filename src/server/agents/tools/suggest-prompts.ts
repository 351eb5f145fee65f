import { z } from 'zod';
import { defineTool } from '../tool.ts';

export const suggestPromptsInput = z.object({
  prompts: z.array(z.string().trim().min(1).max(300)).min(1).max(4)
    .describe('Messages the person could send next, ready to send as they are.'),
});
export type SuggestPromptsInput = z.infer<typeof suggestPromptsInput>;
export type SuggestPromptsOutput = { shown: true };

/** Puts example messages under the answer. */
export const suggestPrompts = defineTool<SuggestPromptsInput, SuggestPromptsOutput>({
  name: 'suggest_prompts',
  description: 'Show up to four messages the person can send with one click, below your answer. Use it when you answer without starting the crew and the person may not know what to ask for.',
  input: suggestPromptsInput,
  title: () => 'Suggestions',
  execute: async () => ({ shown: true }),
  apply: (state, { prompts }) => { state.suggestions = prompts; },
  report: () => ({ ok: true }),
});
