import { AsyncLocalStorage } from 'node:async_hooks';
import { DBOS, Error as DbosErrors } from '@dbos-inc/dbos-sdk';
import { onLine } from './branches.ts';

export type Step<T> = {
  value: T;
  /** The result was recorded by an earlier execution; the work was not done again. */
  replayed: boolean;
};

export type StepOptions = {
  /** One attempt may take this long, in milliseconds; then its signal aborts and the attempt fails. */
  timeoutMs?: number;
  /** Whether an error is worth another try, beside a database that is restarting. */
  retry?: (error: unknown) => boolean;
};

let stopping = new AbortController();
let stopAsked = new AbortController();
let stopRequested = false;
const numbers = new AsyncLocalStorage<number>();
const idle = new Map<string, number>();
const active = new Set<Promise<unknown>>();
const cancelled = new Map<string, AbortController>();
/** What a step awaits that must not go on here: the workflow stays pending, for the next process. */
const never = new Promise<never>(() => undefined);

/** Forgets an earlier stop, for a process that starts jobs again. */
export function openSteps(): void {
  stopping = new AbortController();
  stopAsked = new AbortController();
  stopRequested = false;
}

/** From now on no step begins. */
export function beginStopping(): void {
  stopRequested = true;
  stopAsked.abort();
}

/** Waits for the steps in progress; after `graceMs` their signals abort and they are abandoned. */
export async function stepsSettled(graceMs: number): Promise<void> {
  const settled = Promise.allSettled([...active]);
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([settled, new Promise((done) => { timer = setTimeout(done, graceMs); })]);
  clearTimeout(timer);
  stopping.abort();
}

/**
 * Does `work` once and keeps its result, which must be JSON. If the process
 * dies in between it is done again, so it has to be idempotent. Inside of a
 * workflow only, and one after the other on each line of it.
 */
export async function runStep<T>(name: string, work: (signal: AbortSignal) => Promise<T>, o: StepOptions = {}): Promise<Step<T>> {
  if (stopRequested) await never;
  const workflowId = DBOS.workflowID ?? '';
  const local = localCancellation(workflowId);
  let replayed = true;
  const attempt = async (): Promise<T> => {
    replayed = false;
    const status = DBOS.stepStatus;
    const signals = [stopping.signal, local.signal, status?.cancelSignal, status?.timeoutSignal].filter((s) => s !== undefined);
    try {
      return await work(AbortSignal.any(signals));
    } catch (error) {
      // An error caused by stopping must not be recorded as the outcome of the step.
      if (stopRequested) return await never;
      throw error;
    }
  };
  const result = onLine(name, (recordedAs, number) => DBOS.runStep(() => numbers.run(number, attempt), {
    name: recordedAs,
    retriesAllowed: true,
    maxAttempts: 4,
    intervalSeconds: 0.5,
    shouldRetry: (error) => isTransient(error) || (o.retry?.(error) ?? false),
    ...(o.timeoutMs ? { timeoutMS: o.timeoutMs } : {}),
  }));
  active.add(result);
  try {
    return { value: await result, replayed };
  } finally {
    active.delete(result);
  }
}

/** Number of the step in progress within its workflow, the same at every execution; branches have ranges of their own. */
export function stepNumber(): number {
  const number = numbers.getStore();
  if (number === undefined) throw new Error('stepNumber() was called outside of a step');
  return number;
}

/** Names the step in progress among all steps of all workflows, the same at every execution. */
export function stepKey(): string {
  return `${DBOS.workflowID ?? ''} ${stepNumber()}`;
}

/**
 * Waits in a workflow, between its steps, for something that may take days. It
 * is waited for anew after a crash, so only a later step may say what came of
 * it. The signal aborts when the workflow was stopped here.
 */
export async function waitBetweenSteps(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  if (stopRequested) await never;
  const workflowId = DBOS.workflowID ?? '';
  idle.set(workflowId, (idle.get(workflowId) ?? 0) + 1);
  try {
    await work(AbortSignal.any([stopAsked.signal, localCancellation(workflowId).signal]));
  } catch (error) {
    if (stopRequested) await never;
    throw error;
  } finally {
    idle.set(workflowId, idle.get(workflowId)! - 1);
  }
  if (stopRequested) await never;
}

/** Whether the workflow only waits: it takes none of this process's strength. */
export function isIdle(workflowId: string): boolean {
  return (idle.get(workflowId) ?? 0) > 0;
}

/** Whether an error says that the workflow was cancelled; it must reach the end of the workflow. */
export function isCancellation(error: unknown): boolean {
  return error instanceof DbosErrors.DBOSWorkflowCancelledError || error instanceof DbosErrors.DBOSWorkflowConflictError;
}

/** The signal of a workflow that was cancelled in this process; other processes learn it within a second. */
export function localCancellation(workflowId: string): AbortController {
  let controller = cancelled.get(workflowId);
  if (!controller) cancelled.set(workflowId, (controller = new AbortController()));
  return controller;
}

export function forgetCancellation(workflowId: string): void {
  cancelled.delete(workflowId);
  idle.delete(workflowId);
}

// What the driver says without a code: the connection went, or all of them were busy for too long.
const lost = ['Connection terminated unexpectedly', 'timeout exceeded when trying to connect'];
// SQLSTATE classes 08 and 57P and the socket errors of a database that restarts; 40 is a conflict that a repeat resolves.
const transient = /^(08|57P|40)|^(ECONNREFUSED|ECONNRESET|EPIPE)$/;

function isTransient(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (typeof code === 'string' && transient.test(code)) || lost.includes(String(message));
}
