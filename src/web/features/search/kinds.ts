import { IconApps, IconBuilding, IconFileText, IconFolder, IconMessage, IconMessageCircle, type TablerIcon } from '@tabler/icons-react';
import type { SearchHit, SearchKind } from '#contract/search.ts';

export const groupNames: Record<SearchKind, string> = {
  workspace: 'Workspaces', project: 'Projects', chat: 'Chats', message: 'Messages', artifact: 'Apps', document: 'Documents',
};

/** What can be looked for alone. */
export const filters: { label: string; kinds?: SearchKind[] }[] = [
  { label: 'All' }, { label: 'Chats', kinds: ['chat'] }, { label: 'Messages', kinds: ['message'] }, { label: 'Apps', kinds: ['artifact'] },
  { label: 'Documents', kinds: ['document'] }, { label: 'Projects', kinds: ['project', 'workspace'] },
];

export const kindIcons: Record<SearchKind, TablerIcon> = {
  workspace: IconBuilding, project: IconFolder, chat: IconMessageCircle, message: IconMessage, artifact: IconApps, document: IconFileText,
};

/** By kind; the kind of the best hit first, the best first within. */
export function groupHits(hits: SearchHit[]): { kind: SearchKind; hits: SearchHit[] }[] {
  return [...Map.groupBy(hits, ({ kind }) => kind)].map(([kind, of]) => ({ kind, hits: of }));
}
