/** A text as somebody reads it who looks at words only: no case, no signs, no spaces, nothing unseen. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Everything that a text could be taken to say: as it stands, backwards, and with every encoding in it undone. */
export function readings(text: string): string[] {
  const decoded = [
    text,
    text.replace(/\p{Cf}/gu, ''),
    [...text].reverse().join(''),
    text.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13))),
    text.replace(/&#(x?)([0-9a-f]+);/gi, (_all, hex: string, code: string) => String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(code, hex ? 16 : 10)))),
    text.replace(/\\u([0-9a-f]{4})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    text.replace(/%([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    text.replace(/[A-Za-z0-9+/]{16,}={0,2}/g, (word) => Buffer.from(word, 'base64').toString('utf8')),
    text.replace(/\b(?:[0-9a-f]{2}){8,}\b/gi, (word) => Buffer.from(word, 'hex').toString('utf8')),
    text.replace(/[А-Яа-я]/g, (letter) => lookAlikes[letter] ?? letter),
    text.replace(/[0134578@$]/g, (sign) => leet[sign] ?? sign),
  ];
  return decoded.map(fold);
}

const lookAlikes: Record<string, string> = { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', х: 'x', у: 'y', і: 'i', А: 'A', В: 'B', Е: 'E', О: 'O', Р: 'P', С: 'C' };
const leet: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', '@': 'a', $: 's' };
