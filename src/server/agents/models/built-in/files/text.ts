/**
 * Words of a person on their way into code. Nothing a person types may end a
 * string, a tag or a comment, hide code by bidirectional controls, or end a
 * script element in a page the code is put into.
 */

// Controls, lone surrogates, invisible format characters (bidirectional ones among them), line separators.
const invisible = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?!\u200d)\p{Cf}/gu;

function escaped(character: string): string {
  return [...character].map((one) => `\\u{${one.codePointAt(0)!.toString(16)}}`).join('');
}

/** A JavaScript string in single quotes (double when that needs fewer escapes, as Prettier has it). */
export function quote(text: string): string {
  const singles = text.split("'").length;
  const mark = singles > 1 && text.split('"').length < singles ? '"' : "'";
  const body = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll(mark, `\\${mark}`)
    .replace(invisible, escaped)
    .replace(/<(?=[/!])/g, '\\u003c');
  return mark + body + mark;
}

/** A JSX attribute: `label="Due date"`, or `label={'…'}` where the text holds anything JSX gives a meaning. */
export function attribute(name: string, text: string): string {
  return /^[\p{L}\p{N} .,:;!?()%+–…/-]*$/u.test(text) ? `${name}="${text}"` : `${name}={${quote(text)}}`;
}

/** A text between JSX tags. */
export function jsxText(text: string): string {
  return /^[\p{L}\p{N}.,:;!?()%+–…/-]([\p{L}\p{N} .,:;!?()%+–…/-]*[\p{L}\p{N}.,:;!?()%+–…/-])?$/u.test(text) && !text.includes('  ')
    ? text
    : `{${quote(text)}}`;
}

/** Words inside a comment: one line that cannot end it. */
export function commentText(text: string): string {
  return text.replace(invisible, ' ').replaceAll('*/', '* /').replace(/<(?=[/!])/g, '< ').replace(/\s+/g, ' ').trim().slice(0, 80);
}

/** A key of an object literal: bare when it is an identifier. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/** `stage: value`, or `value` alone where the property has that name. */
export function property(name: string, value: string): string {
  return name === value ? value : `${name}: ${value}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "Due date" → "due date"; words in capitals such as "ID" or "iPhone" keep their form. */
export function lower(text: string): string {
  return text.replace(/^(?:\p{Lu}(?=[\p{Ll}\s]|$)|E(?=-))/u, (letter) => letter.toLowerCase());
}
