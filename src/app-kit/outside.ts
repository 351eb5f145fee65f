import { call } from './bridge.ts';

/** Offers a text file to the person, e.g. a CSV export. Names end in .csv, .json, .txt or .md; at most 400,000 characters. */
export async function saveFile(name: string, text: string): Promise<void> {
  await call('file.save', { name, text });
}

/** Opens a web, mail or telephone link outside the app, after the studio asked. Plain `<a href>` links do the same. */
export async function openLink(url: string): Promise<void> {
  await call('link.open', { url });
}
