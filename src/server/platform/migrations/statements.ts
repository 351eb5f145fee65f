/** One SQL statement of a file and the line it begins on (1 is the first). */
export type Statement = { sql: string; line: number };

// Quoted text, dollar-quoted bodies and comments, in which a semicolon ends nothing. E'' strings know backslashes.
const skipped = /[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*|\$([A-Za-z_][A-Za-z_0-9]*)?\$|;|\b(?:begin\s+atomic|case|end)\b/giy;

/** Splits a file into its statements, comments between them left out. */
export function splitStatements(file: string): Statement[] {
  const found: Statement[] = [];
  let start = 0;
  let at = 0;
  let atomic = 0; // depth inside `begin atomic … end` of an SQL function, whose semicolons end nothing either
  const add = (end: number) => {
    const raw = file.slice(start, end);
    const lead = leadingBlank(raw);
    if (lead < raw.length) found.push({ sql: raw.slice(lead).trimEnd(), line: file.slice(0, start + lead).split('\n').length });
    start = end + 1;
  };
  while (at < file.length) {
    if (/\w/.test(file[at] ?? '') && /[\w$]/.test(file[at - 1] ?? '')) { at++; continue; } // inside a word
    skipped.lastIndex = at;
    const match = skipped.exec(file);
    if (!match) { at++; continue; }
    const token = match[0];
    if (token === ';') {
      if (atomic === 0) add(at);
      at++;
    } else if (token === '/*') at = endOfComment(file, at);
    else if (token.startsWith('$')) at = endOfDollar(file, at, token);
    else {
      if (/^begin/i.test(token)) atomic = 1;
      else if (atomic > 0 && /^case$/i.test(token)) atomic++;
      else if (atomic > 0 && /^end$/i.test(token)) atomic--;
      at += token.length;
    }
  }
  add(file.length);
  return found;
}

function endOfDollar(file: string, at: number, tag: string): number {
  const end = file.indexOf(tag, at + tag.length);
  return end < 0 ? file.length : end + tag.length;
}

function endOfComment(file: string, at: number): number {
  let depth = 0;
  for (let i = at; i < file.length; i++) {
    if (file.startsWith('/*', i)) { depth++; i++; }
    else if (file.startsWith('*/', i)) { depth--; i++; if (depth === 0) return i + 1; }
  }
  return file.length;
}

function leadingBlank(text: string): number {
  let at = 0;
  for (;;) {
    const blank = /^(?:\s+|--[^\n]*)+/.exec(text.slice(at))?.[0].length ?? 0;
    at += blank;
    if (!text.startsWith('/*', at)) return at;
    at = endOfComment(text, at);
  }
}
