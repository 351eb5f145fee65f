import { sql } from 'kysely';
import type { ModelProvider, ModelsByAgent, SetWorkspaceModels, WorkspaceModelProvider } from '#contract/models.ts';
import type { Tx } from '#server/platform/database/index.ts';
import type { WorkspaceProvider } from './plan.ts';

/** The workspace of a project; null when it is gone. */
export async function findWorkspaceOf(tx: Tx, projectId: string): Promise<string | null> {
  const row = await tx.selectFrom('projects').select('workspace_id').where('id', '=', projectId).executeTakeFirst();
  return row?.workspace_id ?? null;
}

/** The providers of a workspace in the order in which they answer. */
export async function listProviders(tx: Tx, workspaceId: string): Promise<(WorkspaceModelProvider & WorkspaceProvider)[]> {
  const rows = await tx.selectFrom('workspace_models').selectAll().where('workspace_id', '=', workspaceId).orderBy('position').orderBy('provider').execute();
  return rows.map((row) => ({
    id: row.id, provider: row.provider as ModelProvider, baseUrl: row.base_url, models: row.models as ModelsByAgent, isActive: row.is_active,
    hasKey: row.key_set_at !== null, key: row.key_set_at === null ? null : { hint: row.key_hint ?? '', setAt: row.key_set_at.toISOString() },
  }));
}

/** Makes these the providers of a workspace, in this order; for its owners and admins. Gives back their ids by provider. */
export async function replaceProviders(tx: Tx, workspaceId: string, providers: SetWorkspaceModels['providers']): Promise<Map<ModelProvider, string>> {
  await tx.deleteFrom('workspace_models').where('workspace_id', '=', workspaceId)
    .$if(providers.length > 0, (q) => q.where('provider', 'not in', providers.map((p) => p.provider))).execute();
  const ids = new Map<ModelProvider, string>();
  for (const [position, p] of providers.entries()) {
    const values = { base_url: p.baseUrl, models: JSON.stringify(p.models), position, is_active: p.isActive };
    const row = await tx.insertInto('workspace_models').values({ workspace_id: workspaceId, provider: p.provider, ...values })
      .onConflict((c) => c.columns(['workspace_id', 'provider']).doUpdateSet(values)).returning('id').executeTakeFirstOrThrow();
    ids.set(p.provider, row.id);
  }
  return ids;
}

/** Removes all providers of a workspace, keys included; for its owners and admins. */
export async function deleteProviders(tx: Tx, workspaceId: string): Promise<void> {
  await tx.deleteFrom('workspace_models').where('workspace_id', '=', workspaceId).execute();
}

export async function setSealedKey(tx: Tx, modelId: string, secretId: string, sealed: string, hint: string): Promise<void> {
  await sql`select public.set_model_key(${modelId}::uuid, ${secretId}::uuid, ${sealed}, ${hint})`.execute(tx);
}

export async function clearKey(tx: Tx, modelId: string): Promise<void> {
  await sql`select public.clear_model_key(${modelId}::uuid)`.execute(tx);
}

/** Where a provider of a workspace answers, with its key as it lies there; for the server alone. */
export async function findAccess(tx: Tx, workspaceId: string, provider: ModelProvider): Promise<{ baseUrl: string | null; secretId: string | null; sealed: string | null } | null> {
  const row = await tx.selectFrom('workspace_models as m').leftJoin('model_secrets as s', 's.model_id', 'm.id')
    .select(['m.base_url', 's.id', 's.sealed']).where('m.workspace_id', '=', workspaceId).where('m.provider', '=', provider).executeTakeFirst();
  return row ? { baseUrl: row.base_url, secretId: row.id, sealed: row.sealed } : null;
}

/** Whether the caller sees the project. */
export async function isVisibleProject(tx: Tx, projectId: string): Promise<boolean> {
  return (await tx.selectFrom('projects').select('id').where('id', '=', projectId).executeTakeFirst()) !== undefined;
}
