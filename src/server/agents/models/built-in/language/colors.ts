/** Colour words people use, by Mantine colour. */
const named: Record<string, string> = {
  red: 'red', crimson: 'red', scarlet: 'red', maroon: 'red', burgundy: 'red', ruby: 'red', pink: 'pink', rose: 'pink', magenta: 'pink', fuchsia: 'pink',
  purple: 'grape', grape: 'grape', plum: 'grape', violet: 'violet', lavender: 'violet', lilac: 'violet', indigo: 'indigo', navy: 'indigo', blue: 'blue', azure: 'blue',
  cyan: 'cyan', turquoise: 'teal', aqua: 'cyan', teal: 'teal', green: 'green', emerald: 'teal', mint: 'teal', olive: 'lime', lime: 'lime', yellow: 'yellow', gold: 'yellow', golden: 'yellow', amber: 'yellow',
  orange: 'orange', coral: 'orange', brown: 'orange', gray: 'gray', grey: 'gray', black: 'dark', silver: 'gray', slate: 'gray', dark: 'dark',
};

const shaded: [RegExp, string][] = [
  [/\b(?:dark|navy|deep|midnight)[- ]blue\b/i, 'indigo'], [/\b(?:light|sky|baby|bright)[- ]blue\b/i, 'cyan'], [/\b(?:dark|forest|deep)[- ]green\b/i, 'teal'], [/\b(?:light|bright|lime)[- ]green\b/i, 'lime'],
  [/\b(?:dark|deep)[- ]red\b/i, 'red'], [/\bsea[- ]green\b/i, 'teal'], [/\b(?:hot|light)[- ]pink\b/i, 'pink'], [/\b(?:light|dark)[- ]purple\b/i, 'violet'],
];

const words = Object.keys(named).filter((word) => word !== 'dark').join('|');

export function colorNamed(text: string): string | null {
  for (const [pattern, color] of shaded) if (pattern.test(text)) return color;
  const word = new RegExp(`\\b(${words})\\b`, 'i').exec(text)?.[1];
  return word ? named[word.toLowerCase()] ?? null : null;
}

export const colorWords = `(?:(?:dark|light|navy|deep|bright|forest|sky|sea|lime|hot|baby|midnight)[- ])?(?:${words})`;

const byTheme: [RegExp, string][] = [
  [/\b(?:garden|plant|farm|crop|tree|green|eco|nature|recycl|park|golf|environment|harvest|hive|vegan)/i, 'green'],
  [/\b(?:clinic|patient|doctor|dent|medical|health|nurse|therap|pharma|hospital|care|vet|pet|animal|wellness|spa)/i, 'teal'],
  [/\b(?:restaurant|recipe|menu|food|bak|cater|kitchen|dish|cafe|coffee|meal|construction|job site|repair|garage|maintenance)/i, 'orange'],
  [/\b(?:church|law|legal|case|contract|matter|compliance|insurance|policy|audit|library|book)/i, 'indigo'],
  [/\b(?:yoga|dance|salon|beauty|art|music|theat|event|wedding|festival|fashion)/i, 'grape'],
  [/\b(?:incident|risk|safety|emergency|fire|security|hazard)/i, 'red'],
  [/\b(?:expense|invoice|budget|payment|donation|finance|money|grant|savings|invest|sales|deal|crm)/i, 'teal'],
  [/\b(?:vehicle|fleet|car|truck|ship|logistic|deliver|warehouse|inventory|stock|bike|asset|equipment)/i, 'blue'],
  [/\b(?:school|student|course|class|teach|train|learn|volunteer|member|gym|fitness|sport|team)/i, 'violet'],
];

/** A colour that fits the topic when none was asked for. */
export function colorForTopic(text: string): string {
  return byTheme.find(([pattern]) => pattern.test(text))?.[1] ?? 'blue';
}
