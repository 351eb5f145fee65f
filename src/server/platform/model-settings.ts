import { z } from 'zod';
import { agentTypes, type AgentType } from '#contract/agents.ts';
import { modelProviders, type ModelProvider } from '#contract/models.ts';
import { ConfigError } from './config-error.ts';

const address = z.url({ protocol: /^https?$/, error: 'is not an address that begins with http:// or https://' });
const key = z.string().regex(/^[\x21-\x7e]{8,}$/, 'is no key: it is shorter than 8 characters, or has spaces or special characters in it');
const model = z.string().regex(/^[\w.:/@+-]{1,200}$/, 'is no name of a model');
const yesNo = z.enum(['true', 'false'], { error: 'is neither true nor false' });

/** The environment variable that names the model of an agent: `MODEL_DATA_VALIDATION`. */
function agentVariable(agent: AgentType): `MODEL_${string}` {
  return `MODEL_${agent.replaceAll('-', '_').toUpperCase()}`;
}

/** The environment variables about models. */
export const modelVariables = {
  ANTHROPIC_API_KEY: key.optional(),
  ANTHROPIC_BASE_URL: address.optional(),
  OPENAI_API_KEY: key.optional(),
  OPENAI_BASE_URL: address.optional(),
  GOOGLE_GENERATIVE_AI_API_KEY: key.optional(),
  GOOGLE_GENERATIVE_AI_BASE_URL: address.optional(),
  OPENAI_COMPATIBLE_URL: address.optional(),
  OPENAI_COMPATIBLE_API_KEY: z.string().regex(/^[\x21-\x7e]+$/, 'has spaces or special characters in it').optional(),
  OPENAI_COMPATIBLE_MODEL: model.optional(),
  OPENAI_COMPATIBLE_WINDOW: z.coerce.number({ error: 'is not a number' }).int('is not a whole number').min(4_000, 'is below 4000').optional(),
  MODEL: model.optional(),
  ...Object.fromEntries(agentTypes.map((agent) => [agentVariable(agent), model.optional()])) as Record<`MODEL_${string}`, z.ZodOptional<typeof model>>,
  MODEL_ORDER: z.string().optional(),
  MODEL_PATIENCE_SECONDS: z.coerce.number({ error: 'is not a number' }).min(5, 'is below 5').max(600, 'is above 600').default(90),
  ALLOW_PRIVATE_MODEL_URLS: yesNo.default('false'),
};
type Variables = z.infer<z.ZodObject<typeof modelVariables>>;

/** A model of a provider of the instance. */
export type ModelRef = { provider: ModelProvider; model: string };
export type ProviderAccess = { apiKey: string | null; baseUrl: string | null };

/** The models of the instance, by environment. */
export type ModelSettings = {
  /** In the order in which they answer; empty: the built-in builder. */
  providers: (ProviderAccess & { provider: ModelProvider })[];
  /** What the first one's agents use when nothing else is named. */
  model: ModelRef | null;
  perAgent: Partial<Record<AgentType, ModelRef>>;
  /** The model of the OpenAI-compatible server, and its window in tokens when it is known. */
  compatible: { model: string; window: number | null } | null;
  patienceMs: number;
  /** Whether a workspace may name an address in a private network, or one without TLS. */
  allowPrivateUrls: boolean;
};

const keyOf: Record<ModelProvider, string> = {
  anthropic: 'ANTHROPIC_API_KEY', openai: 'OPENAI_API_KEY', google: 'GOOGLE_GENERATIVE_AI_API_KEY', 'openai-compatible': 'OPENAI_COMPATIBLE_URL',
};

/** Reads the models of the instance; throws ConfigError where variables do not fit together. */
export function readModels(v: Variables): ModelSettings {
  const found: ModelSettings['providers'] = [];
  if (v.ANTHROPIC_API_KEY) found.push({ provider: 'anthropic', apiKey: v.ANTHROPIC_API_KEY, baseUrl: v.ANTHROPIC_BASE_URL ?? null });
  if (v.OPENAI_API_KEY) found.push({ provider: 'openai', apiKey: v.OPENAI_API_KEY, baseUrl: v.OPENAI_BASE_URL ?? null });
  if (v.GOOGLE_GENERATIVE_AI_API_KEY) found.push({ provider: 'google', apiKey: v.GOOGLE_GENERATIVE_AI_API_KEY, baseUrl: v.GOOGLE_GENERATIVE_AI_BASE_URL ?? null });
  if (v.OPENAI_COMPATIBLE_URL) found.push({ provider: 'openai-compatible', apiKey: v.OPENAI_COMPATIBLE_API_KEY ?? null, baseUrl: v.OPENAI_COMPATIBLE_URL });
  const ordered = inOrder(found, v.MODEL_ORDER);
  if (v.OPENAI_COMPATIBLE_URL && !v.OPENAI_COMPATIBLE_MODEL && !(v.MODEL && found.length === 1)) {
    throw new ConfigError('OPENAI_COMPATIBLE_URL is set, but no model is named. Set OPENAI_COMPATIBLE_MODEL to a model that server offers.');
  }
  const compatible = v.OPENAI_COMPATIBLE_URL ? { model: v.OPENAI_COMPATIBLE_MODEL ?? v.MODEL ?? '', window: v.OPENAI_COMPATIBLE_WINDOW ?? null } : null;
  const refOf = (name: string, text: string | undefined) => (text === undefined ? null : parseRef(name, text, ordered.map((p) => p.provider)));
  const model = refOf('MODEL', v.MODEL);
  const perAgent = Object.fromEntries(agentTypes.flatMap((agent) => {
    const name = agentVariable(agent);
    const ref = refOf(name, (v as Record<string, unknown>)[name] as string | undefined);
    return ref ? [[agent, ref]] : [];
  }));
  // MODEL may name one that stands further back: it comes to the front.
  const providers = model ? [...ordered.filter((p) => p.provider === model.provider), ...ordered.filter((p) => p.provider !== model.provider)] : ordered;
  return { providers, model, perAgent, compatible, patienceMs: v.MODEL_PATIENCE_SECONDS * 1000, allowPrivateUrls: v.ALLOW_PRIVATE_MODEL_URLS === 'true' };
}

function inOrder(found: ModelSettings['providers'], order: string | undefined): ModelSettings['providers'] {
  if (order === undefined) return found;
  const names = order.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!isProvider(name)) throw new ConfigError(`MODEL_ORDER names "${name}". It is a list of ${modelProviders.join(', ')}, with commas in between.`);
    if (!found.some((p) => p.provider === name)) throw new ConfigError(`MODEL_ORDER names ${name}, which is not configured. Set ${keyOf[name]}, or take it out of MODEL_ORDER.`);
  }
  return names.map((name) => found.find((p) => p.provider === name)!);
}

/** `provider/model`, or a model of the first provider. A slash may also belong to the model's own name. */
function parseRef(variable: string, text: string, configured: ModelProvider[]): ModelRef {
  const [prefix = '', ...rest] = text.split('/');
  if (isProvider(prefix) && rest.length > 0 && configured.includes(prefix)) return { provider: prefix, model: rest.join('/') };
  const first = configured[0];
  if (!first) throw new ConfigError(`${variable} is set, but no provider is configured. Set one of ${Object.values(keyOf).join(', ')}, or unset ${variable} to use the built-in builder.`);
  if (isProvider(prefix) && rest.length > 0 && first !== 'openai-compatible') {
    throw new ConfigError(`${variable} names a model of ${prefix}, which is not configured. Set ${keyOf[prefix]}, or name a model of ${configured.join(' or ')}.`);
  }
  return { provider: first, model: text };
}

function isProvider(name: string): name is ModelProvider {
  return (modelProviders as readonly string[]).includes(name);
}
