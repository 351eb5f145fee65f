import type { DocumentBlock } from '#contract/documents.ts';

/** A document as Markdown, for models. */
export function documentText(blocks: DocumentBlock[]): string {
  return blocks.map(blockText).filter((text) => text !== '').join('\n\n');
}

function blockText(block: DocumentBlock): string {
  switch (block.type) {
    case 'heading': return `## ${block.text}`;
    case 'paragraph': return block.text;
    case 'list': return block.items.map((item) => `- ${item}`).join('\n');
    case 'checklist': return block.items.map(({ text, done, id }) => `- [${done ? 'x' : ' '}] ${id ? `${id}: ` : ''}${text}`).join('\n');
    case 'table': return [block.columns, ...block.rows].map((cells) => cells.join(' | ')).join('\n');
    case 'palette': return block.colors.map(({ name, value }) => `- ${name}: ${value}`).join('\n');
    case 'diagram': return block.relations.map(({ from, to, label }) => `- ${from} ${label} ${to}`).join('\n');
    // A kind of block that is newer than this code.
    default: return '';
  }
}
