import { Button, Group } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { RestoreButton } from './restore-button.tsx';
import classes from './old-version-banner.module.css';

type Props = { artifactId: string; version: number; current: number; canRestore: boolean; onBack: () => void };

/** Says that this is not the app as it stands, and leads back to it. */
export function OldVersionBanner({ artifactId, version, current, canRestore, onBack }: Props) {
  return (
    <div className={classes.banner} role="status">
      <IconHistory size={16} stroke={1.8} aria-hidden="true" />
      <span className={classes.text}><b>You look at version {version}.</b> {current > 0 ? `The app stands at version ${current}; both work on the same records.` : 'It is what a stopped run had made; the app has no whole version yet.'}</span>
      <Group gap={8}>
        <Button size="compact-sm" variant="default" onClick={onBack}>{current > 0 ? `Back to version ${current}` : 'Back'}</Button>
        {canRestore && <RestoreButton artifactId={artifactId} version={version} current={current} onRestored={onBack} />}
      </Group>
    </div>
  );
}
