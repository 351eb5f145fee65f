import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { me, type Me } from '#contract/people.ts';
import { request } from '#web/api/request.ts';

/** Who is signed in; fails with `not_signed_in` when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request('/api/me', { schema: me, signal }),
  staleTime: 60_000,
});

export function signIn(input: { email: string; password: string }): Promise<unknown> {
  return request('/api/auth/sign-in/email', { method: 'POST', body: input });
}

export function signUp(input: { name: string; email: string; password: string }): Promise<unknown> {
  return request('/api/auth/sign-up/email', { method: 'POST', body: input });
}

export function signOut(): Promise<unknown> {
  return request('/api/auth/sign-out', { method: 'POST', body: {} });
}

export function updateDisplayName(displayName: string): Promise<Me> {
  return request('/api/me', { method: 'PATCH', body: { displayName }, schema: me });
}

const model = z.object({ name: z.string(), builtIn: z.boolean() });
export type Model = z.infer<typeof model>;

/** Which model answers in a project. */
export const modelQuery = (projectId: string) => queryOptions({
  queryKey: ['model', projectId],
  queryFn: ({ signal }) => request(`/api/model?projectId=${projectId}`, { schema: model, signal }),
  staleTime: 60_000,
});

const instance = z.object({ isFirstAccount: z.boolean(), signup: z.enum(['waitlist', 'open', 'invite']) });

/** What the sign-up page may know of the instance before anybody is signed in. */
export const instanceQuery = queryOptions({
  queryKey: ['instance'],
  queryFn: ({ signal }) => request('/api/instance', { schema: instance, signal }),
  staleTime: 30_000,
  retry: false,
});
