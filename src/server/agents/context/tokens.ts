/**
 * Roughly how many tokens a text has, on the safe side: no tokenizer of a provider is
 * loaded, and each script is weighed as the tokenizers in use treat it. Linear in the text.
 */
export function estimateTokens(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += weightOf(text.charCodeAt(i));
  return Math.ceil(sum);
}

/** The longest beginning of a text that has at most so many tokens; never half of a character. */
export function headWithin(text: string, tokens: number): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    sum += weightOf(text.charCodeAt(i));
    if (sum > tokens) return text.slice(0, isLowSurrogate(text.charCodeAt(i)) ? i - 1 : i);
  }
  return text;
}

// Tokens per UTF-16 unit: a word of Latin letters is about four letters a token, a Chinese character about one.
function weightOf(unit: number): number {
  if (unit < 0x80) {
    const isLetter = (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a);
    return isLetter || unit === 0x20 ? 0.28 : 0.5;
  }
  if (unit < 0x370) return 0.5;
  // Greek, Cyrillic, Hebrew, Arabic.
  if (unit < 0x800) return 0.6;
  return 1.1;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
