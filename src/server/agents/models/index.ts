import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { AgentType } from '#contract/agents.ts';
import { setPrices } from '#server/billing/index.ts';
import { asSystem, type Tx } from '#server/platform/database/index.ts';
import type { ModelRef, ModelSettings, ProviderAccess } from '#server/platform/model-settings.ts';
import { publicFetch } from '#server/platform/outbound/index.ts';
import type { Candidate } from './call-model.ts';
import { defaultWindow, reserveOf } from '../context/window.ts';
import { limitsOf, priceOf, setCompatibleWindow } from './catalog.ts';
import { ModelError } from './model-error.ts';
import { patientFetch } from './patient-fetch.ts';
import { builtInPlan, planOfInstance, planOfWorkspace, type ModelPlan } from './plan.ts';
import { callOptions, openModel, providerNames } from './providers.ts';
import { findWorkspaceOf, listProviders } from './queries.ts';
import { openAccess } from './secrets.ts';

/** Which model answers, for people: its name, and whether it is the one that needs no key. */
export type ModelDescription = { name: string; builtIn: boolean };

/** Models by agent, behind the one interface of the AI SDK. */
export type ModelChoice = ModelDescription & {
  modelFor: (agent: AgentType) => Promise<LanguageModelV4>;
  /** In tokens; and whether it reads the context as one block, as the built-in builder does. */
  window?: number;
  readsBlock?: boolean;
};

// Loaded when it is needed: its language data takes half a second and some memory.
const builtInModel = async () => (await import('./built-in/model.ts')).createBuiltInModel();

let chosen: ModelChoice | null = null;
let settings: ModelSettings | null = null;

/** Sets the models of this process, whatever instance and workspaces say; null takes it back. */
export function chooseModels(choice: ModelChoice | null): void {
  chosen = choice;
}

/** Sets the models of the instance; without a call, or without a provider, it is the built-in builder. */
export function configureModels(next: ModelSettings): void {
  settings = next;
  setCompatibleWindow(next.compatible?.window ?? null);
  setPrices(priceOf);
}

/** The models that answer where no workspace has its own. */
export function instanceModels(): ModelPlan {
  if (chosen) return { ...builtInPlan, name: chosen.name, builtIn: chosen.builtIn, from: 'chosen' };
  return settings ? planOfInstance(settings) : builtInPlan;
}

/** The models that answer in a workspace; `tx` goes round row-level security. */
export async function modelsOfWorkspace(tx: Tx, workspaceId: string): Promise<ModelPlan> {
  const own = chosen ? null : planOfWorkspace(workspaceId, await listProviders(tx, workspaceId));
  return own ?? instanceModels();
}

/** As modelsOfWorkspace, for the workspace of a project. */
export async function modelsOfProject(tx: Tx, projectId: string): Promise<ModelPlan> {
  const workspaceId = await findWorkspaceOf(tx, projectId);
  return workspaceId === null ? instanceModels() : modelsOfWorkspace(tx, workspaceId);
}

/** As modelsOfProject, for whoever may see the project: names only, and whether tokens cost something. */
export function planOfProject(projectId: string): Promise<ModelPlan> {
  return asSystem('workspace models', (tx) => modelsOfProject(tx, projectId));
}

/** The models an agent may ask, the first one first. */
export function lineFor(agent: AgentType, plan: ModelPlan): Candidate[] {
  const choice = plan.from === 'chosen' ? chosen : null;
  if (choice) return [ofChoice(choice, agent)];
  const line = plan.lines[agent] ?? [];
  if (plan.builtIn || line.length === 0) return [builtInBuilder];
  return line.map((ref) => candidate(ref, () => (plan.workspaceId ? openAccess(plan.workspaceId, ref.provider) : instanceAccess(ref)), plan.workspaceId !== null));
}

const builtInBuilder: Candidate = {
  ref: builtInPlan.name, who: `the ${builtInPlan.name}`, isFree: true, readsBlock: true, window: defaultWindow,
  open: async () => ({ model: await builtInModel(), key: null }),
};

function ofChoice(choice: ModelChoice, agent: AgentType): Candidate {
  return {
    ref: choice.name, who: choice.name, isFree: choice.builtIn, readsBlock: choice.readsBlock ?? choice.builtIn, window: choice.window ?? defaultWindow,
    open: async () => ({ model: await choice.modelFor(agent), key: null }),
  };
}

/** A model with its key, not opened yet. `isForeign`: people of a workspace named its address. */
export function candidate(ref: ModelRef, access: () => ProviderAccess | null | Promise<ProviderAccess | null>, isForeign: boolean): Candidate {
  const { provider, model } = ref;
  const who = `${providerNames[provider]} (${model})`;
  const name = `${provider}/${model}`;
  const limits = limitsOf(name);
  const patienceMs = settings?.patienceMs ?? 90_000;
  const inner = isForeign && !settings?.allowPrivateUrls ? publicFetch : fetch;
  return {
    ref: name, who, isFree: false, readsBlock: false,
    window: limits.window, maxOutputTokens: Math.min(limits.maxOutput, reserveOf(limits.window)),
    ...(callOptions[provider] ? { providerOptions: callOptions[provider] } : {}),
    open: async () => {
      const found = await access();
      if (!found) throw new ModelError('removed', who);
      return { model: openModel(provider, model, found, patientFetch(inner, patienceMs)), key: found.apiKey };
    },
  };
}

function instanceAccess({ provider }: ModelRef): ProviderAccess | null {
  return settings?.providers.find((p) => p.provider === provider) ?? null;
}

/** Whether workspaces may name servers in private networks, and ones without TLS. */
export function mayBePrivate(): boolean {
  return settings?.allowPrivateUrls ?? false;
}

/** Loads what the first answer would otherwise wait for. */
export async function warmModels(plan: ModelPlan): Promise<void> {
  if (plan.builtIn) await builtInModel();
}
