import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './failure.ts';
import { processStart } from './process-start.ts';

type Holder = { pid: number; started: string; url: string };

/** Makes this process the only one on the home. The lock ends with the process: after kill -9 the next start takes it over. */
export function lockHome(home: string, url: string): { release(): void } {
  const file = join(home, 'server.json');
  const mine = JSON.stringify({ pid: process.pid, started: processStart(process.pid) ?? '', url } satisfies Holder);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    while (!tryLink(draft, file)) {
      const found = read(file);
      const holder = parse(found);
      if (holder && isAlive(holder)) {
        throw new StartError(
          `Ninefold runs already on ${home}: process ${holder.pid}, ${holder.url}. Open that address, stop that process (kill ${holder.pid}), or set NINEFOLD_HOME, PORT and PREVIEW_PORT for a second instance.`,
        );
      }
      removeStale(file, found);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release() {
      if (read(file) === mine) rmSync(file, { force: true });
    },
  };
}

function isAlive(holder: Holder): boolean {
  return holder.pid !== process.pid && processStart(holder.pid) === holder.started;
}

function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

// Moved aside before it is removed: if another start replaced it in between, what was moved is put back.
function removeStale(file: string, judged: string | null): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== judged) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function parse(text: string | null): Holder | null {
  try {
    return text ? (JSON.parse(text) as Holder) : null;
  } catch {
    return null;
  }
}
