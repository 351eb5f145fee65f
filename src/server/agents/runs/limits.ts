import type { AgentType } from '#contract/agents.ts';
import type { LimitKind } from '#contract/requests.ts';
import type { RunState } from './state.ts';

const minute = 60_000;

/** What one agent may use in a step before the run asks whether to go on. */
export const agentLimits = {
  /** Model calls. */
  rounds: { orchestrator: 6, coder: 60 } as Partial<Record<AgentType, number>>,
  roundsOfOthers: 16,
  toolCalls: 240,
  tokens: 1_500_000,
  ms: 25 * minute,
};

/** What a whole run may use; the instance may set its own by NINEFOLD_RUN_TOKENS and NINEFOLD_RUN_MINUTES. Waiting for people is not counted. */
export const runAllotment = { tokens: 4_000_000, ms: 60 * minute };

let atOnce = 500;

/** Most runs one process works on at once, those that wait for a person not counted; the others wait their turn in the table. */
export const maxRunsHere = (): number => atOnce;

export function setRunLimits(o: { tokens?: number | undefined; minutes?: number | undefined; atOnce?: number | undefined }): void {
  if (o.tokens !== undefined) runAllotment.tokens = o.tokens;
  if (o.minutes !== undefined) runAllotment.ms = o.minutes * minute;
  if (o.atOnce !== undefined) atOnce = o.atOnce;
}

export type Hit = { limit: LimitKind; detail: string };

/** Counts what one agent uses, by recorded results only. Every allotment that a person gives begins the count anew. */
export class Meter {
  #agent: AgentType;
  #state: RunState;
  #workedMs: () => number;
  #used = { rounds: 0, calls: 0, tokens: 0, since: 0 };

  constructor(agent: AgentType, state: RunState, workedMs: () => number) {
    this.#agent = agent;
    this.#state = state;
    this.#workedMs = workedMs;
    this.#used.since = workedMs();
  }

  count(answer: { tokens: number; calls: number }): void {
    this.#used.rounds++;
    this.#used.calls += answer.calls;
    this.#used.tokens += answer.tokens;
    this.#state.tokens += answer.tokens;
  }

  /** The limit that is reached, in words for the person who decides. */
  hit(): Hit | null {
    const { rounds, calls, tokens, since } = this.#used;
    const most = agentLimits.rounds[this.#agent] ?? agentLimits.roundsOfOthers;
    const { allotment } = this.#state;
    const by = `The ${this.#agent} agent`;
    if (rounds >= most) return { limit: 'rounds', detail: `${by} was not done after ${most} rounds.` };
    if (calls >= agentLimits.toolCalls) return { limit: 'calls', detail: `${by} has called tools ${calls} times.` };
    if (tokens >= agentLimits.tokens) return { limit: 'tokens', detail: `${by} has used ${tokens.toLocaleString('en')} tokens.` };
    if (this.#state.tokens >= allotment.tokens) return { limit: 'tokens', detail: `This run has used ${this.#state.tokens.toLocaleString('en')} tokens.` };
    if (this.#workedMs() - since >= agentLimits.ms) return { limit: 'time', detail: `${by} has worked for ${minutes(this.#workedMs() - since)}.` };
    if (this.#workedMs() >= allotment.ms) return { limit: 'time', detail: `The crew has worked on this for ${minutes(this.#workedMs())}.` };
    return null;
  }

  /** A person lets it go on: as much again. */
  extend(): void {
    this.#used = { rounds: 0, calls: 0, tokens: 0, since: this.#workedMs() };
    const { allotment, tokens } = this.#state;
    if (tokens >= allotment.tokens) allotment.tokens = tokens + runAllotment.tokens;
    if (this.#workedMs() >= allotment.ms) allotment.ms = this.#workedMs() + runAllotment.ms;
  }
}

function minutes(ms: number): string {
  const whole = Math.max(1, Math.round(ms / minute));
  return whole === 1 ? 'a minute' : `${whole} minutes`;
}
