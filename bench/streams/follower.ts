import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { nowMs } from './part.ts';
import type { Stream } from './people.ts';

/** An event as it was read: its number in the run, and when it was said, when its write began and when it was parsed. */
export type Seen = { n: number; said: number; written: number; read: number };

/** What an event says about what was said in it; most events say one thing or nothing. */
export type Reading = (event: Record<string, unknown>) => Omit<Seen, 'read'>[];

export type Follow = {
  url: string;
  stream: Pick<Stream, 'chatId' | 'cookie'>;
  after: string;
  /** Cuts the connection in the middle of a chunk, at random moments this far apart on average. */
  cutEveryMs?: number;
  /** A file that notes each event as soon as it is parsed; following begins behind the last one noted. */
  notes?: string;
};

/** Follows a chat as a browser does: server-sent events over HTTP, connected again from the last whole event. */
export class Follower {
  readonly seen: Seen[] = [];
  cuts = 0;
  readonly #o: Follow;
  readonly #reading: Reading;
  #cursor: string;
  #request: ClientRequest | undefined;
  #isClosed = false;
  #cutAt = Infinity;

  constructor(o: Follow, reading: Reading = fromTool) {
    this.#o = o;
    this.#reading = reading;
    this.#cursor = (o.notes === undefined ? undefined : notedIn(o.notes).at(-1)?.cursor) ?? o.after;
  }

  /** Resolves once the server answers. */
  async open(): Promise<void> {
    const { url, stream, cutEveryMs } = this.#o;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      this.#request = request(`${url}/api/chats/${stream.chatId}/events`, { agent: false, headers: { cookie: stream.cookie, 'last-event-id': this.#cursor } });
      this.#request.on('response', resolve).on('error', reject).end();
    });
    if (response.statusCode !== 200) throw new Error(`Following a chat was answered with ${response.statusCode}.`);
    if (cutEveryMs !== undefined) this.#cutAt = nowMs() + Math.random() * 2 * cutEveryMs;
    this.#listen(response);
  }

  close(): void {
    this.#isClosed = true;
    this.#request?.destroy();
  }

  #listen(response: IncomingMessage): void {
    let rest = Buffer.alloc(0);
    response.on('data', (chunk: Buffer) => {
      // What is behind the cut has not come.
      const isCut = nowMs() > this.#cutAt;
      rest = this.#parse(Buffer.concat([rest, isCut ? chunk.subarray(0, Math.random() * chunk.length) : chunk]));
      if (!isCut) return;
      this.cuts++;
      response.removeAllListeners('data');
      response.socket.destroy();
    });
    response.on('error', () => undefined);
    response.on('close', () => {
      if (!this.#isClosed) void this.open();
    });
  }

  /** Takes the whole events and gives back what is left. */
  #parse(bytes: Buffer): Buffer<ArrayBuffer> {
    let start = 0;
    for (let end = bytes.indexOf('\n\n'); end >= 0; end = bytes.indexOf('\n\n', start)) {
      this.#take(bytes.toString('utf8', start, end));
      start = end + 2;
    }
    return Buffer.from(bytes.subarray(start));
  }

  #take(block: string): void {
    const [, cursor, data] = /^id: (\d+)\nevent: .+\ndata: (.+)$/.exec(block) ?? [];
    if (cursor === undefined || data === undefined) return;
    const read = nowMs();
    const said = this.#reading(JSON.parse(data) as Record<string, unknown>);
    this.#cursor = cursor;
    for (const one of said) {
      if (this.#o.notes !== undefined) appendFileSync(this.#o.notes, `${cursor} ${one.n}\n`);
      this.seen.push({ ...one, read });
    }
  }
}

/** What `writer.ts` puts into an event. */
function fromTool({ callId, summary }: Record<string, unknown>): Omit<Seen, 'read'>[] {
  const [said, written] = String(summary).split(' ').map(Number) as [number, number];
  return [{ n: Number(callId), said, written }];
}

/** Of the events numbered from 0 to `count`. */
export function faultsOf(seen: { n: number }[], count: number): { lost: number; repeated: number; disorder: number } {
  const distinct = new Set(seen.map(({ n }) => n)).size;
  return { lost: count - distinct, repeated: seen.length - distinct, disorder: seen.filter(({ n }, at) => at > 0 && n < seen[at - 1]!.n).length };
}

/** What a reader noted before it was killed; a line that is not whole was not noted. */
export function notedIn(file: string): { cursor: string; n: number }[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').slice(0, -1).map((line) => {
    const [cursor, n] = line.split(' ') as [string, string];
    return { cursor, n: Number(n) };
  });
}
