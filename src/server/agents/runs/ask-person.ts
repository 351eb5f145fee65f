import type { RequestAnswer, RequestForm, RunRequest } from '#contract/requests.ts';
import { asSystem } from '#server/platform/database/index.ts';
import { subscribe } from '#server/platform/events/index.ts';
import { waitBetweenSteps } from '#server/platform/jobs/index.ts';
import { log } from '#server/platform/log.ts';
import { writeBoundary } from './boundary.ts';
import { deriveId } from '../derive-id.ts';
import { isRunOver, isWorking, RunOver, firstSeq } from './events.ts';
import type { Execution } from './execution.ts';
import { insertSaid } from './queries.ts';
import { findRequestState, insertRequest, updateRunStatus } from './request-queries.ts';
import type { RunRef, RunState, Said } from './state.ts';
import { wordsOf } from './answer-words.ts';

/** Announcements may be lost, e.g. while the connection that listens is down. */
const lookAgainMs = 2000;

/**
 * Asks the people of the chat and waits for the first answer, for as long as it
 * takes: across restarts, and without holding a place among the runs at work.
 * What they say in words becomes part of the conversation.
 */
export async function askPerson<A extends RequestAnswer>(talk: { execution: Execution; state: RunState }, stepIndex: number | null, form: RequestForm): Promise<A> {
  const { execution, state } = talk;
  const { run } = execution;
  const id = await execution.step(`ask: ${form.kind}`, () => ask(run, stepIndex, form));
  await waitBetweenSteps((signal) => untilAnswered(run, id, signal)).catch((error: unknown) => { throw execution.end(error); });
  const { answer, said } = await execution.step(`answer: ${form.kind}`, () => takeAnswer(run, id, form));
  if (said) state.said.push(said);
  return answer as A;
}

async function ask(run: RunRef, stepIndex: number | null, form: RequestForm): Promise<string> {
  const id = deriveId(run.runId, 'request', firstSeq());
  await writeBoundary(run, async (tx) => {
    const createdAt = await insertRequest(tx, run, { id, stepIndex, form });
    await updateRunStatus(tx, run.runId);
    const request: RunRequest = { id, runId: run.runId, stepIndex, form, createdAt: createdAt.toISOString() };
    return { events: [{ type: 'request.created', request }], value: request };
  });
  return id;
}

async function untilAnswered(run: RunRef, id: string, signal: AbortSignal): Promise<void> {
  let wake: () => void = () => undefined;
  let news = true;
  const ring = (): void => { news = true; wake(); };
  const unsubscribe = subscribe('chat_events', run.chatId, ring);
  signal.addEventListener('abort', ring);
  try {
    while (!(await isAnswered(run, id)) && !signal.aborted) {
      news = false;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, lookAgainMs);
        if (news) resolve();
      });
      clearTimeout(timer);
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', ring);
  }
}

/** Throws `RunOver` once nobody waits for the answer any more. */
async function isAnswered(run: RunRef, id: string): Promise<boolean> {
  try {
    const found = await asSystem('agent runs', (tx) => findRequestState(tx, id));
    if (found?.answer) return true;
    if (!found || !isWorking(found.status)) throw new RunOver(`run ${run.runId} is ${found?.status ?? 'gone'}`);
  } catch (err) {
    if (isRunOver(err)) throw err;
    log.warn({ err, runId: run.runId }, 'looking for an answer failed');
  }
  return false;
}

async function takeAnswer(run: RunRef, id: string, form: RequestForm): Promise<{ answer: RequestAnswer; said: Said | null }> {
  return writeBoundary(run, async (tx) => {
    const found = await findRequestState(tx, id);
    if (!found?.answer) throw new Error(`request ${id} has no answer`);
    await updateRunStatus(tx, run.runId);
    const { answer, answeredBy } = found;
    const text = wordsOf(form, answer);
    const answered = { type: 'request.answered' as const, requestId: id };
    if (text === null) return { events: [answered], value: { answer, said: null as Said | null } };
    const message = await insertSaid(tx, run, { id: deriveId(id, 'answer'), text, authorId: answeredBy });
    return { events: [{ type: 'message.created', message }, answered], value: { answer, said: { id: message.id, author: message.authorName ?? 'the person', text } } };
  });
}
