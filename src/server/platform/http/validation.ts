import { AppError } from '#server/platform/errors.ts';

type Issue = { path: PropertyKey[]; message: string; code?: string; input?: unknown; expected?: string; values?: unknown[] };

/**
 * Turns what zod found into one error. A path that cannot exist is not found;
 * anything else is invalid input with a message per field.
 */
export function validationError(target: string, issues: readonly Issue[]): AppError {
  if (target === 'param') return new AppError('not_found', 'There is nothing at this address.', { hint: 'Check the address: ids are UUIDs.' });
  const fields: Record<string, string> = {};
  for (const issue of issues) fields[issue.path.map(String).join('.') || 'body'] ??= inWords(issue);
  const [[name, first] = ['', ''], ...more] = Object.entries(fields);
  const detail = more.length > 0 ? `${more.length + 1} values are not valid.` : first;
  return new AppError('invalid_input', detail || 'The request is not valid.', {
    hint: more.length > 0 ? 'Correct the values listed under "fields" and send it again.' : `Correct "${name}" and send it again.`,
    fields,
  });
}

function inWords(issue: Issue): string {
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  if (missing) return 'This is required.';
  if (issue.code === 'invalid_type' && issue.expected) return `This must be a ${issue.expected}.`;
  if (issue.code === 'invalid_value' && issue.values) return `This must be one of: ${issue.values.join(', ')}.`;
  if (issue.message.startsWith('Too small: expected string to have >=1 ')) return 'This must not be empty.';
  const longest = /^Too big: expected string to have <=(\d+) characters$/.exec(issue.message);
  if (longest) return `This is longer than ${longest[1]} characters.`;
  return issue.message;
}
