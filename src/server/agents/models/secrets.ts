import { randomUUID } from 'node:crypto';
import type { ModelProvider } from '#contract/models.ts';
import { asSystem, type Tx } from '#server/platform/database/index.ts';
import type { ProviderAccess } from '#server/platform/model-settings.ts';
import { openSealed, seal, type RingKey } from '#server/platform/secrets/index.ts';
import { findAccess, setSealedKey } from './queries.ts';

const placeOf = (rowId: string) => ({ table: 'model_secrets', rowId, column: 'sealed' });
/** Of a shorter key four characters would be too much to show. */
const shortest = 20;

/** Seals a key and stores it for a provider of a workspace, within a transaction of somebody who administers it. */
export async function storeKey(tx: Tx, ringKey: RingKey, modelId: string, key: string): Promise<void> {
  const secretId = randomUUID();
  await setSealedKey(tx, modelId, secretId, seal(ringKey, placeOf(secretId), key), key.length < shortest ? '' : key.slice(-4));
}

/** Address and key of a provider of a workspace, in clear text, for a call the server makes; null when it is gone. */
export async function openAccess(workspaceId: string, provider: ModelProvider): Promise<ProviderAccess | null> {
  let baseUrl: string | null | undefined;
  const apiKey = await openSealed(async () => {
    const found = await asSystem('workspace models', (tx) => findAccess(tx, workspaceId, provider));
    baseUrl = found?.baseUrl;
    return found?.sealed && found.secretId ? { place: placeOf(found.secretId), sealed: found.sealed } : null;
  });
  if (baseUrl === undefined || (apiKey === null && provider !== 'openai-compatible')) return null;
  return { apiKey, baseUrl };
}
