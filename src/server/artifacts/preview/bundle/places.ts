import { SourceMap } from 'node:module';
import type { SourceMapPayload } from 'node:module';

/** Beyond every column: asks for the last mapping of a line. */
const endOfLine = 1_000_000;

/**
 * A module that says for each line of the bundle which file and line of the app
 * it came from. The page loads it when an error is to be placed: a source map
 * without its bulk, readable where nothing may be fetched.
 */
export function placesOf(sourceMap: string): string {
  if (!sourceMap) return 'export default { files: [], lines: [] };';
  const payload = JSON.parse(sourceMap) as SourceMapPayload;
  const map = new SourceMap(payload);
  const files: string[] = [];
  const lines: ([number, number] | null)[] = [];
  const lineCount = payload.mappings.split(';').length;
  for (let line = 0; line < lineCount; line++) {
    const entry = map.findEntry(line, endOfLine);
    if (!('originalSource' in entry) || entry.generatedLine !== line) { lines.push(null); continue; }
    const source = entry.originalSource.replace(/^.*?app:/, 'app:');
    if (!source.startsWith('app:')) { lines.push(null); continue; }
    const path = source.slice('app:'.length);
    let index = files.indexOf(path);
    if (index < 0) index = files.push(path) - 1;
    lines.push([index, entry.originalLine + 1]);
  }
  return `export default ${JSON.stringify({ files, lines })};`;
}
