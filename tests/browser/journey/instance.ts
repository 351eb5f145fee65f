import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '#server/platform/config.ts';

export type Instance = { url: string; kill: () => Promise<void>; start: () => Promise<void>; close: () => Promise<void> };

/** A whole Ninefold of its own: the real server with its own PostgreSQL, in a folder that is gone afterwards. `entry` is another way in, with models of the test. */
export async function openInstance(variables: Record<string, string> = {}, entry = 'src/server/start/serve.ts'): Promise<Instance> {
  const home = mkdtempSync(join(tmpdir(), 'ninefold-journey-'));
  const [port, previewPort] = [await freePort(), await freePort()];
  const env = {
    ...process.env, NINEFOLD_HOME: home, PORT: String(port), PREVIEW_PORT: String(previewPort), SIGNUP: 'open',
    PUBLIC_URL: `http://localhost:${port}`, PREVIEW_URL: `http://localhost:${previewPort}`, ...variables,
  };
  let child = run(env, entry);
  await child.ready;
  return {
    url: env.PUBLIC_URL,
    kill: () => child.end('SIGKILL'),
    start: () => (child = run(env, entry)).ready,
    close: async () => {
      await child.end('SIGINT');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function run(env: NodeJS.ProcessEnv, entry: string) {
  const child = spawn(process.execPath, [entry], { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += String(chunk);
      if (output.includes('ready at')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => reject(new Error(`The server ended with ${code}:\n${output}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return { ready, end };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
