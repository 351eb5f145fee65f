import { z } from 'zod';
import { time } from './json.ts';

/** Most bytes (UTF-8) of a secret's value. */
export const maxSecretBytes = 32 * 1024;

/**
 * What a secret is: `auth_token`, `credentials` or `header:<Name>` of an API connection; `client_secret`, `provider:<name>`
 * or `param:<name>` of an OAuth one.
 */
export const secretName = z.string().regex(
  /^(auth_token|credentials|client_secret|header:[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}|(provider|param):[A-Za-z0-9_.-]{1,100})$/,
  'This is none of auth_token, credentials, client_secret, header:<Name>, provider:<name>, param:<name>.',
);

const byteLength = (text: string) => new TextEncoder().encode(text).length;

export const setConnectionSecret = z.object({
  name: secretName,
  value: z.string().min(1).refine((text) => byteLength(text) <= maxSecretBytes, `This is longer than ${maxSecretBytes} bytes.`),
});

export const clearConnectionSecret = z.object({ name: secretName });

/** A connection without any of its values. What only OAuth has is null (false) for an API connection. */
export const connectionStatus = z.object({
  kind: z.enum(['api', 'oauth2']),
  secrets: z.array(z.object({ name: z.string(), setAt: time })),
  isConnected: z.boolean(),
  expiresAt: time.nullable(),
  scope: z.string().nullable(),
  lastRefreshedAt: time.nullable(),
  lastError: z.string().nullable(),
});
export type ConnectionStatus = z.infer<typeof connectionStatus>;
