import { z } from 'zod';

export const searchProjectInput = z.object({
  query: z.string().trim().min(1).max(300).describe('Words to look for, in any order.'),
});
export type SearchProjectInput = z.infer<typeof searchProjectInput>;
export type SearchProjectOutput = {
  /** Best first. */
  items: { kind: 'document' | 'chat' | 'message' | 'app' | 'record'; title: string; excerpt: string }[];
};
