import { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { explainPort } from './ports.ts';

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

/** Serves HTTP; resolves to the port that was opened and how to stop. */
export async function listen(fetch: Fetch, o: { port: number; host: string }): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createAdaptorServer({ fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explainPort(error, o.port, o.host, 'PORT')));
    server.listen(o.port, o.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, stop: () => stop(server) };
}

// Requests in progress get a moment to end; streams and idle connections would keep the server for ever.
const graceMs = 1_500;

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(cut);
}
