import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { openPreview } from '#web/features/artifacts/queries.ts';

export type OpenFrame = { key: string; url: string; version: number };

/** A new version that says nothing for this long is shown anyway: whatever it is, it is the app. */
const readyMs = 4000;

/**
 * The frames of an app: one in front, and while another version loads, that
 * one behind it; it comes to the front when it is ready, so nothing flickers.
 */
export function usePreviewFrames(artifactId: string, version: number) {
  const [reloads, setReloads] = useState(0);
  const [frames, setFrames] = useState<OpenFrame[]>([]);
  /** The key of the frame that last said it is ready. */
  const [readyKey, setReadyKey] = useState('');
  const preview = useQuery({
    queryKey: ['artifacts', artifactId, 'preview', version, reloads],
    queryFn: ({ signal }) => openPreview(artifactId, version, signal),
    // An address works for a while only: it is asked for when a frame opens, never kept for later.
    staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false,
  });
  const bringToFront = useCallback((key: string) => {
    setReadyKey(key);
    setFrames((open) => (open.at(-1)?.key === key && open.length > 1 ? open.slice(-1) : open));
  }, []);

  const url = preview.data?.url;
  const built = preview.data?.version;
  useEffect(() => {
    if (url === undefined || built === undefined) return;
    const key = `${built}-${reloads}-${url}`;
    setFrames((open) => (open.at(-1)?.key === key ? open : [...open.slice(0, 1), { key, url, version: built }]));
    const timer = setTimeout(() => bringToFront(key), readyMs);
    return () => clearTimeout(timer);
  }, [url, built, reloads, bringToFront]);

  const isWaiting = frames.length < 2 && frames[0]?.key !== readyKey;
  return { preview, frames, isWaiting, bringToFront, reload: useCallback(() => setReloads((count) => count + 1), []) };
}
