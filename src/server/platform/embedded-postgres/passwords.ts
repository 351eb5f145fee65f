import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Passwords of the server's logins, kept in `<dir>/passwords.json`, readable by the owner only. */
export function openPasswords(dir: string): { of(login: string): string; exist(): boolean } {
  const file = join(dir, 'passwords.json');
  const read = () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {});
  return {
    exist: () => existsSync(file),
    of(login) {
      const known = read();
      if (known[login]) return known[login];
      const password = randomBytes(24).toString('base64url');
      writeFileSync(`${file}.draft`, JSON.stringify({ ...known, [login]: password }, null, 2), { mode: 0o600, flush: true });
      renameSync(`${file}.draft`, file);
      return password;
    },
  };
}
