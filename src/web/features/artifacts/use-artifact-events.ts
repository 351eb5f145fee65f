import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { artifactEvent, type ArtifactEvent } from '#contract/events.ts';
import { follow } from '#web/api/follow.ts';

/** News of an app, handed to whoever listens right now. */
export type ArtifactNews = { listen: (listener: (event: ArtifactEvent) => void) => () => void };

/** Follows an app live: new versions refresh what the page knows of it, changed records go to the listeners. */
export function useArtifactEvents(artifactId: string | null, projectId: string): ArtifactNews {
  const queries = useQueryClient();
  const [{ tell, listen }] = useState(openNews);
  useEffect(() => {
    if (artifactId === null) return;
    let cursor = '';
    return follow({
      url: `/api/artifacts/${artifactId}/events`,
      cursor: () => cursor,
      onEvent: ({ id, text }) => {
        cursor = id;
        const event = artifactEvent.safeParse(JSON.parse(text));
        if (!event.success) return;
        tell(event.data);
        if (event.data.type !== 'version.created') return;
        void queries.invalidateQueries({ queryKey: ['artifacts', artifactId], exact: true });
        void queries.invalidateQueries({ queryKey: ['artifacts', artifactId, 'versions'] });
        void queries.invalidateQueries({ queryKey: ['projects', projectId, 'artifacts'] });
        void queries.invalidateQueries({ queryKey: ['projects', projectId, 'documents'] });
      },
    });
  }, [artifactId, projectId, queries, tell]);
  return useMemo(() => ({ listen }), [listen]);
}

function openNews() {
  const listeners = new Set<(event: ArtifactEvent) => void>();
  return {
    tell: (event: ArtifactEvent) => { for (const listener of listeners) listener(event); },
    listen: (listener: (event: ArtifactEvent) => void) => { listeners.add(listener); return () => { listeners.delete(listener); }; },
  };
}
