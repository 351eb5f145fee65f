import fc from 'fast-check';
import { transformSync } from 'esbuild';
import { expect, test } from 'vitest';
import { attribute, commentText, jsxText, quote } from './text.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom("'", '"', '`', '${', '}', '\\', '\n', '\r', '\u2028', '</script>', '<!--', '*/', '//', '{', '&amp;', '\u202e', '\ud800', 'é', '🚲')).map((parts) => parts.join('')),
);

/** What a piece of code evaluates to. */
function evaluated(expression: string): unknown {
  return new Function(`return ${expression}`)();
}

test('a quoted text evaluates to itself, on one line, with nothing that ends a script element', () => {
  fc.assert(fc.property(anyText, (text) => {
    const code = quote(text);
    expect(evaluated(code)).toBe(text);
    expect(code).not.toMatch(/[\n\r\u2028\u2029\u202a-\u202e\u2066-\u2069]|<[/!]/);
  }));
});

test('an attribute and a text between tags arrive as they were typed', () => {
  fc.assert(fc.property(anyText, (text) => {
    const jsx = `h(<a ${attribute('b', text)}>${jsxText(text)}</a>)`;
    const code = transformSync(jsx, { loader: 'tsx', jsxFactory: 'h' }).code;
    const seen: unknown[] = [];
    new Function('h', code)((_type: unknown, props: { b: string }, ...children: string[]) => { if (props) seen.push(props.b, children.join('')); });
    expect(seen).toEqual([text, text]);
  }));
});

test('a comment stays a comment', () => {
  fc.assert(fc.property(anyText, (text) => {
    expect(evaluated(`(/* ${commentText(text)} */ 1)`)).toBe(1);
  }));
});

test('a plain label stays readable', () => {
  expect(quote('Due date')).toBe("'Due date'");
  expect(quote("Owner's name")).toBe('"Owner\'s name"');
  expect(attribute('label', 'Due date')).toBe('label="Due date"');
  expect(jsxText('Add loan')).toBe('Add loan');
  expect(jsxText('{x}')).toBe("{'{x}'}");
});
