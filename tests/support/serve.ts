import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkout } from '#server/platform/config.ts';
import { findFreePort } from '#server/platform/embedded-postgres/free-port.ts';

/** A server process as `npm start` runs it. `ended` resolves to its exit code, or to null when a signal ended it. */
export type Serving = { url: string; port: number; pid: number; output(): string; kill(signal: NodeJS.Signals): void; ended: Promise<number | null> };

/** Runs the server on free ports and waits until it says it is ready or ends; `url` is empty when it ended. */
export async function serve(env: Record<string, string>, as: { uid?: number; gid?: number } = {}): Promise<Serving> {
  const port = Number(env.PORT ?? (await findFreePort()));
  const previewPort = Number(env.PREVIEW_PORT ?? (await findFreePort()));
  const child = spawn(process.execPath, [join(checkout, 'src', 'server', 'start', 'serve.ts')], {
    ...as,
    cwd: checkout,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), PREVIEW_PORT: String(previewPort), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const url = await Promise.race([ended.then(() => ''), readyUrl(child, (chunk) => { output += chunk; })]);
  return { url, port, pid: child.pid ?? 0, output: () => output, kill: (signal) => child.kill(signal), ended };
}

function readyUrl(child: ChildProcess, keep: (chunk: string) => void): Promise<string> {
  let seen = '';
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        keep(chunk.toString());
        seen += chunk.toString();
        const url = /^Ninefold is ready at (\S+)$/m.exec(seen)?.[1];
        if (url) resolve(url);
      });
    }
  });
}
