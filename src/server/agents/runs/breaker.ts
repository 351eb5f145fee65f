/** How often the same call may be made while nothing changes, before it is refused, and before the loop ends. */
const refuseAt = 3;
const stopAt = 5;
/** Failed calls in a row after which an agent has to finish without tools. */
const toolsOffAt = 5;

export type Verdict = { kind: 'go' } | { kind: 'refuse'; reason: string };

/** Watches one agent's loop for signs that it goes nowhere. Decides by recorded results only. */
export class Breaker {
  #counts = new Map<string, number>();
  #failures = 0;
  /** Set when the loop has to end. */
  stopReason: string | null = null;

  /** Called before each tool call; `revision` tells whether anything changed since the last identical one. */
  before(tool: string, input: unknown, revision: number): Verdict {
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
}
