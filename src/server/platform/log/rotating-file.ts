import { closeSync, existsSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

const maxBytes = 10 * 1024 * 1024;
const keptFiles = 5;

/** A log file that never passes 10 MB: the full one becomes `.1`, older ones `.2` … `.4`. Lines are written at once, so a kill loses none. */
export function rotatingFile(path: string): { write(line: string): void } {
  let file = openSync(path, 'a', 0o600);
  let size = fstatSync(file).size;
  const rotate = () => {
    closeSync(file);
    rmSync(`${path}.${keptFiles - 1}`, { force: true });
    for (let n = keptFiles - 2; n >= 1; n--) if (existsSync(`${path}.${n}`)) renameSync(`${path}.${n}`, `${path}.${n + 1}`);
    renameSync(path, `${path}.1`);
    file = openSync(path, 'a', 0o600);
    size = 0;
  };
  return {
    write(line) {
      try {
        if (size > maxBytes) rotate();
        size += writeSync(file, line);
      } catch {
        // A full disk must not stop the server; the terminal still shows warnings.
      }
    },
  };
}
