import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** One word of `ninefold <word> …`. `run` resolves to the exit code. */
export type Command = { summary: string; run: (args: string[]) => Promise<number> };

/** Runs a process of `src/server/start` with this terminal; resolves to its exit code. The command line itself holds no server code. */
export function runStart(file: string, args: string[]): Promise<number> {
  const path = fileURLToPath(new URL(`../server/start/${file}`, import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
