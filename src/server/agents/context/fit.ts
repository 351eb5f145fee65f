import { estimateTokens, headWithin } from './tokens.ts';

/** A part of what a model sees. Its text is safe to stand as it is; `wrap` puts the boundary around what is left of it. */
export type Section = {
  kind: string;
  title: string;
  text: string;
  wrap: (text: string) => string;
  /** 0 goes first when room is scarce. */
  priority: number;
  /** Most of the room it may take, as a fraction, while others wait. */
  share: number;
  /** Whether its beginning is of use without the rest. */
  mayCut: boolean;
  /** How the model gets the rest, as a sentence. */
  again?: string;
};

/** What a model was told that it does not see. */
export type LeftOut = { title: string; tokens: number; whole: boolean; again?: string };
export type Fitted = { sections: { section: Section; content: string }[]; leftOut: LeftOut[]; tokens: number };

/** A cut text that is shorter than this says too little. */
const leastTokens = 120;
const perSection = 4;

/**
 * Chooses what of the sections fits into `room` tokens: by priority, first with no more than its share for each, then what is
 * left for those that want more. Keeps their order; the same input gives the same answer.
 */
export function fit(sections: Section[], room: number): Fitted {
  const byPriority = sections.map((section, at) => ({ section, at })).sort((a, b) => a.section.priority - b.section.priority || a.at - b.at);
  const kept = new Map<number, { content: string; tokens: number; missing: number }>();
  let left = Math.max(0, room);
  const take = (at: number, section: Section, most: number): void => {
    const before = kept.get(at);
    const available = Math.min(most, left + (before?.tokens ?? 0));
    const found = within(section, available);
    if (!found || (before && found.missing >= before.missing)) return;
    kept.set(at, found);
    left -= found.tokens - (before?.tokens ?? 0);
  };
  for (const { section, at } of byPriority) take(at, section, Math.floor(section.share * room));
  for (const { section, at } of byPriority) if (kept.get(at)?.missing !== 0) take(at, section, room);
  const leftOut = sections.flatMap((section, at): LeftOut[] => {
    const missing = kept.get(at)?.missing ?? estimateTokens(section.text);
    if (missing === 0) return [];
    return [{ title: section.title, tokens: missing, whole: !kept.has(at), ...(section.again ? { again: section.again } : {}) }];
  });
  return {
    sections: sections.flatMap((section, at) => (kept.has(at) ? [{ section, content: kept.get(at)!.content }] : [])),
    leftOut, tokens: Math.max(0, room) - left,
  };
}

function within(section: Section, most: number): { content: string; tokens: number; missing: number } | null {
  const whole = section.wrap(section.text);
  const tokens = estimateTokens(whole) + perSection;
  if (tokens <= most) return { content: whole, tokens, missing: 0 };
  if (!section.mayCut) return null;
  const note = '\n[The rest is left out.]';
  const around = estimateTokens(section.wrap('') + note) + perSection + 2;
  if (most - around < leastTokens) return null;
  const head = headWithin(section.text, most - around);
  const content = section.wrap(`${head}${note}`);
  return { content, tokens: estimateTokens(content) + perSection, missing: Math.max(1, estimateTokens(section.text) - estimateTokens(head)) };
}
