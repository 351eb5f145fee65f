import type { DocumentBlock } from '#contract/documents.ts';

/** Blocks that people change word by word; the others are moved and removed as a whole. */
export type TextKind = 'heading' | 'paragraph' | 'list' | 'checklist';
export type EditedBlock = { key: number; block: DocumentBlock };
/** Where the caret goes after a change: a block, and of a list an item. */
export type Place = { key: number; item: number };

export type EditorState = {
  blocks: EditedBlock[];
  nextKey: number;
  focus: Place | null;
  past: EditedBlock[][];
  future: EditedBlock[][];
  /** The field that was typed in last: further typing in it is the same step of undo. */
  typing: string | null;
};

export type EditorAction =
  | { type: 'type'; at: Place; text: string }
  | { type: 'split'; at: Place }
  | { type: 'remove'; at: Place }
  | { type: 'tick'; at: Place }
  | { type: 'move'; key: number; by: -1 | 1 }
  | { type: 'turn'; key: number; into: TextKind }
  | { type: 'add'; key: number }
  | { type: 'drop'; key: number }
  | { type: 'undo' } | { type: 'redo' };

const mostSteps = 200;

export function openEditor(blocks: DocumentBlock[]): EditorState {
  return { blocks: blocks.map((block, key) => ({ key, block })), nextKey: blocks.length, focus: null, past: [], future: [], typing: null };
}

export const blocksOf = (state: EditorState): DocumentBlock[] => state.blocks.map(({ block }) => block);

/** The fields of a text block, one a line; null for a block of another sort. */
export function linesOf(block: DocumentBlock): string[] | null {
  if (block.type === 'heading' || block.type === 'paragraph') return [block.text];
  if (block.type === 'list') return block.items;
  return block.type === 'checklist' ? block.items.map(({ text }) => text) : null;
}

export function edit(state: EditorState, action: EditorAction): EditorState {
  if (action.type === 'undo') return travel(state, state.past.at(-1), { past: state.past.slice(0, -1), future: [state.blocks, ...state.future] });
  if (action.type === 'redo') return travel(state, state.future[0], { past: [...state.past, state.blocks], future: state.future.slice(1) });
  const changed = change(state, action);
  if (!changed) return state;
  const typing = action.type === 'type' ? `${action.at.key}.${action.at.item}` : null;
  const isSameStep = typing !== null && typing === state.typing;
  return { ...state, ...changed, typing, future: [], past: isSameStep ? state.past : [...state.past, state.blocks].slice(-mostSteps) };
}

function travel(state: EditorState, blocks: EditedBlock[] | undefined, stacks: Pick<EditorState, 'past' | 'future'>): EditorState {
  return blocks ? { ...state, ...stacks, blocks, typing: null, focus: changeBetween(state.blocks, blocks) } : state;
}

/** Where the caret belongs after a step back: at the first line that is not as it was, so that it never falls out of the editor. */
function changeBetween(before: EditedBlock[], after: EditedBlock[]): Place {
  const n = Math.min(after.findIndex((one, i) => one !== before[i]) >>> 0, after.length - 1);
  const { key, block } = after[n]!;
  const [lines, old] = [linesOf(block) ?? [''], linesOf(before[n]?.block ?? block) ?? []];
  return { key, item: Math.min(lines.findIndex((line, i) => line !== old[i]) >>> 0, lines.length - 1) };
}

type Changed = Pick<EditorState, 'blocks'> & Partial<Pick<EditorState, 'focus' | 'nextKey'>>;
type Change = Exclude<EditorAction, { type: 'undo' | 'redo' }>;

function change(state: EditorState, action: Change): Changed | null {
  const key = 'at' in action ? action.at.key : action.key;
  const n = state.blocks.findIndex((one) => one.key === key);
  const block = state.blocks[n]?.block;
  if (!block) return null;
  const replace = (next: DocumentBlock) => state.blocks.map((one) => (one.key === key ? { key, block: next } : one));
  const isItems = block.type === 'list' || block.type === 'checklist';
  switch (action.type) {
    case 'type': return { blocks: replace(withLine(block, action.at.item, action.text)), focus: null };
    case 'tick':
      if (block.type !== 'checklist') return null;
      return { blocks: replace({ ...block, items: block.items.map((item, i) => (i === action.at.item ? { ...item, done: !item.done } : item)) }), focus: null };
    case 'split': {
      const isLastEmpty = isItems && block.items.length > 1 && action.at.item === block.items.length - 1 && linesOf(block)![action.at.item] === '';
      if (isItems && !isLastEmpty) return { blocks: replace(withItem(block, action.at.item + 1)), focus: { key, item: action.at.item + 1 } };
      // Enter in an empty last item leaves the list, as in every editor.
      return added(state, n, isLastEmpty ? replace(withoutItem(block, action.at.item)) : state.blocks);
    }
    case 'add': return added(state, n, state.blocks);
    case 'remove':
      if (isItems && block.items.length > 1) return { blocks: replace(withoutItem(block, action.at.item)), focus: { key, item: Math.max(0, action.at.item - 1) } };
      return dropped(state, n);
    case 'drop': return dropped(state, n);
    case 'move': {
      const to = n + action.by;
      if (to < 0 || to >= state.blocks.length) return null;
      return { blocks: state.blocks.toSpliced(n, 1).toSpliced(to, 0, state.blocks[n]!), focus: { key, item: 0 } };
    }
    case 'turn': return block.type === action.into || linesOf(block) === null ? null : { blocks: replace(turned(block, action.into)), focus: { key, item: 0 } };
  }
}

function added({ nextKey }: EditorState, n: number, blocks: EditedBlock[]): Changed {
  return { blocks: blocks.toSpliced(n + 1, 0, { key: nextKey, block: { type: 'paragraph', text: '' } }), nextKey: nextKey + 1, focus: { key: nextKey, item: 0 } };
}

/** A document keeps one block at least. */
function dropped(state: EditorState, n: number): Changed | null {
  if (state.blocks.length === 1) return null;
  const next = state.blocks[n === 0 ? 1 : n - 1]!;
  return { blocks: state.blocks.toSpliced(n, 1), focus: { key: next.key, item: Math.max(0, (linesOf(next.block)?.length ?? 1) - 1) } };
}

function withLine(block: DocumentBlock, n: number, text: string): DocumentBlock {
  if (block.type === 'heading' || block.type === 'paragraph') return { ...block, text };
  if (block.type === 'list') return { ...block, items: block.items.with(n, text) };
  return block.type === 'checklist' ? { ...block, items: block.items.with(n, { ...block.items[n]!, text }) } : block;
}

function withItem(block: Extract<DocumentBlock, { type: 'list' | 'checklist' }>, n: number): DocumentBlock {
  return block.type === 'list' ? { ...block, items: block.items.toSpliced(n, 0, '') } : { ...block, items: block.items.toSpliced(n, 0, { text: '', done: false }) };
}

function withoutItem(block: Extract<DocumentBlock, { type: 'list' | 'checklist' }>, n: number): DocumentBlock {
  return block.type === 'list' ? { ...block, items: block.items.toSpliced(n, 1) } : { ...block, items: block.items.toSpliced(n, 1) };
}

function turned(block: DocumentBlock, into: TextKind): DocumentBlock {
  const lines = linesOf(block) ?? [];
  if (into === 'list') return { type: 'list', items: lines };
  if (into === 'checklist') return { type: 'checklist', items: lines.map((text) => ({ text, done: false })) };
  return { type: into, text: lines.join(into === 'heading' ? ' ' : '\n') };
}

/** As it is stored: without empty lines and the blocks that have nothing else. */
export function tidy(blocks: DocumentBlock[]): DocumentBlock[] {
  return blocks.flatMap((block): DocumentBlock[] => {
    if (block.type === 'heading' || block.type === 'paragraph') return block.text.trim() === '' ? [] : [{ ...block, text: block.text.trim() }];
    if (block.type === 'list') { const items = block.items.filter((item) => item.trim() !== ''); return items.length === 0 ? [] : [{ ...block, items }]; }
    if (block.type === 'checklist') { const items = block.items.filter(({ text }) => text.trim() !== ''); return items.length === 0 ? [] : [{ ...block, items }]; }
    return [block];
  });
}
