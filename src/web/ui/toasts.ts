import { notifications } from '@mantine/notifications';
import { asApiError } from '#web/api/api-error.ts';

const closeButtonProps = { 'aria-label': 'Dismiss' };

export function showDone(message: string): void {
  notifications.show({ message, color: 'petrol', closeButtonProps });
}

/** Says what failed and what to do next. A lost session is no toast: the sign-in page appears. */
export function showProblem(error: unknown): void {
  const problem = asApiError(error);
  if (problem.code === 'not_signed_in') return;
  notifications.show({ title: problem.message, message: problem.hint ?? '', color: 'red', autoClose: 9000, role: 'alert', closeButtonProps });
}
