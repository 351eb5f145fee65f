import { Tabs } from '@mantine/core';
import { IconCode, IconEye, IconFileText, IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { LoadingNote } from '#web/ui/loading-note.tsx';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { OldVersionBanner } from './old-version-banner.tsx';
import type { Panel, PanelSearch } from './panels.ts';
import { artifactQuery } from './queries.ts';
import { useArtifactEvents } from './use-artifact-events.ts';
import { BuildingNote } from './building-note.tsx';
import { PreviewTab } from '#web/features/preview/preview-tab.tsx';
import { VersionsTab } from './versions-tab.tsx';
import classes from './app-panel.module.css';

const CodeTab = lazy(() => import('./code-tab.tsx'));
const DocumentsTab = lazy(() => import('#web/features/documents/documents-tab.tsx'));

type Props = {
  projectId: string;
  /** Null until the crew has made the app. */
  artifactId: string | null;
  /** The newest version that events told of. */
  published: number;
  canPost: boolean;
  search: PanelSearch;
  onSearch: (change: PanelSearch) => void;
  onFix?: ((text: string) => void) | undefined;
};

/** The app and all that belongs to it: preview, code, documents, versions. */
export function AppPanel({ projectId, artifactId, published, canPost, search, onSearch, onFix }: Props) {
  const tab = search.panel ?? 'preview';
  const app = useQuery({ ...artifactQuery(artifactId ?? ''), enabled: artifactId !== null });
  const news = useArtifactEvents(artifactId, projectId);
  const current = Math.max(app.data?.currentVersion ?? 0, published);
  // Partial work of a stopped run has a number above that of the version in use.
  const shown = search.version ?? current;
  const isOld = shown !== current;

  return (
    <section className={classes.panel} aria-label="App">
      <Tabs
        className={classes.tabs} classNames={{ list: classes.list, tab: classes.tab, panel: classes.body }} keepMounted={false}
        value={tab} onChange={(value) => onSearch({ panel: (value ?? 'preview') as Panel })}
      >
        <Tabs.List aria-label="Views of the app">
          <Tabs.Tab value="preview" leftSection={<IconEye size={16} stroke={1.7} />}>Preview</Tabs.Tab>
          <Tabs.Tab value="code" leftSection={<IconCode size={16} stroke={1.7} />}>Code</Tabs.Tab>
          <Tabs.Tab value="documents" leftSection={<IconFileText size={16} stroke={1.7} />}>Documents</Tabs.Tab>
          <Tabs.Tab value="versions" leftSection={<IconHistory size={16} stroke={1.7} />}>Versions</Tabs.Tab>
        </Tabs.List>
        {isOld && artifactId !== null && tab !== 'documents' && (
          <OldVersionBanner artifactId={artifactId} version={shown} current={current} canRestore={canPost} onBack={() => onSearch({ version: undefined })} />
        )}
        {app.isError && <div className={classes.note}><ProblemNote error={app.error} onRetry={() => void app.refetch()} /></div>}
        {/* Stays in place behind the other tabs, so that the app keeps what it holds. */}
        <Tabs.Panel value="preview" keepMounted>
          {artifactId === null || shown === 0 ? <BuildingNote /> : app.data && (
            <PreviewTab app={app.data} version={shown} isOld={isOld} canPost={canPost} news={news} onFix={onFix} onVersions={() => onSearch({ panel: 'versions' })} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="code">
          {artifactId === null || shown === 0 ? <BuildingNote /> : (
            <Suspense fallback={<LoadingNote />}>
              <CodeTab artifactId={artifactId} version={shown} path={search.file} onPath={(file) => onSearch({ file })} />
            </Suspense>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="documents">
          <Suspense fallback={<LoadingNote />}>
            <DocumentsTab projectId={projectId} documentId={search.document} onDocument={(document) => onSearch({ document })} artifactId={artifactId} onFile={(file) => onSearch({ panel: 'code', file, version: undefined })} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          {artifactId === null ? <BuildingNote /> : (
            <VersionsTab artifactId={artifactId} current={current} shown={shown} canRestore={canPost} onView={(version) => onSearch({ panel: 'preview', version: version === current ? undefined : version })} />
          )}
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
