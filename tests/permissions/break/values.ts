// Values on both sides of what a check can say about a column, from its type and the numbers and words of the check.

/** Values to try in a column under a check, as SQL. */
export function valuesFor(type: string, check: string): string[] {
  const numbers = [...check.replace(/'[^']*'/g, '').matchAll(/\b\d+\b/g)].map((match) => Number(match[0]));
  if (type === 'jsonb') {
    const sized = numbers.flatMap((bytes) => [bytes, bytes + 1]).flatMap((bytes) => [
      `jsonb_build_object('x', repeat('x', ${bytes - '{"x": ""}'.length}))`, `jsonb_build_array(repeat('x', ${bytes - '[""]'.length}))`,
    ]);
    return [`'{}'`, `'[]'`, `'"x"'`, ...sized];
  }
  if (type === 'text') {
    const words = [...check.matchAll(/'([^']*)'/g)].map((match) => match[0]);
    return [`''`, `' '`, `'x'`, `'X@x.com'`, `'a/b'`, `'a/../b'`, `'a\\b'`, ...words, ...numbers.flatMap((length) => [`repeat('x', ${length})`, `repeat('x', ${length + 1})`])];
  }
  if (type === 'bytea') return numbers.flatMap((bytes) => [bytes - 1, bytes, bytes + 1]).filter((bytes) => bytes >= 0).map((bytes) => `decode(repeat('00', ${bytes}), 'hex')`);
  if (type === 'boolean') return ['true', 'false'];
  if (type.startsWith('timestamp')) return [`'-infinity'`, `'infinity'`];
  if (type === 'uuid') return ['null', 'gen_random_uuid()'];
  if (/int|numeric/.test(type)) return numbers.flatMap((number) => [`${number - 1}`, `${number}`, `${number + 1}`]);
  return [];
}

/** What a check becomes when a number in it is moved by one, or a word of a list is left out or joined by another. */
export function withOtherValues(check: string): string[] {
  const numbers = [...check.matchAll(/'[^']*'|\b\d+\b/g)].filter((match) => !match[0].startsWith(`'`))
    .flatMap((match) => [-1, 1].map((step) => check.slice(0, match.index) + (Number(match[0]) + step) + check.slice(match.index + match[0].length)));
  const lists = [...check.matchAll(/ARRAY\[([^\]]*)\]/g)].flatMap((match) => {
    const words = match[1]!.split(', ');
    const lists = [[...words, `'x'::text`, `'string'::text`], ...words.map((_, i) => words.toSpliced(i, 1))].filter((list) => list.length > 0);
    return lists.map((list) => check.slice(0, match.index) + `ARRAY[${list.join(', ')}]` + check.slice(match.index + match[0].length));
  });
  return [...numbers, ...lists];
}
