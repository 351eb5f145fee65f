import type { Person } from './person.ts';

export type Event = { id: string; type: string; data: Record<string, unknown> };

/** Reads server-sent events as they come. */
export class Stream {
  /** Everything received so far, as it came. */
  text = '';
  ended = false;
  private readonly abort = new AbortController();
  private wake: () => void = () => undefined;

  static async open(person: Person, path: string, headers: Record<string, string> = {}): Promise<Stream> {
    const stream = new Stream();
    const response = await person.fetch(path, { headers, signal: stream.abort.signal });
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    void stream.pump(response.body!);
    return stream;
  }

  get events(): Event[] {
    return this.text.split('\n\n').slice(0, -1).map((block) => Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2))))
      .filter((fields) => fields.data !== undefined)
      .map((fields) => ({ id: fields.id!, type: fields.event!, data: JSON.parse(fields.data!) as Event['data'] }));
  }

  /** What was received without the preamble, to compare streams byte by byte. */
  get bytes(): string {
    return this.text.replace(/^retry: \d+\n\n/, '');
  }

  /** Waits until there are this many events; fails after `timeoutMs`. */
  async until(count: number, timeoutMs = 5000): Promise<Event[]> {
    await this.waitFor(() => this.events.length >= count, timeoutMs, () => `${this.events.length} of ${count} events came`);
    return this.events;
  }

  untilEnd(timeoutMs = 5000): Promise<void> {
    return this.waitFor(() => this.ended, timeoutMs, () => 'the stream did not end');
  }

  close(): void {
    this.abort.abort();
  }

  private async waitFor(isDone: () => boolean, timeoutMs: number, complaint: () => string): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!isDone()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(complaint());
      await new Promise<void>((resolve) => { this.wake = resolve; setTimeout(resolve, Math.min(left, 50)); });
    }
  }

  private async pump(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) {
        this.text += decoder.decode(chunk, { stream: true });
        this.wake();
      }
    } catch {
      // Closed by us, or cut: either way nothing more comes.
    }
    this.ended = true;
    this.wake();
  }
}
