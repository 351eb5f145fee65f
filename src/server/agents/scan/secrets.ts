/** Secrets that are known by their form. */
export const knownSecrets: { what: string; pattern: RegExp }[] = [
  { what: 'a private key', pattern: /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/ },
  { what: 'an AWS access key', pattern: /\b(AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { what: 'a GitHub token', pattern: /\bgh[pousr]_[0-9A-Za-z]{30,}\b|\bgithub_pat_[0-9A-Za-z_]{40,}\b/ },
  { what: 'a Slack token', pattern: /\bxox[abeoprs]-[0-9A-Za-z-]{10,}/ },
  { what: 'a Stripe key', pattern: /\b[rs]k_(live|test)_[0-9A-Za-z]{16,}\b/ },
  { what: 'an API key of a model provider', pattern: /\bsk-(ant-|proj-)?[0-9A-Za-z_-]{20,}/ },
  { what: 'a Google API key', pattern: /\bAIza[0-9A-Za-z_-]{35}\b/ },
  { what: 'a signed token', pattern: /\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}/ },
  { what: 'a password in an address', pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`]+:[^\s/@'"`${}]{3,}@/i },
];

// A name that promises a secret, then a literal. Whether it is one decides the literal's entropy.
const assignment = /\b([\w-]*(?:api[_-]?key|secret|token|passw(?:or)?d|credential|private[_-]?key|auth)[\w-]*)['"]?\s*[:=]\s*(['"`])([^'"`\s]{8,})\2/gi;
const placeholder = /^(x+|\*+|\.+|your[-_ ]|change[-_ ]?me|example|placeholder|password|secret|token|<|\$\{|process\.env)/i;

/** What looks like a secret in a line. The secret itself is not repeated. */
export function findSecrets(line: string): string[] {
  const found = knownSecrets.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `Holds what looks like ${what}.`);
  if (found.length > 0) return found;
  for (const [, name, , value] of line.matchAll(assignment)) {
    if (value && !placeholder.test(value) && isRandom(value)) return [`"${name}" holds what looks like a secret.`];
  }
  return [];
}

// Words of a language stay below 3.2 bits per character at this length; keys are above.
function isRandom(text: string): boolean {
  if (text.length >= 16) return entropy(text) >= 3.2 && /\d/.test(text);
  return entropy(text) >= 2.75 && /\d/.test(text) && /[a-z]/i.test(text) && !/^[a-z]+\d{1,2}$/i.test(text);
}

/** Shannon entropy in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
}
