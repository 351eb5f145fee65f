// Conditions as PostgreSQL prints them: fully parenthesised, so that taking a part away needs no grammar.

type Node = { op: 'AND' | 'OR'; parts: Node[] } | { op: 'leaf'; text: string };

/** What a condition becomes when one part of it is taken away: each conjunct and each alternative in turn, unless spare. */
export function withoutParts(condition: string, isSpare: (part: string) => boolean = () => false): string[] {
  return [...without(parse(condition), isSpare)].map(print);
}

/** What a condition becomes when one of the helpers it calls asks for a rank more or less, or its yes and no are swapped. */
export function withOtherRanks(condition: string): string[] {
  const found: string[] = [];
  for (const call of condition.matchAll(/private\.(\w+)\(([^()]*)\)/g)) {
    const [whole, name, list] = call;
    const args = list!.split(', ').filter(Boolean);
    const replace = (other: string[]) => found.push(`${condition.slice(0, call.index)}private.${name}(${other.join(', ')})${condition.slice(call.index + whole.length)}`);
    for (const [i, arg] of args.entries()) {
      if (/^\d$/.test(arg)) {
        const highest = name === 'workspace_scope' ? 3 : 4;
        for (const rank of [Number(arg) - 1, Number(arg) + 1]) if (rank >= 1 && rank <= highest) replace(args.with(i, String(rank)));
      }
      if (arg === 'true' || arg === 'false') replace(args.with(i, String(arg === 'false')));
    }
    // The default of the second argument is false.
    if (name === 'scope' && args.length === 1) replace([...args, 'true']);
  }
  return found;
}

function* without(node: Node, isSpare: (part: string) => boolean): Generator<Node> {
  if (node.op === 'leaf') return;
  for (const [i, part] of node.parts.entries()) {
    if (!isSpare(unwrapped(print(part)))) yield { op: node.op, parts: node.parts.toSpliced(i, 1) };
    for (const lesser of without(part, isSpare)) yield { op: node.op, parts: node.parts.with(i, lesser) };
  }
}

function print(node: Node): string {
  return node.op === 'leaf' ? node.text : `(${node.parts.map(print).join(` ${node.op} `)})`;
}

function parse(text: string): Node {
  const inner = unwrapped(text.trim());
  for (const op of ['OR', 'AND'] as const) {
    const parts = split(inner, ` ${op} `);
    if (parts.length > 1) return { op, parts: parts.map(parse) };
  }
  return { op: 'leaf', text: `(${inner})` };
}

/** Takes off parentheses that enclose all of the text. */
function unwrapped(text: string): string {
  return text.startsWith('(') && depths(text).findIndex((depth, i) => i > 0 && depth === 0) === text.length - 1 ? unwrapped(text.slice(1, -1).trim()) : text;
}

function split(text: string, separator: string): string[] {
  const depth = depths(text);
  const cuts = [...text.matchAll(new RegExp(separator, 'g'))].map((match) => match.index).filter((at) => depth[at] === 0);
  return [...cuts, text.length].map((end, i) => text.slice(i === 0 ? 0 : cuts[i - 1]! + separator.length, end));
}

/** How deep in parentheses each character lies, the closing one at the depth outside; inside of quotes nothing counts. */
function depths(text: string): number[] {
  let depth = 0;
  let quoted = false;
  return [...text].map((character) => {
    if (character === `'`) quoted = !quoted;
    if (!quoted && (character === '(' || character === '[')) depth++;
    if (!quoted && (character === ')' || character === ']')) depth--;
    return quoted ? depth + 1 : depth;
  });
}
