import type { Highlights } from '#contract/search.ts';

/** Takes a text apart in which U+E000 begins and U+E001 ends what was found; white space becomes single spaces. */
export function highlightsOf(marked: string): Highlights {
  const parts: Highlights = [];
  for (const [index, piece] of marked.replace(/\s+/g, ' ').trim().split(/[\uE000\uE001]/).entries()) {
    if (piece !== '') parts.push({ text: piece, hit: index % 2 === 1 });
  }
  return parts;
}
