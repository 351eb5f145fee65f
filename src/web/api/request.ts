import { z } from 'zod';
import { ApiError, errorOf, unreachable } from './api-error.ts';

type Options<S extends z.ZodType> = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** Checks the answer, so that a page never works with a shape it does not know. */
  schema?: S;
  signal?: AbortSignal;
  /** Makes a repeated write the same write. */
  idempotencyKey?: string;
};

/** One request to the studio's own API; throws ApiError and nothing else (an abort rethrows the abort). */
export async function request<S extends z.ZodType = z.ZodUnknown>(path: string, options: Options<S> = {}): Promise<z.infer<S>> {
  const { method = 'GET', body, schema, signal, idempotencyKey } = options;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;

  let response: Response;
  try {
    response = await fetch(path, {
      method, headers, credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable();
  }
  const answer = await readJson(response);
  if (!response.ok) throw errorOf(response.status, answer);
  if (schema === undefined) return answer as z.infer<S>;

  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  console.error(`Unexpected answer from ${method} ${path}`, z.prettifyError(parsed.error));
  throw new ApiError({
    code: 'internal',
    status: response.status,
    detail: 'The server answered in a form this page does not know.',
    hint: 'Reload the page: it may be older than the server.',
  });
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
