import type { DocumentBlock } from './documents.ts';

/** What a block says, line by line: for comparing, quoting and finding it again. */
export function blockText(block: DocumentBlock): string {
  switch (block.type) {
    case 'heading': case 'paragraph': return block.text;
    case 'list': return block.items.join('\n');
    case 'checklist': return block.items.map(({ text }) => text).join('\n');
    case 'table': return [block.columns, ...block.rows].map((row) => row.join(' | ')).join('\n');
    case 'palette': return block.colors.map(({ name, value }) => `${name}: ${value}`).join('\n');
    case 'diagram': return [
      ...block.entities.map(({ name, fields }) => `${name}: ${fields.join(', ')}`),
      ...block.relations.map(({ from, to, label }) => `${from} ${label} ${to}`),
    ].join('\n');
  }
}
