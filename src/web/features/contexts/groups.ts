import type { ContextSection } from '#contract/contexts.ts';

export type Group = 'instructions' | 'project' | 'talk' | 'work';

/** What sections are, coarsely. */
export const groups: { id: Group; name: string }[] = [
  { id: 'instructions', name: 'Instructions and tools' },
  { id: 'project', name: 'Project and app' },
  { id: 'talk', name: 'Conversation' },
  { id: 'work', name: 'Work of this run' },
];

const talk = new Set(['message', 'request', 'conversation', 'wishes', 'summary', 'text']);
const work = new Set(['steps', 'findings', 'left-out', 'call', 'answer', 'reasoning']);

export function groupOf({ role, kind }: Pick<ContextSection, 'role' | 'kind'>): Group {
  if (role === 'system' || kind === 'mark' || kind === 'agent' || kind === 'phase') return 'instructions';
  if (role === 'tool' || work.has(kind)) return 'work';
  return talk.has(kind) ? 'talk' : 'project';
}
