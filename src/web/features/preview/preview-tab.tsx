import { Button, Skeleton, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { BridgeReport } from '#contract/app-bridge.ts';
import type { Artifact } from '#contract/artifacts.ts';
import { asApiError } from '#web/api/api-error.ts';
import type { ArtifactNews } from '#web/features/artifacts/use-artifact-events.ts';
import { meQuery } from '#web/features/identity/queries.ts';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { useRemembered } from '#web/ui/use-remembered.ts';
import { fixRequest, troubleOf, worse, type AppTrouble } from './app-trouble.ts';
import { bridgeCalls, type FrameViewer } from './bridge-calls.ts';
import { PreviewFrame } from './preview-frame.tsx';
import { PreviewToolbar, type FrameWidth } from './preview-toolbar.tsx';
import { TroubleCard } from './trouble-card.tsx';
import { usePreviewFrames } from './use-preview-frames.ts';
import classes from './preview-tab.module.css';

type Props = {
  app: Artifact; version: number; isOld: boolean; canPost: boolean; news: ArtifactNews;
  onFix?: ((text: string) => void) | undefined; onVersions: () => void;
};

type LinkQuestion = { url: string; answer: (yes: boolean) => void };

/** The running app, with what goes wrong in it said plainly. */
export function PreviewTab({ app, version, isOld, canPost, news, onFix, onVersions }: Props) {
  const { id: artifactId, projectId } = app;
  const me = useQuery(meQuery);
  const colorScheme = useComputedColorScheme('light');
  const stage = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useRemembered<FrameWidth>('preview-width', 'desktop');
  const [trouble, setTrouble] = useState<AppTrouble | null>(null);
  const [question, setQuestion] = useState<LinkQuestion | null>(null);
  const { preview, frames, isWaiting, bringToFront, reload } = usePreviewFrames(artifactId, version);
  useEffect(() => setTrouble(null), [preview.data?.url]);

  const viewer = useRef<FrameViewer | null>(null);
  viewer.current = me.data ? { id: me.data.user.id, displayName: me.data.user.displayName, canWrite: canPost, appTitle: app.title, colorScheme } : null;
  const calls = useMemo(() => bridgeCalls({
    artifactId, projectId,
    viewer: () => {
      if (viewer.current === null) throw new Error('Nobody is signed in.');
      return viewer.current;
    },
    confirmLink: (url) => new Promise((answer) => setQuestion((open) => { open?.answer(false); return { url, answer }; })),
  }), [artifactId, projectId]);
  const onReport = useCallback((key: string, report: BridgeReport) => {
    if (report.report === 'ready') bringToFront(key);
    const found = troubleOf(report);
    if (found !== null) setTrouble((held) => worse(held, found));
  }, [bringToFront]);
  const settle = (yes: boolean) => { question?.answer(yes); setQuestion(null); };

  const problem = preview.error && asApiError(preview.error);
  const isBuild = problem?.code === 'build_failed';
  const fix = onFix && canPost && !isOld ? onFix : undefined;

  return (
    <>
      <PreviewToolbar
        app={app} version={version} width={width} isLoading={preview.isFetching} onWidth={setWidth}
        onReload={() => { setTrouble(null); reload(); }} onFullScreen={() => void stage.current?.requestFullscreen().catch(() => {})}
      />
      <div className={classes.stage} ref={stage} data-width={width}>
        {me.data && frames.map(({ key, url }, index) => (
          <PreviewFrame
            key={key} url={url} title={`${app.title}, running app`} isFront={index === 0} calls={calls} news={news} colorScheme={colorScheme}
            onReport={(report) => onReport(key, report)}
            onStopped={() => setTrouble({ isFatal: true, message: 'The app sent far more requests than an app needs and was stopped.', place: '' })}
          />
        ))}
        {isWaiting && !problem && !trouble && <div className={classes.loading} aria-busy="true"><Skeleton h={24} w="40%" /><Skeleton h={36} /><Skeleton h={220} /></div>}
        {problem && (
          <div className={frames.length === 0 ? classes.center : classes.float}>
            <TroubleCard
              title={isBuild ? 'This version does not build' : 'The preview did not open'} cause={problem.message}
              details={isBuild ? Object.entries(problem.fields).map(([place, message]) => `${place} ${message}`).slice(0, 8) : []}
              onFix={isBuild && fix ? () => fix(fixRequest({ isFatal: true, message: problem.message, place: '' })) : undefined}
            >
              {isBuild
                ? <Button size="xs" variant="default" onClick={onVersions}>{version > 1 ? 'Earlier versions' : 'Versions'}</Button>
                : <Button size="xs" variant="default" onClick={reload}>Try again</Button>}
            </TroubleCard>
          </div>
        )}
        {trouble && !problem && (
          <div className={classes.float}>
            <TroubleCard
              title={trouble.isFatal ? 'The app stopped with an error' : 'Something in the app failed'} cause={trouble.message} place={trouble.place}
              onFix={fix && (() => { setTrouble(null); fix(fixRequest(trouble)); })} onClose={() => setTrouble(null)}
            >
              {trouble.isFatal && version > 1 && <Button size="xs" variant="default" onClick={onVersions}>Earlier versions</Button>}
            </TroubleCard>
          </div>
        )}
      </div>
      {question && (
        <ConfirmDialog title="Open this link?" action="Open" isWorking={false} onConfirm={() => settle(true)} onClose={() => settle(false)}>
          The app wants to open <span style={{ overflowWrap: 'anywhere', fontWeight: 550 }}>{question.url}</span> in a new tab.
        </ConfirmDialog>
      )}
    </>
  );
}
