import { agentTypes, type AgentType } from '#contract/agents.ts';
import type { ModelProvider, ModelsByAgent } from '#contract/models.ts';
import type { ModelRef, ModelSettings } from '#server/platform/model-settings.ts';
import { defaultModel } from './defaults.ts';

/** Which models work on a run: names only, so it may be recorded. */
export type ModelPlan = {
  /** For people. */
  name: string;
  builtIn: boolean;
  /** `chosen`: set by the process itself instead of by the environment. */
  from: 'chosen' | 'instance' | 'workspace';
  workspaceId: string | null;
  /** For each agent the model that is asked first, then those that stand in for it. */
  lines: Partial<Record<AgentType, ModelRef[]>>;
};

export const builtInPlan: ModelPlan = { name: 'built-in builder', builtIn: true, from: 'instance', workspaceId: null, lines: {} };

/** The models of the instance, by its environment. */
export function planOfInstance(settings: ModelSettings): ModelPlan {
  const [first] = settings.providers;
  if (!first) return builtInPlan;
  const standard = ({ provider }: { provider: ModelProvider }, agent: AgentType): ModelRef => ({ provider, model: defaultModel(provider, agent) ?? settings.compatible?.model ?? '' });
  return planOf('instance', null, (agent) => [
    settings.perAgent[agent] ?? settings.model ?? standard(first, agent),
    ...settings.providers.map((p) => standard(p, agent)),
  ]);
}

export type WorkspaceProvider = { provider: ModelProvider; models: ModelsByAgent; hasKey: boolean; isActive: boolean };

/** The models of a workspace, by its providers in order; null when none of them can answer. */
export function planOfWorkspace(workspaceId: string, providers: WorkspaceProvider[]): ModelPlan | null {
  const able = providers.filter((p) => p.isActive && (p.hasKey || p.provider === 'openai-compatible'));
  const of = (p: WorkspaceProvider, agent: AgentType): ModelRef[] => {
    const model = p.models[agent] ?? defaultModel(p.provider, agent) ?? p.models.coder ?? Object.values(p.models)[0];
    return model === undefined ? [] : [{ provider: p.provider, model }];
  };
  const plan = planOf('workspace', workspaceId, (agent) => able.flatMap((p) => of(p, agent)));
  return plan.lines.coder?.length ? plan : null;
}

function planOf(from: ModelPlan['from'], workspaceId: string | null, lineOf: (agent: AgentType) => ModelRef[]): ModelPlan {
  const lines = Object.fromEntries(agentTypes.map((agent) => {
    // One model a provider: who is down with one is down with the other.
    const line = lineOf(agent);
    return [agent, line.filter((ref, n) => line.findIndex((other) => other.provider === ref.provider) === n)];
  }));
  return { name: lines.coder?.[0]?.model ?? '', builtIn: false, from, workspaceId, lines };
}
