import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4, SharedV4ProviderOptions } from '@ai-sdk/provider';
import type { ModelProvider } from '#contract/models.ts';
import type { ProviderAccess } from '#server/platform/model-settings.ts';

/** How providers are called for people. */
export const providerNames: Record<ModelProvider, string> = {
  anthropic: 'Anthropic', openai: 'OpenAI', google: 'Google', 'openai-compatible': 'the model server',
};

/** A model of a provider; nothing is sent before it is called. */
export function openModel(provider: ModelProvider, model: string, { apiKey, baseUrl }: ProviderAccess, fetch: typeof globalThis.fetch): LanguageModelV4 {
  // Never undefined: the packages would then look for a variable of their own, whoever's key that is.
  const key = apiKey ?? '';
  switch (provider) {
    case 'anthropic': return createAnthropic({ apiKey: key, baseURL: rooted(baseUrl, 'https://api.anthropic.com/v1'), fetch })(model);
    case 'openai': return createOpenAI({ apiKey: key, baseURL: rooted(baseUrl, 'https://api.openai.com/v1'), fetch })(model);
    case 'google': return createGoogle({ apiKey: key, baseURL: rooted(baseUrl, 'https://generativelanguage.googleapis.com/v1beta'), fetch })(model);
    case 'openai-compatible':
      return createOpenAICompatible({ name: 'openai-compatible', ...(apiKey ? { apiKey } : {}), baseURL: rooted(baseUrl, 'http://localhost:11434/v1'), includeUsage: true, fetch })(model);
  }
}

/** What every call of a provider is told. OpenAI keeps nothing of it: then reasoning travels with the conversation, sealed by OpenAI. */
export const callOptions: Partial<Record<ModelProvider, SharedV4ProviderOptions>> = { openai: { openai: { store: false } } };

/** The address with the version path of the provider's own, when it is a bare host. */
function rooted(baseUrl: string | null, own: string): string {
  if (baseUrl === null) return own;
  const url = baseUrl.replace(/\/+$/, '');
  return new URL(url).pathname === '/' ? url + new URL(own).pathname : url;
}
