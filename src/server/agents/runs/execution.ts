import { sql } from 'kysely';
import { asSystem } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { isCancellation, runStep, type StepOptions } from '#server/platform/jobs/index.ts';
import { openAppender, type Appender } from './appender.ts';
import { firstSeq, isRunOver, RunOver } from './events.ts';
import type { RunRef } from './state.ts';
import type { RunEvent } from '../tool.ts';

/** After this many interruptions at one and the same place a run gives up instead of bringing the server down again. */
const maxRestarts = 5;

/** Whose output a step belongs to: an agent's step, or the orchestrator speaking (null). */
export type Output = {
  stepIndex: number | null; messageId: string; header?: RunEvent & { type: 'step.started' };
  /** What an agent says to another one is not shown. */
  isQuiet?: boolean;
};

/**
 * One execution of a run's workflow in this process. Recorded steps are
 * replayed silently; the first step that is really done again after a crash
 * tells readers to drop what the interrupted attempt had shown.
 */
export class Execution {
  readonly run: RunRef;
  #replayed = false;
  #live = false;
  /** What the finished calls of the current agent's step showed, to be shown again after a restart. */
  #shown: RunEvent[] = [];
  /** Time spent in steps, as it was recorded. */
  #workedMs = 0;
  /** Nothing is done any more: the run was over before this execution began. */
  #wasOver: boolean;
  /** Aborts when a branch beside this one failed. */
  #siblings: AbortSignal | undefined;

  constructor(run: RunRef, o: { wasOver?: boolean; siblings?: AbortSignal; workedMs?: number } = {}) {
    this.run = run;
    this.#wasOver = o.wasOver ?? false;
    this.#siblings = o.siblings;
    this.#workedMs = o.workedMs ?? 0;
  }

  /** The execution of one of several agents that work at the same time. */
  branch(siblings: AbortSignal): Execution {
    return new Execution(this.run, { wasOver: this.#wasOver, siblings, workedMs: this.#workedMs });
  }

  get workedMs(): number {
    return this.#workedMs;
  }

  /** Takes over the time of branches, of which the longest counts. */
  joinTime(branches: Execution[]): void {
    this.#workedMs = Math.max(this.#workedMs, ...branches.map(({ workedMs }) => workedMs));
  }

  /** Set when the workflow was cancelled, taken over or broken: nothing more may be done here. */
  #over: unknown;

  get isOver(): boolean {
    return this.#over !== undefined;
  }

  /** Ends this execution with an error that nothing in between may swallow; gives it back to be thrown. */
  end(error: unknown): unknown {
    this.#over ??= error;
    return this.#over;
  }

  throwIfOver(): void {
    if (this.#over !== undefined) throw this.#over;
  }

  async #run<T>(name: string, work: (signal: AbortSignal) => Promise<T>, o?: StepOptions): Promise<{ value: T; replayed: boolean }> {
    this.throwIfOver();
    let since: number | undefined;
    try {
      const result = await runStep(name, async (signal) => {
        if (this.#wasOver) throw new RunOver(`run ${this.run.runId} is over`);
        this.#siblings?.throwIfAborted();
        since ??= performance.now();
        const value = await work(this.#siblings ? AbortSignal.any([signal, this.#siblings]) : signal);
        return { value, ms: Math.round(performance.now() - since) };
      }, o);
      this.#replayed ||= result.replayed;
      this.#workedMs += result.value.ms;
      return { value: result.value.value, replayed: result.replayed };
    } catch (error) {
      if (isCancellation(error) || isRunOver(error)) this.#over = error;
      throw error;
    }
  }

  /** A step without live output. */
  async step<T>(name: string, work: (signal: AbortSignal) => Promise<T>, o?: StepOptions): Promise<T> {
    const { value } = await this.#run(name, (signal) => { this.#live = true; return work(signal); }, o);
    return value;
  }

  /** Begins the output of the next agent's step. */
  beginOutput(): void {
    this.#shown = [];
  }

  /**
   * A step whose output people see as it comes. `shown` tells from the result
   * what it showed, for readers after a later restart. The result says whether it was replayed.
   * `startOver` makes readers drop what this step has shown so far, and gives what to go on with.
   */
  async liveStep<T>(
    name: string, output: Output,
    work: (live: Appender, signal: AbortSignal, startOver: () => Promise<Appender>) => Promise<T>,
    shown: (value: T) => RunEvent[],
    o?: StepOptions,
  ): Promise<{ value: T; replayed: boolean }> {
    let attempts = 0;
    const result = await this.#run(name, async (signal) => {
      const again = attempts++ > 0 || (this.#replayed && !this.#live);
      this.#live = true;
      const live = openAppender(this.run);
      const filtered = again ? await this.#restart(output, live) : live;
      try {
        const startOver = async () => {
          await live.flush();
          return this.#restart(output, live);
        };
        const value = await work(filtered, AbortSignal.any([signal, live.signal]), startOver);
        await live.flush();
        return value;
      } catch (error) {
        await live.flush().catch((failure: unknown) => { if (isRunOver(failure)) throw failure; });
        throw error;
      }
    }, o);
    this.#shown.push(...shown(result.value));
    return result;
  }

  async #restart(output: Output, live: Appender): Promise<Appender> {
    const before = await countBefore(this.run, output);
    if (before.restarts >= maxRestarts) throw interrupted(before.restarts);
    if (output.header) {
      live.push({ ...output.header, attempt: before.attempts + 1 });
      for (const event of this.#shown) live.push(event);
      // Stored before the work goes on: should it bring the process down, the restart has been counted.
      await live.flush();
      return live;
    }
    // Readers know this already; it is what the next restart counts.
    live.push({ type: 'run.started', model: this.run.model });
    await live.flush();
    return withoutPrefix(live, before.text.slice(textOf(this.#shown).length));
  }
}

function interrupted(times: number): AppError {
  return new AppError('unavailable', `The run was interrupted ${times} times at the same place.`, {
    hint: 'Send the message again; if it stays, give the time to the person who runs this server.',
  });
}

type Before = { attempts: number; restarts: number; text: string };

async function countBefore(run: RunRef, output: Output): Promise<Before> {
  const first = firstSeq();
  return asSystem('run events', async (tx) => {
    const { rows } = await sql<Before>`
      select count(*) filter (where type = 'step.started')::int as attempts,
        count(*) filter (where type in ('step.started', 'run.started') and seq >= ${first})::int as restarts,
        coalesce(string_agg(payload->>'delta', '' order by seq) filter (where type = 'text.delta'), '') as text
      from run_events where run_id = ${run.runId}::uuid and type in ('run.started', 'step.started', 'text.delta')
        and case when type = 'run.started' then ${output.stepIndex}::int is null
          when ${output.stepIndex}::int is null then payload->>'messageId' = ${output.messageId}
          else payload->>'stepIndex' = ${String(output.stepIndex)} end`.execute(tx);
    return rows[0] ?? { attempts: 0, restarts: 0, text: '' };
  });
}

function textOf(events: RunEvent[]): string {
  return events.map((event) => (event.type === 'text.delta' ? event.delta : '')).join('');
}

/**
 * The orchestrator's words have no step that could start anew: what readers
 * have already is left out, and words that differ from it come with the message.
 */
function withoutPrefix(live: Appender, shown: string): Appender {
  let rest = shown;
  let differs = false;
  return {
    ...live,
    push(event) {
      if (event.type !== 'text.delta') return live.push(event);
      if (differs) return;
      const same = commonPrefix(rest, event.delta);
      differs = same < rest.length && same < event.delta.length;
      rest = rest.slice(same);
      const delta = event.delta.slice(same);
      if (!differs && delta !== '') live.push({ ...event, delta });
    },
  };
}

function commonPrefix(a: string, b: string): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n;
}
