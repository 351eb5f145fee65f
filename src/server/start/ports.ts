import { createServer } from 'node:net';
import type { Config } from '#server/platform/config.ts';
import { findFreePort } from '#server/platform/embedded-postgres/free-port.ts';
import { StartError } from './failure.ts';

/** Port 0 means any free one: chosen now, since addresses are built from it before it is opened. */
export async function choosePorts(config: Config): Promise<Config> {
  const port = config.port || (await findFreePort());
  const previewPort = config.previewPort || (await findFreePort());
  const at = (url: string, chosen: number) => url.replace(/:0$/, `:${chosen}`);
  return { ...config, port, previewPort, publicUrl: at(config.publicUrl, port), previewUrl: at(config.previewUrl, previewPort) };
}

/** Sees before the long steps that a port can be had; `variable` is what the person may set. */
export async function checkPort(port: number, host: string, variable: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(explainPort(error, port, host, variable)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** The error of a `listen` in words that name the cure. */
export function explainPort(error: unknown, port: number, host: string, variable: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const other = port < 65_000 ? port + 10 : port - 10;
  if (code === 'EADDRINUSE') return new StartError(`Port ${port} is in use by another program. Stop that program, or choose another port: ${variable}=${other} npm start`);
  if (code === 'EACCES') return new StartError(`Port ${port} may not be opened by your user. Choose a port from 1024 up: ${variable}=3000 npm start`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new StartError(`HOST is ${host}, which is no address of this machine. Unset it for this machine only, or set HOST=0.0.0.0 for all networks.`);
  return error;
}
