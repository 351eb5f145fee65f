import type { AgentType } from '#contract/agents.ts';
import type { ModelProvider } from '#contract/models.ts';

/** Reading and sorting is done well by a fast model; what people live with for long is worth a strong one. */
const isStrong: Record<AgentType, boolean> = {
  orchestrator: false, search: false, scanning: false, 'data-validation': false,
  requirements: true, architect: true, designer: true, coder: true, quality: true,
};

const models: Record<Exclude<ModelProvider, 'openai-compatible'>, { fast: string; strong: string }> = {
  anthropic: { fast: 'claude-haiku-5-5', strong: 'claude-sonnet-5-5' },
  openai: { fast: 'gpt-6-luna', strong: 'gpt-6.1-sol' },
  google: { fast: 'gemini-3.8-flash', strong: 'gemini-4-argon' },
};

/** The model of a provider that an agent uses when none is named; null where every server has models of its own. */
export function defaultModel(provider: ModelProvider, agent: AgentType): string | null {
  return provider === 'openai-compatible' ? null : models[provider][isStrong[agent] ? 'strong' : 'fast'];
}
