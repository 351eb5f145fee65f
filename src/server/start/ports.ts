import { createServer } from 'node:net';
import { StartError } from './failure.ts';

/** Sees before the long steps that a port can be had; `variable` is what the person may set. */
export async function checkPort(port: number, host: string, variable: string): Promise<void> {
  if (port === 0) return;
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
