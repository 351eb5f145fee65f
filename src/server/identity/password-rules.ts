import { AppError } from '#server/platform/errors.ts';

/** In UTF-16 code units. NIST SP 800-63B: length and a list of common ones, no rules on which characters. */
export const minPasswordLength = 8;
export const maxPasswordLength = 128;

// The commonest of published leaks that are long enough to pass the length rule.
const common = new Set(`password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword 12345678 123456789 1234567890
  0123456789 0987654321 987654321 87654321 11111111 111111111 1111111111 00000000 000000000 0000000000 12341234 123123123 123321123
  11223344 1122334455 12344321 123456789a 1234567a 12345678a a1234567 a12345678 a123456789 abcd1234 abc12345 abcdefgh abcdefg1 aa123456
  asdfghjkl asdfghjk asdf1234 asdfasdf qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 1q2w3e4r 1q2w3e4r5t 1qaz2wsx
  qazwsxedc zaq12wsx q1w2e3r4 q1w2e3r4t5 zxcvbnm1 zxcvbnm123 iloveyou iloveyou1 sunshine sunshine1 princess princess1 football football1
  baseball baseball1 superman superman1 batman123 trustno1 welcome1 welcome12 welcome123 letmein1 letmein123 admin123 admin1234
  administrator changeme changeme1 changeme123 computer internet starwars whatever dragon123 monkey123 master123 michelle jennifer
  jordan23 charlie1 samantha passwort passwort1 hallo123 geheim123 test1234 testtest secret123 summer2024 summer2025 winter2024 winter2025
  spring2024 spring2025 ninefold ninefold1 ninefold123`.split(/\s+/));

/** Refuses a password that is guessed first; the message says what is wrong and what to do. */
export function checkPassword(password: string, about: { email: string; name?: string }): void {
  const weak = weakness(password, about);
  if (weak === null) return;
  throw new AppError('invalid_input', weak, {
    hint: `Choose a password of at least ${minPasswordLength} characters that is not easy to guess, such as four unrelated words.`,
    fields: { password: weak },
  });
}

function weakness(password: string, about: { email: string; name?: string }): string | null {
  if (password.length < minPasswordLength) return `The password is shorter than ${minPasswordLength} characters.`;
  if (password.length > maxPasswordLength) return `The password is longer than ${maxPasswordLength} characters.`;
  const lower = password.toLowerCase();
  if (common.has(lower)) return 'This password is among the most used ones.';
  if (new Set(lower).size < 3) return 'This password repeats the same characters.';
  const own = [about.email, about.email.split('@')[0], about.name].map((text) => text?.toLowerCase().trim());
  return own.includes(lower) ? 'The password is the same as your name or address.' : null;
}
