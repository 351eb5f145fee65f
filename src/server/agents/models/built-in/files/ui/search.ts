/** True when every word of the query occurs in one of the texts; upper and lower case are the same. */
export function matches(query: string, texts: (string | number | undefined)[]): boolean {
  const haystack = texts.join('\n').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
