/** How often the same call may be made while nothing changes, before it is refused, and before the loop ends. */
const refuseAt = 3;
const stopAt = 5;
/** Failed calls in a row after which an agent has to finish without tools. */
const toolsOffAt = 5;
/** Largest input of one call, in characters of its JSON; and how often in a row it may grow by half once it is large. */
const maxInput = 600_000;
const large = 16_000;
const growsAt = 4;

export type Verdict = { kind: 'go' } | { kind: 'refuse'; reason: string };

/** Watches one agent's loop for signs that it goes nowhere. Decides by recorded results only. */
export class Breaker {
  #counts = new Map<string, number>();
  #sizes = new Map<string, { last: number; grown: number }>();
  #failures = 0;
  /** Set when the loop has to end. */
  stopReason: string | null = null;
  /** Set when inputs run away; a person may let the agent go on. */
  runaway: string | null = null;

  /** Called before each tool call; `revision` tells whether anything changed since the last identical one. */
  before(tool: string, input: unknown, revision: number): Verdict {
    const size = JSON.stringify(input)?.length ?? 0;
    this.#watchSize(tool, size);
    if (size > maxInput) return { kind: 'refuse', reason: `The input has ${size.toLocaleString('en')} characters; at most ${maxInput.toLocaleString('en')} are accepted. Do it in smaller parts.` };
    const key = JSON.stringify([tool, input, revision]);
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count >= stopAt) this.stopReason ??= `${tool} was called ${count} times with the same input.`;
    if (count < refuseAt) return { kind: 'go' };
    return { kind: 'refuse', reason: `This is the same call as before, ${count} times now, and nothing has changed since. Use what you have, or do something else.` };
  }

  after(ok: boolean): void {
    this.#failures = ok ? 0 : this.#failures + 1;
  }

  /** Whether the agent must finish with words alone. */
  get toolsOff(): boolean {
    return this.#failures >= toolsOffAt;
  }

  /** A person looked and lets it go on. */
  forgetRunaway(): void {
    this.runaway = null;
    this.#sizes.clear();
  }

  #watchSize(tool: string, size: number): void {
    const { last = 0, grown = 0 } = this.#sizes.get(tool) ?? {};
    const grows = size > large && size > last * 1.5 ? grown + 1 : 0;
    this.#sizes.set(tool, { last: size, grown: grows });
    if (size > maxInput) this.runaway ??= `An input for ${tool} had ${size.toLocaleString('en')} characters.`;
    if (grows >= growsAt) this.runaway ??= `The inputs for ${tool} grow with every call, to ${size.toLocaleString('en')} characters now.`;
  }
}
