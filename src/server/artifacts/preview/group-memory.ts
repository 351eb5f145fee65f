import { readFileSync, readdirSync } from 'node:fs';

const pageBytes = 4096;

/** Resident bytes of all processes of a group; 0 where the system has no /proc. */
export function groupBytes(group: number): number {
  let total = 0;
  for (const pid of pids()) {
    try {
      // After the name in brackets: state, parent, group.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) !== group) continue;
      total += Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;
    } catch {
      // The process ended while we looked.
    }
  }
  return total;
}

function pids(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
