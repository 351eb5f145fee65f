import { isPlural } from './words.ts';

/** A piece of the message that is read on its own: a sentence, a heading or an item of a bullet list. */
export type Statement = { text: string; kind: 'sentence' | 'heading' | 'item'; depth: number };

const bullet = /^(\s*)(?:[-*•‣▪●○–]|\d{1,2}[.)]|[a-z][.)]|\[[ x]?\])\s+(.*)$/;

export function statementsOf(message: string): Statement[] {
  const statements: Statement[] = [];
  let paragraph = '';
  const flush = (): void => {
    for (const text of sentencesOf(paragraph)) statements.push(...groupsOf(text) ?? [{ text, kind: 'sentence' as const, depth: 0 }]);
    paragraph = '';
  };
  for (const raw of message.split('\n')) {
    const line = raw.replace(/\t/g, '  ').replace(/\s+$/, '');
    const item = bullet.exec(line);
    const heading = /^\s*#{1,6}\s+(.*)$/.exec(line) ?? /^\s*\*\*([^*]+)\*\*:?\s*$/.exec(line);
    if (!line.trim()) flush();
    else if (heading) {
      flush();
      statements.push({ text: bare(heading[1]!), kind: 'heading', depth: 0 });
    } else if (item) {
      flush();
      statements.push({ text: bare(item[2]!), kind: 'item', depth: 1 + Math.floor(item[1]!.length / 2) });
    } else if (/^\s*\|.*\|\s*$/.test(line)) {
      flush();
      const cells = line.split('|').map((cell) => cell.trim()).filter(Boolean);
      if (cells.length && !/^[-:\s]+$/.test(cells.join('')) && !/^(?:field|name|column|type)$/i.test(cells[0]!)) statements.push({ text: bare(cells.length > 1 ? `${cells[0]} (${cells[1]})` : cells[0]!), kind: 'item', depth: 1 });
    } else if (paragraph && /^[a-z(]/.test(line.trim()) && !/[.!?:]$/.test(paragraph)) paragraph += ` ${line.trim()}`;
    else {
      flush();
      paragraph = line.trim();
      if (/:$/.test(paragraph)) {
        statements.push(...sentencesOf(paragraph).map((text) => ({ text, kind: 'sentence' as const, depth: 0 })));
        paragraph = '';
      }
    }
  }
  flush();
  return statements.slice(0, 300).map((statement) => ({ ...statement, text: statement.text.slice(0, longestSentence) }));
}

/** "Library: books with author and genre; members; loans with due date": each group is a kind of record of its own. */
function groupsOf(sentence: string): Statement[] | null {
  const parts = sentence.split(/\s*;\s*(?:and\s+)?/).filter(Boolean);
  const [, intro = '', first = ''] = /^([^:]{3,80}):\s*(.+)$/s.exec(parts[0] ?? '') ?? [];
  const groups = [first || parts[0] || '', ...parts.slice(1)];
  if (groups.length < 2 || !groups.every((group) => isGroup(group))) return null;
  return [
    ...(intro ? [{ text: intro, kind: 'sentence' as const, depth: 0 }, { text: 'Entities', kind: 'heading' as const, depth: 0 }] : []),
    ...groups.map((text) => ({ text, kind: intro ? 'item' as const : 'sentence' as const, depth: intro ? 1 : 0 })),
  ];
}

function isGroup(text: string): boolean {
  const head = /^(.+?)(?=\s+(?:with|having|including|have|has)\s|\s*\(|\s*:|$)/i.exec(text)?.[1] ?? text;
  return head.split(' ').length <= 3 && isPlural(head) && depthOf(text) === 0;
}

function bare(text: string): string {
  return text.replace(/\*\*|__|`/g, '').trim();
}

// Longer ones are no sentences; patterns over them would take long.
const longestSentence = 1500;

function sentencesOf(paragraph: string): string[] {
  return bare(paragraph)
    .replace(/\b(e\.g|i\.e|etc|vs|approx|incl|nr|mr|mrs|dr|st|no(?=\.\s+(?:of\b|\d)))\.\s/gi, '$1 ')
    .split(/(?<=[.!?])\s+(?=["'(]?[A-Za-z0-9])|(?<=[.!?])$/)
    .flatMap((sentence) => splitClauses(sentence.slice(0, longestSentence)))
    .map((text) => text.trim().replace(/[.!]+$/, ''))
    .filter(Boolean);
}

const verbs = 'show|display|highlight|flag|warn|alert|notify|remind|chart|graph|plot|visuali[sz]e|sort|group|make|use|mark|colou?r|add|let|give|put|tell|list|call it|name it|track|keep|see|view|filter|have';
const joints = new RegExp(`(?:\\s*[,;–—]\\s*|\\s+-\\s+|\\s+)(?:(?:and|then|also|plus|but|please|i want to|i would like to|i'd like to|we want to|it should|should|we can|i can|to)\\s+)*(?:${verbs})\\s+(?!,|and\\b|or\\b|of\\b|is\\b|date\\b|number\\b|name\\b|type\\b|code\\b|id\\b)`, 'gi');

/** Cuts off clauses that start with a command of their own: "…, and show overdue ones in red". */
function splitClauses(sentence: string): string[] {
  const both = /^(.*\b(?:calendar|board|kanban|table)\b.*?),?\s+and\s+(?:an?\s+|the\s+)?((?:\w+\s+)?(?:chart|graph)\s+(?:of|for|showing|with)\b.*)$/i.exec(sentence);
  if (both && !/\b(?:with|track|build|create|each|every)\b/i.test(both[1]!)) return [...splitClauses(both[1]!), ...splitClauses(both[2]!)];

  const cuts: number[] = [];
  for (const match of sentence.matchAll(joints)) {
    const before = sentence.slice(0, match.index);
    const joint = match[0];
    if (depthOf(before) > 0 || !before.trim()) continue;
    const separated = /^\s*[,;–—]|^\s+-\s|^\s+(?:and|then|plus|but)\s/i.test(joint);
    if (!separated) continue;
    const verb = new RegExp(`(?:${verbs})\\s+$`, 'i').exec(joint)?.[0].trim().toLowerCase() ?? '';
    const after = sentence.slice(match.index + joint.length);
    if (!isCommand(verb, after, joint)) continue;
    cuts.push(match.index);
  }
  const parts: string[] = [];
  let from = 0;
  for (const cut of cuts) {
    parts.push(sentence.slice(from, cut));
    from = cut;
  }
  parts.push(sentence.slice(from));
  return parts.flatMap((part) => part.split(/,\s+(?=(?:and )?(?:kanban|board|calendar|chart|sort(?:ed)?) (?:by|of|view|per)\b)/i)).flatMap((part) => part.split(/;\s+(?=[^;]*\b(?:in (?:bold )?(?:red|orange|yellow|green|blue|purple)|charts?|graph|calendar|kanban|board|warn|flag|highlight|sort)\b)/i)).flatMap((part) => part.split(/\s+[-–—]\s+(?=(?:each|every)\s)/i)).flatMap((part) => part.split(/;\s+(?=(?:each|every|an? \w+ (?:has|have|belongs)|\w+ (?:have|has|belong)|it |total |monthly |weekly |chart|overdue|sort|warn|when|if|the |with a)\b)/i))
    .map((part) => part.replace(/^(?:\s*[,;–—.-]\s*|\s+)?(?:(?:and|then|also|plus|but)\s+)*/i, '').trim());
}

// These words are nouns as often as verbs in a list of fields: "subject, mark, teacher".
function isCommand(verb: string, after: string, joint: string): boolean {
  if (/^(?:mark|colou?r|list|use|view|filter|group|flag|track|keep|have|chart|graph|plot|add|make|put|let|give|see|sort|tell)$/.test(verb)) {
    const next = /^\S+/.exec(after)?.[0].toLowerCase() ?? '';
    const rest = after.replace(/^\S+\s*/, '');
    if (/^(?:mark|colou?r|flag)$/.test(verb)) return /\b(?:red|orange|yellow|green|blue|purple|grey|gray|pink|when|if|as|that|those|overdue|low|expired|late|high|urgent|where|with|whose|above|below|over|under|without|un[a-z]+ed)\b/i.test(after) && !/^(?:,|\()/.test(rest);
    if (verb === 'view' || verb === 'filter' || verb === 'list') return /^(?:the|all|by|my|them|it|which|overdue|who)$/.test(next);
    if (verb === 'group') return /^(?:by|them|it|the|all|records)$/.test(next);
    if (verb === 'have') return /\b(?:i want to|should|we can|i can|i'd like to)\b/i.test(joint);
    if (verb === 'track' || verb === 'keep' || verb === 'see') return !/^(?:length|number|record)s?$/.test(next);
    return rest.length > 0 || /^(?:it|them)$/.test(next);
  }
  return true;
}

function depthOf(text: string): number {
  let depth = 0;
  for (const char of text) {
    if ('(['.includes(char)) depth += 1;
    else if (')]'.includes(char)) depth = Math.max(0, depth - 1);
  }
  return depth;
}
