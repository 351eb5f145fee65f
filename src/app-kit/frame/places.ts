/** Per line of the bundle: index of the file and line in it, or null for code that is not the app's. */
type Places = { files: string[]; lines: ([number, number] | null)[] };

let placesUrl = '';

/** `url` is the module with the bundle's line table; it is only loaded once something went wrong. */
export function locateWith(url: string): void {
  placesUrl = url;
}

/** Finds the first line of the app's own files in a stack. */
export async function findPlace(stack: string | undefined): Promise<{ file?: string; line?: number }> {
  if (!stack || !placesUrl) return {};
  try {
    const { default: places } = (await import(placesUrl)) as { default: Places };
    for (const [, line] of stack.matchAll(/\/app\.js:(\d+):\d+/g)) {
      const place = places.lines[Number(line) - 1];
      const file = place && places.files[place[0]];
      if (file) return { file, line: place[1] };
    }
  } catch {
    // Without the table the report says what happened, only not where.
  }
  return {};
}
