import { IconPlugConnectedX } from '@tabler/icons-react';
import type { LinkState } from '#web/api/follow.ts';
import classes from './link-banner.module.css';

export function LinkBanner({ link }: { link: LinkState }) {
  return (
    <div role="status">
      {link === 'lost' && (
        <p className={classes.banner}>
          <IconPlugConnectedX size={16} stroke={1.8} aria-hidden="true" />
          Connection lost. The crew works on; this page catches up as soon as it is back.
        </p>
      )}
    </div>
  );
}
