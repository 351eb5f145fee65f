import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile, IconExternalLink, IconMaximize, IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Artifact } from '#contract/artifacts.ts';
import classes from './preview-tab.module.css';

export type FrameWidth = 'desktop' | 'phone';

type Props = {
  app: Artifact; version: number; width: FrameWidth; isLoading: boolean;
  onWidth: (width: FrameWidth) => void; onReload: () => void; onFullScreen: () => void;
};

export function PreviewToolbar({ app, version, width, isLoading, onWidth, onReload, onFullScreen }: Props) {
  const icon = { variant: 'subtle', color: 'gray', size: 32 } as const;
  return (
    <div className={classes.toolbar}>
      <Tooltip label="Reload the app">
        <ActionIcon {...icon} onClick={onReload} loading={isLoading} aria-label="Reload the app"><IconRefresh size={17} stroke={1.7} /></ActionIcon>
      </Tooltip>
      <span className={classes.title} title={app.title}>{app.title}</span>
      <span className={classes.version}>Version {version}</span>
      <span className={classes.gap} />
      <SegmentedControl
        className={classes.widths} size="xs" value={width} onChange={(value) => onWidth(value as FrameWidth)} aria-label="Width of the preview"
        data={[
          { value: 'desktop', label: <IconDeviceDesktop size={16} stroke={1.7} role="img" aria-label="Desktop" style={{ display: 'block' }} /> },
          { value: 'phone', label: <IconDeviceMobile size={16} stroke={1.7} role="img" aria-label="Phone" style={{ display: 'block' }} /> },
        ]}
      />
      <Tooltip label="Full screen (Esc leaves it)">
        <ActionIcon {...icon} onClick={onFullScreen} aria-label="Full screen"><IconMaximize size={17} stroke={1.7} /></ActionIcon>
      </Tooltip>
      <Tooltip label="Open on a page of its own">
        <ActionIcon
          {...icon} aria-label="Open on a page of its own"
          renderRoot={(props) => <Link to="/projects/$projectId/apps/$artifactId" params={{ projectId: app.projectId, artifactId: app.id }} target="_blank" {...props} />}
        >
          <IconExternalLink size={17} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
