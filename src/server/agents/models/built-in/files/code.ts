/**
 * Prints TypeScript and JSX the way Prettier would: two spaces, single quotes,
 * at most `width` columns. A `Doc` is text that may depend on its indentation.
 */
export type Doc = string | number | ((indent: number) => string) | Doc[];

const width = 110;

/** Text of a doc at an indentation in columns; its first line carries no indentation of its own. */
export function print(doc: Doc, indent = 0): string {
  if (typeof doc === 'string' || typeof doc === 'number') return String(doc);
  if (typeof doc === 'function') return doc(indent);
  return doc.map((part) => print(part, indent)).filter((part) => part !== '').join('\n');
}

/**
 * A tagged template: what is put in is indented to the line it stands in, and a
 * line that holds nothing but empty values is left out. A `\` in it stays as it is,
 * but before a backtick or `${`.
 */
export function code(template: TemplateStringsArray, ...values: Doc[]): string {
  const strings = dedent(template.raw.map((text) => text.replace(/\\(?=`|\$\{)/g, '')));
  const out: string[] = [];
  let line = '';
  let holdsValue = false;
  const finish = () => {
    if (!(holdsValue && line.trim() === '')) out.push(line.trimEnd());
    line = '';
    holdsValue = false;
  };
  strings.forEach((text, index) => {
    const parts = text.split('\n');
    parts.forEach((part, at) => {
      if (at > 0) finish();
      line += part;
    });
    if (index >= values.length) return;
    holdsValue = true;
    const indent = line.length - line.trimStart().length;
    const printed = print(values[index] ?? '', indent).split('\n');
    line += printed.map((row, at) => (at === 0 || row === '' ? row : ' '.repeat(indent) + row)).join('\n');
  });
  finish();
  return out.join('\n').replace(/^\n+|\s+$/g, '');
}

function dedent(strings: readonly string[]): string[] {
  const indents = strings.join('${}').split('\n').slice(1).filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents, Infinity);
  if (!Number.isFinite(least)) return [...strings];
  return strings.map((text) => text.replace(new RegExp(`\\n {0,${least}}`, 'g'), '\n'));
}

function indented(text: string, by = 2): string {
  return text.split('\n').map((line) => (line === '' ? line : ' '.repeat(by) + line)).join('\n');
}

/** `open` … `close` on one line when it fits behind `lead` columns, else one item a line. */
function group(open: string, items: Doc[], close: string, spaced: boolean, tail = 0): Doc {
  return (indent) => {
    if (items.length === 0) return open + close;
    const flat = items.map((item) => print(item, indent + 2));
    const space = spaced ? ' ' : '';
    const line = `${open}${space}${flat.join(', ')}${space}${close}`;
    if (!line.includes('\n') && indent + line.length + tail <= width) return line;
    return `${open}\n${flat.map((item) => indented(item) + ',').join('\n')}\n${close}`;
  };
}

/** `{ a, b }`; `lead` is printed before it and counts for the width, `tail` are columns that follow. */
export const braces = (items: Doc[], lead = '', tail = 1): Doc => group(`${lead}{`, items, '}', true, tail);
export const brackets = (items: Doc[], lead = '', tail = 1): Doc => group(`${lead}[`, items, ']', false, tail);
export const call = (name: string, items: Doc[], tail = 1): Doc => group(`${name}(`, items, ')', false, tail);

/** An object that always has one property a line. */
export function lines(open: string, items: Doc[], close: string): Doc {
  return (indent) => (items.length === 0 ? open + close : `${open}\n${items.map((item) => indented(print(item, indent + 2)) + ',').join('\n')}\n${close}`);
}

/** An opening tag, with its attributes each on a line of its own when they do not fit on one. */
export function openTag(name: string, attrs: string[], selfClosing = false): Doc {
  return (indent) => {
    const flat = [`<${name}`, ...attrs].join(' ');
    const end = selfClosing ? ' />' : '>';
    if (!flat.includes('\n') && indent + flat.length + end.length <= width) return flat + end;
    return `<${name}\n${attrs.map((attribute) => indented(attribute)).join('\n')}\n${end.trim()}`;
  };
}

/** A JSX element; `children` stand on lines of their own unless all fits on one. */
export function element(name: string, attributes: (string | false | undefined)[], children: Doc[] = []): Doc {
  const attrs = attributes.filter((attribute): attribute is string => Boolean(attribute));
  return (indent) => {
    const selfClosing = children.length === 0;
    const open = print(openTag(name, attrs, selfClosing), indent);
    if (selfClosing) return open;
    const inner = children.map((child) => print(child, indent + 2)).filter((child) => child !== '');
    const flat = `${open}${inner.join('')}</${name}>`;
    const simple = inner.length === 1 && !inner[0]!.startsWith('<') && attrs.length <= 1;
    if (simple && !flat.includes('\n') && indent + flat.length <= width) return flat;
    return `${open}\n${inner.map((child) => indented(child)).join('\n')}\n</${name}>`;
  };
}

/** `{condition && <Element />}`, the element in brackets on lines of its own when it does not fit. */
export function when(condition: string, shown: Doc): Doc {
  return (indent) => {
    const flat = `{${condition} && ${print(shown, indent)}}`;
    if (!flat.includes('\n') && indent + flat.length <= width) return flat;
    return `{${condition} && (\n${indented(print(shown, indent + 2))}\n)}`;
  };
}

/** The head of a function: its parameters each on a line of their own when they do not fit on one. */
export function signature(start: string, parameters: string[], end: string): Doc {
  return (indent) => {
    const flat = `${start}(${parameters.join(', ')})${end}`;
    return indent + flat.length <= width ? flat : `${start}(\n${parameters.map((one) => `  ${one},`).join('\n')}\n)${end}`;
  };
}

/** `const a = b;` and the like: what follows the sign goes to the next line when it does not fit. */
export function statement(start: string, value: string): Doc {
  return (indent) => (indent + start.length + value.length + 2 <= width ? `${start} ${value};` : `${start}\n  ${value};`);
}

/** `import { a, type B } from 'x';` lines in a fixed order: packages first, then files. */
export function imports(wanted: Record<string, (string | false | undefined)[]>): string {
  const entries = Object.entries(wanted)
    .map(([from, names]) => [from, names.filter((name): name is string => Boolean(name))] as const)
    .filter(([, names]) => names.length > 0)
    .sort(([a], [b]) => Number(a.startsWith('.')) - Number(b.startsWith('.')) || (a < b ? -1 : 1));
  return entries.flatMap(([from, names]) => {
    const types = unique(names.filter((name) => name.startsWith('type ')).map((name) => name.slice(5)));
    const plain = unique(names.filter((name) => !name.startsWith('type ')));
    return [
      ...(plain.length > 0 ? [`${print(braces(plain, 'import ', 9 + from.length))} from '${from}';`] : []),
      ...(types.length > 0 ? [`${print(braces(types, 'import type ', 9 + from.length))} from '${from}';`] : []),
    ];
  }).join('\n');
}

function unique(names: string[]): string[] {
  return [...new Set(names)].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}
