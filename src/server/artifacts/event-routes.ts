import { createRoute, z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import type { ArtifactEvent } from '#contract/events.ts';
import { artifactEvent } from '#contract/events.ts';
import { asActor } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { streamEvents } from '#server/platform/events/index.ts';
import type { StreamEvent } from '#server/platform/events/index.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { idParams, newRoutes, streams } from '#server/platform/http/routes.ts';
import { startOf } from '#server/platform/http/stream-start.ts';
import { getArtifact } from './queries.ts';

/** How far an app is: its version and how often each collection changed. Written as `3;loans=17;members=2`. */
type State = { version: number; changes: Map<string, number> };

const follow = createRoute({
  method: 'get', path: '/artifacts/{id}/events', operationId: 'artifacts.events', tags: ['artifacts'], summary: 'Follow the records and versions of an app live',
  description: 'Server-sent events. Reconnect with Last-Event-ID (or ?after=); without either it begins now.',
  request: { params: idParams, query: z.object({ after: z.string().max(4000).optional() }) },
  responses: streams(artifactEvent),
});

export const eventRoutes = newRoutes().openapi(follow, async (c) => {
  const { id } = c.req.valid('param');
  const actor = actorOf(c);
  const asked = startOf(c, /^\d{1,9}(;[a-z][a-z0-9-]{0,62}=\d{1,18})*$/);
  const { projectId, now } = await asActor(actor, async (tx) => {
    const artifact = await getArtifact(tx, id);
    return { projectId: artifact.projectId, now: await findState(tx, id) };
  });
  return streamEvents({
    isAllowed: c.get('isStillSignedIn'),
    channel: 'artifact_events', key: id, after: asked ?? write(now!),
    read: (after) => asActor(actor, async (tx) => {
      const state = await findState(tx, id);
      return state && newsBetween(read(after), state);
    }, { projectId }),
  }) as never;
});

async function findState(tx: Tx, artifactId: string): Promise<State | null> {
  const { rows } = await sql<{ version: number; changes: Record<string, number> }>`
    select a.current_version as version,
      coalesce((select jsonb_object_agg(c.name, c.change) from app_collections c where c.artifact_id = a.id), '{}') as changes
    from artifacts a where a.id = ${artifactId}`.execute(tx);
  const [row] = rows;
  return row ? { version: row.version, changes: new Map(Object.entries(row.changes).sort()) } : null;
}

/** One event per difference; each id holds what is known after it, so that a reader may break off between two. */
function newsBetween(known: State, now: State): StreamEvent[] {
  const news: StreamEvent[] = [];
  const add = (data: ArtifactEvent): void => { news.push({ id: write(known), type: data.type, data }); };
  if (now.version > known.version) {
    known.version = now.version;
    add({ type: 'version.created', version: now.version });
  }
  for (const [collection, change] of now.changes) {
    if (change <= (known.changes.get(collection) ?? 0)) continue;
    known.changes.set(collection, change);
    add({ type: 'records.changed', collection });
  }
  return news;
}

function write(state: State): string {
  return [state.version, ...[...state.changes].map(([name, change]) => `${name}=${change}`)].join(';');
}

function read(text: string): State {
  const [version, ...rest] = text.split(';');
  return { version: Number(version), changes: new Map(rest.map((part) => part.split('=') as [string, string]).map(([name, change]) => [name, Number(change)])) };
}
