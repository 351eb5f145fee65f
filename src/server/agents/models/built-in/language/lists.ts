/** Cuts a list at commas, semicolons, `and`, `&`, `plus`, `as well as`, but never inside brackets or quotes. */
export function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  const cut = (to: number, next: number): void => {
    parts.push(text.slice(from, to));
    from = next;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
    if (depth > 0) continue;
    // A comma between digits is part of a number: `10,000`.
    if ((char === ',' && !(/\d/.test(text[at - 1] ?? '') && /\d{3}/.test(text.slice(at + 1, at + 4)))) || char === ';' || char === '\n') cut(at, at + 1);
    else if (char === ' ') {
      const joint = /^ (?:and also|and plus (?!one)|and|&|plus(?! one)|as well as|along with|together with|\+) +/i.exec(text.slice(at, at + 20));
      if (joint) {
        cut(at, at + joint[0].length);
        at += joint[0].length - 1;
      }
    }
  }
  parts.push(text.slice(from));
  return parts.map((part) => part.trim().replace(/^(?:and|or|also|plus (?!one)|then|etc\.?)\s+/i, '').replace(/[\s,.;:]+$/, '')).filter((part) => part && !/^(?:etc|and|or|so on|more)$/i.test(part));
}

/** Options are also parted by `or`, `/`, `|`, `→`, `->`. */
export function splitOptions(text: string): string[] {
  return text
    .replace(/\s*(?:→|->|=>|>|\||\/|;)\s*/g, ', ')
    .replace(/,?\s+(?:or|and|to|then)\s+(?=[\w"'])/gi, ', ')
    .split(',')
    .map((part) => part.trim().replace(/^["'“‘]|["'”’.]$/g, '').trim())
    .filter((part) => part && part.length <= 40 && !/^etc\.?$/i.test(part));
}
