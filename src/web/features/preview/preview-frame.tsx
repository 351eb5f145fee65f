import { useEffect, useRef } from 'react';
import { frameSandbox, type BridgeCalls, type BridgeReport, type ColorScheme } from '#contract/app-bridge.ts';
import type { ArtifactNews } from '#web/features/artifacts/use-artifact-events.ts';
import { openFrameHost, type FrameHost } from './frame-host.ts';
import classes from './preview-tab.module.css';

type Props = {
  url: string; title: string; isFront: boolean; calls: BridgeCalls; news: ArtifactNews; colorScheme: ColorScheme;
  onReport: (report: BridgeReport) => void; onStopped: () => void;
};

/** The running app, shut into its sandbox. Loads once; what changes later is told to it. */
export function PreviewFrame({ url, title, isFront, calls, news, colorScheme, onReport, onStopped }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const host = useRef<FrameHost | null>(null);
  const latest = useRef({ onReport, onStopped, colorScheme });
  latest.current = { onReport, onStopped, colorScheme };

  useEffect(() => {
    const iframe = frame.current;
    if (iframe === null) return;
    const opened = openFrameHost({
      iframe, calls,
      onReport: (report) => latest.current.onReport(report),
      onStopped: () => latest.current.onStopped(),
    });
    host.current = opened;
    // Only now: a report of the first moment must find its listener.
    // With the studio's colours from the first paint on.
    iframe.src = `${url}#${latest.current.colorScheme}`;
    const unlisten = news.listen((event) => {
      if (event.type === 'records.changed') opened.tell({ event: 'records.changed', collection: event.collection });
    });
    return () => { unlisten(); opened.close(); host.current = null; };
  }, [url, calls, news]);
  useEffect(() => host.current?.tell({ event: 'theme', colorScheme }), [colorScheme]);

  return <iframe ref={frame} className={classes.frame} data-back={!isFront || undefined} title={title} sandbox={frameSandbox} referrerPolicy="no-referrer" />;
}
