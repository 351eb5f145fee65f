import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import type { S3Place } from './files/s3-store.ts';
import { modelVariables, readModels } from './model-settings.ts';

export { ConfigError } from './config-error.ts';

/** The checkout (or installed folder) this code runs from. */
export const checkout = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

const port = z.coerce.number({ error: 'is not a port number' })
  .int('is not a whole number').min(0, 'is below 0').max(65_535, 'is above 65535');
const address = z.url({ protocol: /^https?$/, error: 'is not an address that begins with http:// or https://' });
const text = z.string();

const variables = z.object({
  PORT: port.default(3000),
  HOST: text.default('127.0.0.1'),
  PUBLIC_URL: address.optional(),
  PREVIEW_PORT: port.optional(),
  PREVIEW_URL: address.optional(),
  NINEFOLD_HOME: text.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'does not begin with postgres:// or postgresql://' }).optional(),
  SIGNUP: z.enum(['waitlist', 'open', 'invite'], { error: 'is none of waitlist, open, invite' }).default('waitlist'),
  FILES_URL: z.url({ protocol: /^(file|s3)$/, error: 'does not begin with file:// or s3://' }).optional(),
  AWS_ACCESS_KEY_ID: text.optional(),
  AWS_SECRET_ACCESS_KEY: text.optional(),
  MAX_FILE_MB: z.coerce.number({ error: 'is not a number' }).int('is not a whole number').min(1, 'is below 1').max(5_000, 'is above 5000').default(100),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'does not begin with smtp:// or smtps://' }).optional(),
  MAIL_FROM: text.optional(),
  ...modelVariables,
  NINEFOLD_RUN_TOKENS: z.coerce.number({ error: 'is not a number' }).int('is not a whole number').min(1000, 'is below 1000').optional(),
  NINEFOLD_RUN_MINUTES: z.coerce.number({ error: 'is not a number' }).int('is not a whole number').min(1, 'is below 1').optional(),
  NINEFOLD_RUNS_AT_ONCE: z.coerce.number({ error: 'is not a number' }).int('is not a whole number').min(1, 'is below 1').max(10_000, 'is above 10000').optional(),
  NINEFOLD_MASTER_KEY: text.optional(),
  NINEFOLD_PREVIOUS_MASTER_KEY: text.optional(),
  STRIPE_SECRET_KEY: text.optional(),
  STRIPE_WEBHOOK_SECRET: text.optional(),
  CHROMIUM_PATH: text.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], { error: 'is none of trace, debug, info, warn, error, silent' }).default('info'),
});

/** Names of all environment variables the server reads; `.env.example` documents each. */
export const variableNames = Object.keys(variables.shape);

/** What the environment says, checked and with defaults; addresses have no slash at the end. */
export type Config = ReturnType<typeof readConfig>;

/** Reads the environment; throws {@link ConfigError} naming every variable that is wrong. An empty variable counts as unset. */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const given = Object.fromEntries(variableNames.map((name) => [name, env[name]?.trim() || undefined]));
  const parsed = variables.safeParse(given);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => describe(issue, given)).join('\n'));
  const v = parsed.data;
  const home = resolve(checkout, v.NINEFOLD_HOME ?? '.ninefold');
  const previewPort = v.PREVIEW_PORT ?? (v.PORT === 0 ? 0 : v.PORT + 1);
  if (v.PORT !== 0 && previewPort === v.PORT) {
    throw new ConfigError(`PREVIEW_PORT and PORT are both ${v.PORT}. Previews need an origin of their own: set PREVIEW_PORT to another port.`);
  }
  const files = placeOfFiles(v, join(home, 'files'));
  return {
    port: v.PORT,
    host: v.HOST,
    publicUrl: withoutSlash(v.PUBLIC_URL ?? `http://localhost:${v.PORT}`),
    previewPort,
    previewUrl: withoutSlash(v.PREVIEW_URL ?? `http://localhost:${previewPort}`),
    home,
    databaseUrl: v.DATABASE_URL,
    files,
    filesFolder: typeof files === 'string' ? files : null,
    maxFileBytes: v.MAX_FILE_MB * 1024 * 1024,
    signup: v.SIGNUP,
    mail: { smtpUrl: v.SMTP_URL, from: v.MAIL_FROM },
    runLimits: { tokens: v.NINEFOLD_RUN_TOKENS, minutes: v.NINEFOLD_RUN_MINUTES, atOnce: v.NINEFOLD_RUNS_AT_ONCE },
    models: readModels(v),
    masterKey: v.NINEFOLD_MASTER_KEY,
    previousMasterKey: v.NINEFOLD_PREVIOUS_MASTER_KEY,
    stripe: { secretKey: v.STRIPE_SECRET_KEY, webhookSecret: v.STRIPE_WEBHOOK_SECRET },
    chromiumPath: v.CHROMIUM_PATH,
    logLevel: v.LOG_LEVEL,
  };
}

/** A folder, or a bucket of an S3 service: `s3://bucket/prefix?endpoint=https://…&region=…`. */
function placeOfFiles(v: z.infer<typeof variables>, folder: string): string | S3Place {
  if (Boolean(v.AWS_ACCESS_KEY_ID) !== Boolean(v.AWS_SECRET_ACCESS_KEY)) {
    throw new ConfigError('Only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set. Set both, or none to use the role of this machine.');
  }
  if (!v.FILES_URL) return folder;
  const url = new URL(v.FILES_URL);
  if (url.protocol === 'file:') return fileURLToPath(url);
  const endpoint = url.searchParams.get('endpoint') ?? undefined;
  if (!url.hostname || url.username || (endpoint !== undefined && !address.safeParse(endpoint).success)) {
    throw new ConfigError('FILES_URL is not of the form s3://bucket/prefix?endpoint=https://host&region=name. Keys go into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  }
  const path = url.pathname.replace(/^\/+|\/+$/g, '');
  return {
    bucket: url.hostname, prefix: path && `${path}/`, region: url.searchParams.get('region') ?? 'us-east-1',
    endpoint, accessKeyId: v.AWS_ACCESS_KEY_ID, secretAccessKey: v.AWS_SECRET_ACCESS_KEY,
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

const secretNames = /KEY|SECRET|DATABASE_URL|SMTP_URL|FILES_URL/;

function describe(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0]);
  const value = secretNames.test(name) ? '' : ` (it is "${given[name]}")`;
  return `${name} ${issue.message}${value}. Correct it, or unset it to use the default; .env.example describes it.`;
}
