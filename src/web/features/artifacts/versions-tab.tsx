import { Badge, Button, Group, Skeleton } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ArtifactVersion } from '#contract/artifacts.ts';
import { ago, dateAndTime } from '#web/ui/format.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { BuildingNote } from './building-note.tsx';
import { versionsQuery } from './queries.ts';
import { RestoreButton } from './restore-button.tsx';
import classes from './versions-tab.module.css';

type Props = { artifactId: string; current: number; shown: number; canRestore: boolean; onView: (version: number) => void };

/** Every version, newest first: what changed, by whom, when; each can be looked at and brought back. */
export function VersionsTab({ artifactId, current, shown, canRestore, onView }: Props) {
  const versions = useQuery(versionsQuery(artifactId));
  if (versions.isPending) return <div className={classes.page}>{[1, 2].map((key) => <Skeleton key={key} h={96} radius="lg" mb={12} />)}</div>;
  if (versions.isError) return <div className={classes.page}><ProblemNote error={versions.error} onRetry={() => void versions.refetch()} /></div>;
  if (versions.data.items.length === 0) return <BuildingNote />;
  return (
    <div className={classes.page}>
      <ol className={classes.list}>
        {versions.data.items.map((version) => (
          <li key={version.number} className={classes.version} data-current={version.number === current || undefined}>
            <div className={classes.head}>
              <h2 className={classes.number}>Version {version.number}</h2>
              {version.number === current && <Badge size="sm" variant="light" tt="none" fw={550}>Current</Badge>}
              {version.isPartial && <Badge size="sm" variant="light" color="gray" tt="none" fw={550}>Partial</Badge>}
              {version.restoredFrom !== null && <Badge size="sm" variant="light" color="gray" tt="none" fw={550}>Restored from {version.restoredFrom}</Badge>}
              <span className={classes.when} title={dateAndTime(version.createdAt)}>{version.authorName ?? 'Former member'} · {ago(version.createdAt)}</span>
            </div>
            <p className={classes.summary}>{version.summary}</p>
            {version.changes.length > 0 && <ul className={classes.changes}>{version.changes.map((change) => <li key={change}>{change}</li>)}</ul>}
            <div className={classes.foot}>
              <span className={classes.files}>{filesOf(version)}</span>
              <Group gap={8}>
                {version.number === shown
                  ? <span className={classes.files}>In the preview</span>
                  : <Button size="compact-sm" variant="default" leftSection={<IconEye size={14} />} onClick={() => onView(version.number)}>View</Button>}
                {canRestore && version.number !== current && <RestoreButton artifactId={artifactId} version={version.number} current={current} />}
              </Group>
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function filesOf({ filesAdded, filesChanged, filesRemoved }: ArtifactVersion): string {
  const parts = [[filesAdded, 'added'], [filesChanged, 'changed'], [filesRemoved, 'removed']].filter(([n]) => n !== 0).map(([n, word]) => `${n} ${word}`);
  return parts.length === 0 ? 'No files changed' : `Files: ${parts.join(', ')}`;
}
