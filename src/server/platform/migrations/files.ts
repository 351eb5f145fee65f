import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkout } from '../config.ts';

/** A migration as the Supabase CLI names it: `<version>_<name>.sql`, the version being 14 digits of a time. */
export type Migration = { version: string; name: string; path: string; sql: string };

/** The folder with `migrations/` and `stand-in/`. */
export const supabaseFolder = join(checkout, 'supabase');

/** All migrations, oldest first. */
export function listMigrations(folder = supabaseFolder): Migration[] {
  return sqlFiles(join(folder, 'migrations')).map((path) => {
    const file = basename(path);
    const [, version, name] = /^(\d{14})_([a-z0-9_]+)\.sql$/.exec(file) ?? [];
    if (!version || !name) throw new Error(`${path} is not named <14 digits>_<domain>_<what>.sql`);
    return { version, name, path, sql: readFileSync(path, 'utf8') };
  });
}

/** What a Supabase project already has, for a PostgreSQL that is none: paths and texts in order. */
export function listStandIn(folder = supabaseFolder): { path: string; sql: string }[] {
  return sqlFiles(join(folder, 'stand-in')).map((path) => ({ path, sql: readFileSync(path, 'utf8') }));
}

/** A short name for exactly this schema: changes with any byte of any file. */
export function schemaHash(folder = supabaseFolder): string {
  const hash = createHash('sha256');
  for (const { path, sql } of [...listStandIn(folder), ...listMigrations(folder)]) hash.update(basename(path)).update('\0').update(sql).update('\0');
  return hash.digest('hex').slice(0, 12);
}

function sqlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.sql')).sort().map((name) => join(folder, name));
}
