import type { Person } from '#tests/api/person.ts';
import { Stream } from '#tests/api/stream.ts';

/** A client that follows a chat and connects again, where it was, whenever it is cut off. */
export class Follower {
  /** The whole events it got, as they came. */
  bytes = '';
  connections = 0;
  #person: Person;
  #path: string;
  #isOver = false;
  #stream: Stream | undefined;

  constructor(person: Person, chatId: string) {
    this.#person = person;
    this.#path = `/api/chats/${chatId}/events`;
    void this.#follow();
  }

  /** What it has by now, the connection that is open included. */
  get received(): string {
    return this.bytes + wholeEvents(this.#stream?.bytes ?? '');
  }

  close(): void {
    this.#isOver = true;
    this.#stream?.close();
  }

  async #follow(): Promise<void> {
    while (!this.#isOver) {
      try {
        this.#stream = await Stream.open(this.#person, this.#path, { 'last-event-id': cursorsOf(this.bytes).at(-1) ?? '0' });
        this.connections++;
        await this.#stream.untilEnd(600_000);
        this.bytes = this.received;
        this.#stream = undefined;
      } catch {
        // Nobody serves at the moment.
        await new Promise((wake) => setTimeout(wake, 10));
      }
    }
  }
}

export function cursorsOf(bytes: string): string[] {
  return [...bytes.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id!);
}

/** Without an event that was cut, and without what moves no cursor. */
function wholeEvents(bytes: string): string {
  return bytes.split('\n\n').slice(0, -1).filter((block) => block.startsWith('id: ')).map((block) => `${block}\n\n`).join('');
}
