import { ActionIcon, CopyButton, NativeSelect, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCheck, IconCopy, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useRef } from 'react';
import { bytes, count } from '#web/ui/format.ts';
import { LoadingNote } from '#web/ui/loading-note.tsx';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { FileTree } from './file-tree.tsx';
import { fileQuery, filesQuery } from './queries.ts';
import classes from './code-tab.module.css';

const Editor = lazy(() => import('./code-view.tsx'));

type Props = { artifactId: string; version: number; path: string | undefined; onPath: (path: string) => void };

/** The files of a version, to read. */
export default function CodeTab({ artifactId, version, path, onPath }: Props) {
  const isSmall = useMediaQuery('(max-width: 767px)', window.innerWidth < 768);
  const openSearch = useRef<(() => void) | null>(null);
  const files = useQuery(filesQuery(artifactId, version));
  const items = files.data?.items ?? [];
  const open = items.find((file) => file.path === path) ?? items.find(({ isMainFile }) => isMainFile) ?? items[0];
  const file = useQuery({ ...fileQuery(artifactId, version, open?.path ?? ''), enabled: open !== undefined });

  if (files.isError) return <div className={classes.note}><ProblemNote error={files.error} onRetry={() => void files.refetch()} /></div>;
  if (files.isPending || open === undefined) return <LoadingNote />;
  const text = file.data?.content ?? '';
  return (
    <div className={classes.page}>
      {!isSmall && (
        <nav className={classes.tree} aria-label="Files">
          <p className={classes.total}>{count(items.length, 'file')} · {bytes(items.reduce((sum, { size }) => sum + size, 0))}</p>
          <FileTree files={items} open={open.path} onOpen={onPath} />
        </nav>
      )}
      <div className={classes.view}>
        <div className={classes.bar}>
          {isSmall
            ? <NativeSelect className={classes.select} size="xs" aria-label="File" value={open.path} onChange={(event) => onPath(event.currentTarget.value)} data={items.map((item) => item.path)} />
            : <span className={classes.path}>{open.path}</span>}
          <span className={classes.size}>{bytes(open.size)}</span>
          <span className={classes.gap} />
          <Tooltip label="Search in this file">
            <ActionIcon variant="subtle" color="gray" size={32} aria-label="Search in this file" onClick={() => openSearch.current?.()}><IconSearch size={16} stroke={1.7} /></ActionIcon>
          </Tooltip>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Tooltip label={copied ? 'Copied' : 'Copy the file'}>
                <ActionIcon variant="subtle" color={copied ? 'petrol' : 'gray'} size={32} aria-label={copied ? 'Copied' : 'Copy the file'} onClick={copy}>
                  {copied ? <IconCheck size={16} stroke={2} /> : <IconCopy size={16} stroke={1.7} />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        </div>
        {file.isError && <div className={classes.note}><ProblemNote error={file.error} onRetry={() => void file.refetch()} /></div>}
        {file.isPending && <LoadingNote />}
        {file.data && <Suspense fallback={<LoadingNote />}><Editor path={open.path} text={text} onEditor={(open) => { openSearch.current = open; }} /></Suspense>}
      </div>
    </div>
  );
}
