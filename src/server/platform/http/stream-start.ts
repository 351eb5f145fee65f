import { AppError } from '#server/platform/errors.ts';
import type { AppContext } from './request.ts';

/** Where a reader of a stream wants to go on: the browser's Last-Event-ID before `?after=`; undefined for neither. */
export function startOf(c: AppContext, form: RegExp): string | undefined {
  const asked = c.req.header('last-event-id') || c.req.query('after');
  if (!asked) return undefined;
  if (!form.test(asked)) {
    throw new AppError('invalid_input', 'The cursor of the stream is not valid.', {
      hint: 'Send the id of an event exactly as it was received.', fields: { after: 'This is not the id of an event.' },
    });
  }
  return asked;
}
