import { limitAnswer, planAnswer, questionAnswer, type QuestionAnswer, type RequestAnswer, type RequestForm } from '#contract/requests.ts';
import { asActor, narrowTo, type Actor } from '#server/platform/database/index.ts';
import { AppError, notAllowed, notFound, toAppError } from '#server/platform/errors.ts';
import { isWorking } from './runs/events.ts';
import { findRequestState, updateAnswer, type RequestState } from './runs/request-queries.ts';

/**
 * Stores the first answer to what a run asks; the run that waits for it hears of
 * it from the database. A later answer is refused and told who came first.
 */
export async function answerRequest(actor: Actor, runId: string, requestId: string, body: unknown): Promise<RequestState> {
  try {
    return await asActor(actor, async (tx) => {
      const found = await findRequestState(tx, requestId);
      if (!found || found.runId !== runId) throw notFound('question');
      await narrowTo(tx, found.projectId);
      // First what the role allows: only who may answer is told why it is too late.
      if (!await updateAnswer(tx, requestId, checked(found.form, body))) throw notAllowed('Viewers may not answer for the project.');
      if (!isWorking(found.status)) throw new AppError('conflict', 'The run is over: nobody waits for this answer.', { hint: 'Send what you wanted to say as a new message.' });
      return (await findRequestState(tx, requestId))!;
    });
  } catch (error) {
    // The database refuses a second answer.
    if ((error as { code?: string }).code !== '55000') throw error;
    const found = await asActor(actor, (tx) => findRequestState(tx, requestId));
    throw found?.answer ? answeredBefore(found) : toAppError(error);
  }
}

function answeredBefore({ answeredByName, answeredAt }: RequestState): AppError {
  return new AppError('conflict', `${answeredByName ?? 'Somebody'} answered this already${answeredAt ? `, at ${answeredAt.toISOString()}` : ''}.`, {
    hint: 'The run goes on with the first answer. Say what should be different as a message.',
  });
}

/** The answer in the form that was asked for. */
function checked(form: RequestForm, body: unknown): RequestAnswer {
  const schema = { question: questionAnswer, plan: planAnswer, limit: limitAnswer }[form.kind];
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw invalid(Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.') || 'answer', issue.message])));
  if (form.kind === 'question') checkAnswers(form, parsed.data as QuestionAnswer);
  return parsed.data;
}

function checkAnswers({ questions }: Extract<RequestForm, { kind: 'question' }>, { answers }: QuestionAnswer): void {
  const fields: Record<string, string> = {};
  if (answers.length > questions.length) fields['answers'] = 'There are more answers than questions.';
  for (const [n, { kind, options }] of questions.entries()) {
    const given = answers[n] ?? null;
    if (given === null) continue;
    if ((kind === 'choices') !== Array.isArray(given)) fields[`answers.${n}`] = kind === 'choices' ? 'Give a list of options.' : 'Give one answer.';
    else if (kind !== 'text' && ![given].flat().every((each) => options.includes(each))) fields[`answers.${n}`] = 'Choose among the options.';
  }
  if (Object.keys(fields).length > 0) throw invalid(fields);
}

function invalid(fields: Record<string, string>): AppError {
  return new AppError('invalid_input', 'The answer does not fit what was asked.', { hint: 'Correct the marked fields and send it again.', fields });
}
