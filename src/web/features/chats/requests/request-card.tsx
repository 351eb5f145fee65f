import { useMutation } from '@tanstack/react-query';
import type { RequestAnswer, RunRequest } from '#contract/requests.ts';
import { showProblem } from '#web/ui/toasts.ts';
import { answerRequest } from '../queries.ts';
import { LimitCard } from './limit-card.tsx';
import { PlanCard } from './plan-card.tsx';
import { QuestionForm } from './question-form.tsx';

export type Answering = { canAnswer: boolean; isSending: boolean; onAnswer: (answer: RequestAnswer) => void };

/** What a run asks: it waits until somebody answers here. */
export function RequestCard({ request, canAnswer }: { request: RunRequest; canAnswer: boolean }) {
  const send = useMutation({
    mutationFn: (answer: RequestAnswer) => answerRequest(request.runId, request.id, answer),
    onError: showProblem,
  });
  // Until the run is heard of again, the answer is on its way.
  const answering = { canAnswer, isSending: send.isPending || send.isSuccess, onAnswer: (answer: RequestAnswer) => send.mutate(answer) };
  const { form } = request;
  if (form.kind === 'question') return <QuestionForm form={form} {...answering} />;
  if (form.kind === 'plan') return <PlanCard form={form} {...answering} />;
  return <LimitCard form={form} {...answering} />;
}
