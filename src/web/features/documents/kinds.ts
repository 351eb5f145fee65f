import { IconChecklist, IconListDetails, IconPalette, IconSitemap, type TablerIcon } from '@tabler/icons-react';
import type { DocumentKind, DocumentSummary } from '#contract/documents.ts';

export const kindNames: Record<DocumentKind, { one: string; many: string; icon: TablerIcon }> = {
  requirements: { one: 'Requirements', many: 'Requirements', icon: IconListDetails },
  architecture: { one: 'Architecture', many: 'Architecture', icon: IconSitemap },
  'ui-design': { one: 'UI design', many: 'UI design', icon: IconPalette },
  finding: { one: 'Finding', many: 'Findings', icon: IconChecklist },
};

const order: DocumentKind[] = ['requirements', 'architecture', 'ui-design', 'finding'];

/** By kind, in the order in which an app comes to be; newest first within. */
export function groupDocuments(documents: DocumentSummary[]): { kind: DocumentKind; items: DocumentSummary[] }[] {
  return order
    .map((kind) => ({ kind, items: documents.filter((document) => document.kind === kind).toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt)) }))
    .filter(({ items }) => items.length > 0);
}
