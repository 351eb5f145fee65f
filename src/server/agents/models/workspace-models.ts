import { agentTypes } from '#contract/agents.ts';
import { modelProviders, type AnsweringModels, type ModelTest, type SetWorkspaceModels, type TestModel, type WorkspaceModels } from '#contract/models.ts';
import { recordAccess } from '#server/audit/index.ts';
import { asActor, asSystem, type Actor } from '#server/platform/database/index.ts';
import { AppError, notAllowed, notFound } from '#server/platform/errors.ts';
import { withActiveKey } from '#server/platform/secrets/index.ts';
import { findWorkspace } from '#server/workspaces/index.ts';
import { callModel, type Candidate } from './call-model.ts';
import { defaultModel } from './defaults.ts';
import { candidate, instanceModels, mayBePrivate, modelsOfWorkspace } from './index.ts';
import { ModelError, type ModelTrouble } from './model-error.ts';
import type { ModelPlan } from './plan.ts';
import { clearKey, deleteProviders, findAccess, listProviders, replaceProviders } from './queries.ts';
import { openAccess, storeKey } from './secrets.ts';

/** What answers in a workspace, for each of its members; and what is set, for its owners and admins. */
export async function getModels(actor: Actor, workspaceId: string): Promise<WorkspaceModels> {
  const { canEdit, isGlobal } = await rights(actor, workspaceId);
  const providers = canEdit ? await asActor(actor, (tx) => listProviders(tx, workspaceId)) : null;
  const plan = await asSystem('workspace models', (tx) => modelsOfWorkspace(tx, workspaceId));
  return {
    answers: described(plan), instance: described(instanceModels()), canEdit: canEdit && !isGlobal,
    providers: providers && providers.map(({ id, provider, baseUrl, models, isActive, key }) => ({ id, provider, baseUrl, models, isActive, key })),
    defaults: byKey(modelProviders, (provider) => byKey(agentTypes, (agent) => defaultModel(provider, agent))),
  };
}

/** Replaces the providers of a workspace; a key that is not named stays, unless its address changed. */
export async function setModels(actor: Actor, workspaceId: string, { providers }: SetWorkspaceModels): Promise<void> {
  await requireAdmin(actor, workspaceId);
  for (const [n, p] of providers.entries()) {
    checkAddress(p.baseUrl, `providers.${n}.baseUrl`);
    if (p.provider === 'openai-compatible' && Object.keys(p.models).length === 0) {
      throw new AppError('invalid_input', 'No model of the server is named.', { hint: 'Name a model that the server offers.', fields: { [`providers.${n}.models`]: 'Enter the name of a model.' } });
    }
  }
  await withActiveKey((ringKey) => asActor(actor, async (tx) => {
    const ids = await replaceProviders(tx, workspaceId, providers);
    for (const p of providers) {
      if (p.key === null) await clearKey(tx, ids.get(p.provider)!);
      else if (p.key !== undefined) await storeKey(tx, ringKey, ids.get(p.provider)!, p.key);
    }
  }));
}

/** Removes the models of a workspace and their keys: those of the instance answer again. */
export async function removeModels(actor: Actor, workspaceId: string): Promise<void> {
  await requireAdmin(actor, workspaceId);
  await asActor(actor, (tx) => deleteProviders(tx, workspaceId));
}

/** Makes one tiny call, with the key that is given or the stored one, and says what came of it. */
export async function testModels(actor: Actor, workspaceId: string, wanted: TestModel): Promise<ModelTest> {
  await requireAdmin(actor, workspaceId);
  checkAddress(wanted.baseUrl, 'baseUrl');
  takeTurn(workspaceId);
  const { provider, baseUrl } = wanted;
  const model = wanted.model ?? defaultModel(provider, 'coder');
  if (!model) throw new AppError('invalid_input', 'No model is named.', { hint: 'Enter the name of a model that the server offers.', fields: { model: 'Enter the name of a model.' } });
  const apiKey = wanted.key ?? (await storedKey(actor, workspaceId, wanted));
  if (apiKey === null && provider !== 'openai-compatible') throw new AppError('invalid_input', 'No key is given.', { hint: 'Enter the key of the provider.', fields: { key: 'Enter the key.' } });
  return tryOut(candidate({ provider, model }, () => ({ apiKey, baseUrl }), true), model);
}

/** What whoever sets the models can do; the hints of the error are for those who cannot. */
const cures: Partial<Record<ModelTrouble, string>> = {
  key_refused: 'Copy the key once more from your account there.',
  no_credit: 'Add credit to the account there.',
  not_found: 'Name another model, or check the address.',
  busy: 'The key works; try again in a moment.',
  address_refused: 'Enter another address; whoever runs this server may allow private ones with ALLOW_PRIVATE_MODEL_URLS.',
};

const testPatienceMs = 30_000;

async function tryOut(asked: Candidate, model: string): Promise<ModelTest> {
  const began = performance.now();
  try {
    await callModel([asked], { prompt: [{ role: 'user', content: [{ type: 'text', text: 'Answer with the word yes.' }] }], maxOutputTokens: 256 }, {
      signal: AbortSignal.timeout(testPatienceMs), onText: () => undefined, startOver: async () => undefined, earlier: new Set(), once: true,
    });
    return { ok: true, model, latencyMs: Math.round(performance.now() - began) };
  } catch (thrown) {
    const isLate = thrown instanceof DOMException && thrown.name === 'TimeoutError';
    const error = isLate ? new ModelError('down', asked.who) : thrown;
    if (!(error instanceof ModelError)) throw error;
    const { code, message, trouble } = error;
    return { ok: false, code, detail: message, hint: cures[trouble] ?? 'Check the address, and try again in a moment.' };
  }
}

/** The stored key may be tried only where it was entered for. */
async function storedKey(actor: Actor, workspaceId: string, { provider, baseUrl }: TestModel): Promise<string | null> {
  const stored = await asSystem('workspace models', (tx) => findAccess(tx, workspaceId, provider), { actorId: actor.userId });
  if (!stored?.sealed || stored.baseUrl !== baseUrl) return null;
  const opened = await openAccess(workspaceId, provider);
  await recordAccess(actor, { event: 'read', objectKind: 'model key', workspaceId, purpose: 'models.test' });
  return opened?.apiKey ?? null;
}

function checkAddress(baseUrl: string | null, field: string): void {
  if (baseUrl === null || mayBePrivate() || baseUrl.startsWith('https://')) return;
  throw new AppError('invalid_input', 'The address does not begin with https://.', {
    hint: 'Enter an https address; whoever runs this server may allow others with ALLOW_PRIVATE_MODEL_URLS.', fields: { [field]: 'Use an address that begins with https://.' },
  });
}

async function rights(actor: Actor, workspaceId: string): Promise<{ canEdit: boolean; isGlobal: boolean }> {
  const workspace = await asActor(actor, (tx) => findWorkspace(tx, actor.userId, workspaceId));
  if (!workspace) throw notFound('workspace');
  return { canEdit: workspace.role === 'owner' || workspace.role === 'admin', isGlobal: workspace.isGlobal };
}

async function requireAdmin(actor: Actor, workspaceId: string): Promise<void> {
  const { canEdit, isGlobal } = await rights(actor, workspaceId);
  if (!canEdit) throw notAllowed('Only owners and admins of the workspace set its models.');
  if (isGlobal) throw new AppError('conflict', 'This workspace uses the models of the instance.', { hint: 'Whoever runs this server sets them with environment variables (.env.example).' });
}

const testsPerMinute = 10;
const tested = new Map<string, number[]>();

/** Each test is a call to somewhere else, so they are few; counted in this process. */
function takeTurn(workspaceId: string): void {
  const since = Date.now() - 60_000;
  const recent = (tested.get(workspaceId) ?? []).filter((at) => at > since);
  if (recent.length >= testsPerMinute) {
    throw new AppError('too_many_requests', 'The models of this workspace were tested very often just now.', { hint: 'Wait a minute and try again.', retryAfterSeconds: 60 });
  }
  tested.set(workspaceId, [...recent, Date.now()]);
}

function described(plan: ModelPlan): AnsweringModels {
  const from = plan.from === 'workspace' ? 'workspace' : 'instance';
  return { name: plan.name, builtIn: plan.builtIn, from, agents: byKey(agentTypes, (agent) => plan.lines[agent]?.[0]?.model ?? plan.name) };
}

function byKey<K extends string, V>(keys: readonly K[], valueOf: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<K, V>;
}
