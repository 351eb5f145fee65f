import { expect, test } from 'vitest';
import { agentTypes } from '#contract/agents.ts';
import { modelProviders } from '#contract/models.ts';
import { readConfig } from '#server/platform/config.ts';
import { limitsOf, priceOf } from './catalog.ts';
import { defaultModel } from './defaults.ts';
import { planOfInstance, planOfWorkspace } from './plan.ts';

const env = (variables: Record<string, string>) => planOfInstance(readConfig(variables).models);
const keys = { ANTHROPIC_API_KEY: 'a-key-of-a-test', OPENAI_API_KEY: 'a-key-of-a-test' };

test('every default has its window and price in the catalog', () => {
  for (const provider of modelProviders) {
    for (const agent of agentTypes) {
      const model = defaultModel(provider, agent);
      if (model === null) continue;
      expect(priceOf(`${provider}/${model}`), model).not.toBeNull();
      expect(limitsOf(`${provider}/${model}`).window, model).toBeGreaterThan(100_000);
    }
  }
});

test('a price depends on the length of the prompt and on the day; a snapshot costs what its model costs', () => {
  expect(priceOf('anthropic/claude-haiku-5-5')).toEqual({ inputPerMillion: 0.1, cachedPerMillion: 0.01, outputPerMillion: 0.5 });
  expect(priceOf('anthropic/claude-haiku-5-5', { promptTokens: 100_001 })).toEqual({ inputPerMillion: 0.5, cachedPerMillion: 0.05, outputPerMillion: 2.5 });
  expect(priceOf('google/gemini-4-argon', { at: new Date('2026-11-30') })?.inputPerMillion).toBe(2);
  expect(priceOf('google/gemini-4-argon', { at: new Date('2026-12-01') })?.inputPerMillion).toBe(4);
  expect(priceOf('anthropic/claude-haiku-4-5-20251001')).toEqual(priceOf('anthropic/claude-haiku-4-5'));
});

test('a model nobody described has a small window and no price', () => {
  expect(priceOf('openai-compatible/meta-llama/llama-4')).toBeNull();
  expect(limitsOf('openai-compatible/meta-llama/llama-4')).toEqual({ window: 32_000, maxOutput: 8_000 });
});

test('without a variable the built-in builder answers, with a key the models of its provider', () => {
  expect(env({})).toMatchObject({ name: 'built-in builder', builtIn: true });
  const plan = env(keys);
  expect(plan).toMatchObject({ name: 'claude-sonnet-5-5', builtIn: false, from: 'instance' });
  expect(plan.lines.coder).toEqual([{ provider: 'anthropic', model: 'claude-sonnet-5-5' }, { provider: 'openai', model: 'gpt-6.1-sol' }]);
  expect(plan.lines.search).toEqual([{ provider: 'anthropic', model: 'claude-haiku-5-5' }, { provider: 'openai', model: 'gpt-6-luna' }]);
});

test('variables choose the order, the model, and the model of an agent', () => {
  expect(env({ ...keys, MODEL_ORDER: 'openai' }).lines.coder).toEqual([{ provider: 'openai', model: 'gpt-6.1-sol' }]);
  const plan = env({ ...keys, MODEL: 'openai/gpt-6-astra', MODEL_DATA_VALIDATION: 'claude-haiku-4-5' , MODEL_ORDER: 'anthropic,openai' });
  expect(plan.lines.coder).toEqual([{ provider: 'openai', model: 'gpt-6-astra' }, { provider: 'anthropic', model: 'claude-sonnet-5-5' }]);
  expect(plan.lines['data-validation']![0]).toEqual({ provider: 'anthropic', model: 'claude-haiku-4-5' });
  const local = env({ OPENAI_COMPATIBLE_URL: 'http://localhost:11434/v1', MODEL: 'openai/gpt-oss-120b' });
  expect(local.lines.coder).toEqual([{ provider: 'openai-compatible', model: 'openai/gpt-oss-120b' }]);
});

test.each([
  [{ MODEL: 'gpt-6-astra' }, 'MODEL is set, but no provider is configured. Set one of ANTHROPIC_API_KEY'],
  [{ ...keys, MODEL_CODER: 'google/gemini-4-argon' }, 'MODEL_CODER names a model of google, which is not configured. Set GOOGLE_GENERATIVE_AI_API_KEY'],
  [{ ...keys, MODEL_ORDER: 'google' }, 'MODEL_ORDER names google, which is not configured'],
  [{ ...keys, MODEL_ORDER: 'acme' }, 'MODEL_ORDER names "acme"'],
  [{ ANTHROPIC_API_KEY: 'sk ant' }, 'ANTHROPIC_API_KEY is no key'],
  [{ ANTHROPIC_BASE_URL: 'gateway' }, 'ANTHROPIC_BASE_URL is not an address'],
  [{ MODEL_PATIENCE_SECONDS: '1' }, 'MODEL_PATIENCE_SECONDS is below 5'],
  [{ ALLOW_PRIVATE_MODEL_URLS: 'yes' }, 'ALLOW_PRIVATE_MODEL_URLS is neither true nor false'],
])('what does not fit together is refused with the variable and the cure: %o', (variables, message) => {
  expect(() => readConfig(variables)).toThrow(message);
  expect(() => readConfig(variables)).not.toThrow('a-key-of-a-test');
});

test('of a workspace answers the first provider that is in use and has its key', () => {
  const provider = (name: 'anthropic' | 'openai' | 'openai-compatible', more = {}) => ({ provider: name, models: {}, hasKey: true, isActive: true, ...more });
  expect(planOfWorkspace('w', [])).toBeNull();
  expect(planOfWorkspace('w', [provider('anthropic', { hasKey: false }), provider('openai', { isActive: false })])).toBeNull();
  expect(planOfWorkspace('w', [provider('anthropic', { isActive: false }), provider('openai')])?.name).toBe('gpt-6.1-sol');
  expect(planOfWorkspace('w', [provider('openai-compatible', { hasKey: false, models: { coder: 'qwen' } })])?.lines.search).toEqual([{ provider: 'openai-compatible', model: 'qwen' }]);
});
