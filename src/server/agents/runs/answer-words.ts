import type { PlanAnswer, QuestionAnswer, RequestAnswer, RequestForm } from '#contract/requests.ts';

/** What an answer says in words, for the conversation; null when it is a mere click. */
export function wordsOf(form: RequestForm, answer: RequestAnswer): string | null {
  if (form.kind === 'limit') return null;
  if (form.kind === 'plan') {
    const plan = answer as PlanAnswer;
    return plan.decision === 'change' ? plan.text : null;
  }
  const { answers } = answer as QuestionAnswer;
  const lines = form.questions.map(({ text }, n) => {
    const given = answers[n];
    const words = Array.isArray(given) ? given.join(', ') : given?.trim();
    return words ? `${text}\n${words}` : null;
  }).filter((line) => line !== null);
  return lines.length > 0 ? lines.join('\n\n') : 'Decide for yourselves.';
}
