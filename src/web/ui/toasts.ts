import { notifications } from '@mantine/notifications';
import { asApiError } from '#web/api/api-error.ts';

export function showDone(message: string): void {
  notifications.show({ message, color: 'petrol' });
}

/** Says what failed and what to do next. A lost session is no toast: the sign-in page appears. */
export function showProblem(error: unknown): void {
  const problem = asApiError(error);
  if (problem.code === 'not_signed_in') return;
  notifications.show({ title: problem.message, message: problem.hint ?? '', color: 'red', autoClose: 9000, role: 'alert' });
}
