import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** When a process began, as an opaque text, or null when there is none. With the number it names a process for good, since numbers are used again. */
export function processStart(pid: number): string | null {
  if (!existsSync('/proc/self/stat')) {
    const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return status === 0 ? stdout.trim() : null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    // Ticks since boot, so the boot is named too.
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[18]}`;
  } catch {
    return null;
  }
}
