import { randomUUID } from 'node:crypto';
import { recordAccess } from '#server/audit/index.ts';
import { asActor, asSystem } from '#server/platform/database/index.ts';
import type { Actor } from '#server/platform/database/index.ts';
import { listKeys, openSealed, rotateKeys, seal, withActiveKey } from '#server/platform/secrets/index.ts';
import type { KeyEntry, Rotation, SealedColumn } from '#server/platform/secrets/index.ts';
import { findSealedSecret, getStatus, setSealedSecret } from './queries.ts';

/** Every column that holds sealed values. One that is missing here keeps the keys it uses from being destroyed. */
const sealedColumns: SealedColumn[] = [
  { table: 'connection_secrets', column: 'sealed' },
  { table: 'model_secrets', column: 'sealed' },
  { table: 'oauth2_tokens', column: 'access_token' },
  { table: 'oauth2_tokens', column: 'refresh_token' },
];

const placeOf = (rowId: string) => ({ table: 'connection_secrets', rowId, column: 'sealed' });

/** Sets or replaces a secret of a connection; not_found or not_allowed for those who do not manage it. */
export async function setSecret(actor: Actor, connectionId: string, { name, value }: { name: string; value: string }): Promise<void> {
  await withActiveKey((key) => {
    const secretId = randomUUID();
    const sealed = seal(key, placeOf(secretId), value);
    return asActor(actor, (tx) => setSealedSecret(tx, connectionId, name, secretId, sealed));
  });
}

/** A secret in clear text, for a call the server makes on behalf of somebody who may read the connection; null when it is not set. */
export async function openSecret(actor: Actor, connectionId: string, name: string): Promise<string | null> {
  const { kind } = await asActor(actor, (tx) => getStatus(tx, connectionId));
  const value = await openSealed(async () => {
    const found = await asSystem('connection secrets', (tx) => findSealedSecret(tx, connectionId, kind, name), { actorId: actor.userId });
    return found && { place: placeOf(found.id), sealed: found.sealed };
  });
  if (value !== null) await recordAccess(actor, { event: 'read', objectKind: 'connection', objectId: connectionId, purpose: `secret ${name}` });
  return value;
}

/** Rotates the key under which secrets and tokens are sealed; see rotateKeys. */
export function rotateSecretKeys(o: { batchSize?: number; onBatch?: (rewrapped: number) => void } = {}): Promise<Rotation> {
  return rotateKeys(sealedColumns, o);
}

/** The keys there are and were, with what is sealed under each. */
export function listSecretKeys(): Promise<KeyEntry[]> {
  return listKeys(sealedColumns);
}
