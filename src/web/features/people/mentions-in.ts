/** Somebody as a text may name them, with `@` before it. */
export type Nameable = { userId: string; name: string };

/** A piece of a text: words, or `@name` of these people (several, where they share the name). */
export type Piece = { text: string; people: Nameable[] };

/**
 * Cuts a text at the mentions in it. The longest name counts: `@Ann Lee` names Ann Lee and not Ann. What stands before
 * the `@` and after the name must not be part of a word, so that an address mentions nobody.
 */
export function piecesOf(text: string, people: Nameable[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (isWord(text.slice(0, at).at(-1))) continue;
    const fitting = people.filter(({ name }) => text.startsWith(name, at + 1) && !isWord(text[at + 1 + name.length]));
    const length = Math.max(0, ...fitting.map(({ name }) => name.length));
    if (length === 0) continue;
    if (at > from) pieces.push({ text: text.slice(from, at), people: [] });
    from = at + 1 + length;
    pieces.push({ text: text.slice(at, from), people: fitting.filter(({ name }) => name.length === length) });
    at = from - 1;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), people: [] });
  return pieces;
}

/** Everybody a text mentions, each once. */
export function mentionsIn(text: string, people: Nameable[]): Nameable[] {
  const found = piecesOf(text, people).flatMap((piece) => piece.people);
  return [...new Map(found.map((person) => [person.userId, person])).values()];
}

function isWord(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}_]/u.test(letter);
}
