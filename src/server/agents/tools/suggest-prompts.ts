import { z } from 'zod';

export const suggestPromptsInput = z.object({
  prompts: z.array(z.string().trim().min(1).max(300)).min(1).max(4)
    .describe('Messages the person could send next, ready to send as they are.'),
});
export type SuggestPromptsInput = z.infer<typeof suggestPromptsInput>;
export type SuggestPromptsOutput = { shown: true };
