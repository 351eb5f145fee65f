import { z } from 'zod';
import { agentType } from './agents.ts';
import { id, time } from './json.ts';

/** Who runs models: three providers, and any server that speaks OpenAI's chat completions. */
export const modelProviders = ['anthropic', 'openai', 'google', 'openai-compatible'] as const;
export const modelProvider = z.enum(modelProviders);
export type ModelProvider = z.infer<typeof modelProvider>;

export const modelName = z.string().trim().min(1, 'Enter the name of a model.').max(200, 'Use at most 200 characters.')
  .regex(/^[\w.:/@+-]+$/, 'A name of a model has letters, digits and . : / @ + - _ only.');
const modelsByAgent = z.partialRecord(agentType, modelName);
export type ModelsByAgent = z.infer<typeof modelsByAgent>;

const baseUrl = z.url({ protocol: /^https?$/, error: 'This is not an address that begins with https://.' }).max(2000);
/** Printable characters without spaces: what fits into a header. */
const modelKey = z.string().trim().min(8, 'A key has at least 8 characters.').max(1000)
  .regex(/^[\x21-\x7e]+$/, 'A key has no spaces and no special characters; copy it once more.');

/** A provider as it is set: a `key` of null removes the stored one, none leaves it. */
export const setModelProvider = z.object({
  provider: modelProvider,
  baseUrl: baseUrl.nullable().default(null),
  models: modelsByAgent.default({}),
  isActive: z.boolean().default(true),
  key: modelKey.nullish(),
}).refine((p) => p.provider !== 'openai-compatible' || p.baseUrl !== null, { path: ['baseUrl'], error: 'Enter the address of the server.' });

/** All providers of a workspace; the first that is active answers, the others stand in when it is down. */
export const setWorkspaceModels = z.object({
  providers: z.array(setModelProvider).max(modelProviders.length)
    .refine((list) => new Set(list.map((p) => p.provider)).size === list.length, 'A provider is named twice.'),
});
export type SetWorkspaceModels = z.infer<typeof setWorkspaceModels>;

/** A key is never shown again: the last four characters tell keys apart. */
const keyState = z.object({ hint: z.string(), setAt: time }).nullable();

export const workspaceModelProvider = z.object({
  id, provider: modelProvider, baseUrl: z.string().nullable(), models: modelsByAgent, isActive: z.boolean(), key: keyState,
});
export type WorkspaceModelProvider = z.infer<typeof workspaceModelProvider>;

/** What answers: one name for people, and the model of each agent; of `builtIn` there is no choice. */
export const answeringModels = z.object({
  name: z.string(),
  builtIn: z.boolean(),
  /** Whose models they are. */
  from: z.enum(['instance', 'workspace']),
  agents: z.record(agentType, z.string()),
});
export type AnsweringModels = z.infer<typeof answeringModels>;

/** `providers` is null for members who do not administer the workspace. */
export const workspaceModels = z.object({
  answers: answeringModels,
  instance: answeringModels,
  canEdit: z.boolean(),
  providers: z.array(workspaceModelProvider).nullable(),
  /** What each provider's agents take unless another model is named; null where there is no default. */
  defaults: z.record(modelProvider, z.record(agentType, z.string().nullable())),
});
export type WorkspaceModels = z.infer<typeof workspaceModels>;

/** Without `key` the stored one is tried, if the address is still the same. */
export const testModel = z.object({ provider: modelProvider, baseUrl: baseUrl.nullable().default(null), model: modelName.optional(), key: modelKey.optional() });
export type TestModel = z.infer<typeof testModel>;

export const modelTest = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), model: z.string(), latencyMs: z.number().int() }),
  z.object({ ok: z.literal(false), code: z.string(), detail: z.string(), hint: z.string() }),
]);
export type ModelTest = z.infer<typeof modelTest>;
