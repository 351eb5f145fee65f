import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { AgentType } from '#contract/agents.ts';

/** Which model answers, for people: its name, and whether it is the one that needs no key. */
export type ModelDescription = { name: string; builtIn: boolean };

/** Models by agent, behind the one interface of the AI SDK. */
export type ModelChoice = ModelDescription & { modelFor: (agent: AgentType) => Promise<LanguageModelV4> };

const builtInBuilder: ModelChoice = {
  name: 'built-in builder',
  builtIn: true,
  // Loaded when it is needed: its language data takes half a second and some memory.
  modelFor: async () => (await import('./built-in/model.ts')).createBuiltInModel(),
};

let chosen: ModelChoice = builtInBuilder;

/** Sets the models of this process; without a call it is the built-in builder. */
export function chooseModels(choice: ModelChoice): void {
  chosen = choice;
}

/** The model that answers for an agent. */
export function modelFor(agent: AgentType): Promise<LanguageModelV4> {
  return chosen.modelFor(agent);
}

/** Loads what the first answer would otherwise wait for. */
export async function warmModels(): Promise<void> {
  await chosen.modelFor('orchestrator');
}

export function describeModel(): ModelDescription {
  return { name: chosen.name, builtIn: chosen.builtIn };
}
