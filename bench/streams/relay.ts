import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import { answerAs } from './part.ts';

export type RelayPart = { open: (o: { databaseUrl: string }) => Promise<string> };

type Follower = { after: string; news: boolean; isReading: boolean; response: ServerResponse };

const followers = new Map<string, Set<Follower>>();
let pool: pg.Pool;

/**
 * The reference: the least that brings rows to readers the same way. One LISTEN connection, one prepared statement a
 * read as a role that no policy holds back, bare HTTP; no sign-in, no transaction, no rights.
 */
async function open({ databaseUrl }: { databaseUrl: string }): Promise<string> {
  // Few connections: the studio, its sign-in and the writer need most of the sixty.
  pool = new pg.Pool({ connectionString: databaseUrl, max: 5, idleTimeoutMillis: 1_000 });
  const listener = new pg.Client({ connectionString: databaseUrl });
  await listener.connect();
  listener.on('notification', ({ payload }) => {
    for (const follower of followers.get(payload!) ?? []) void read(payload!, follower);
  });
  await listener.query('listen chat_events');
  const server = createServer((request, response) => {
    const chatId = request.url!.split('/')[3]!;
    const follower = { after: request.headers['last-event-id'] as string, news: false, isReading: false, response };
    followers.set(chatId, (followers.get(chatId) ?? new Set()).add(follower));
    response.on('close', () => followers.get(chatId)!.delete(follower));
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    void read(chatId, follower);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  close = async () => {
    server.closeAllConnections();
    await Promise.all([listener.end(), pool.end()]);
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function read(chatId: string, follower: Follower): Promise<void> {
  follower.news = true;
  if (follower.isReading) return;
  follower.isReading = true;
  while (follower.news) {
    follower.news = false;
    const { rows } = await pool.query<{ id: string; type: string; payload: unknown }>({
      name: 'events', text: 'select id, type, payload from public.run_events where chat_id = $1 and id > $2 order by id', values: [chatId, follower.after],
    });
    follower.after = rows.at(-1)?.id ?? follower.after;
    follower.response.write(rows.map(({ id, type, payload }) => `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(payload)}\n\n`).join(''));
  }
  follower.isReading = false;
}

let close = async (): Promise<void> => undefined;
answerAs({ open } satisfies RelayPart, () => close());
