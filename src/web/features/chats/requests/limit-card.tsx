import { Button } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import type { RequestForm } from '#contract/requests.ts';
import { Card } from './card.tsx';
import type { Answering } from './request-card.tsx';

type Props = Answering & { form: Extract<RequestForm, { kind: 'limit' }> };

/** A run reached a limit and waits for a word. */
export function LimitCard({ form, onAnswer, ...answering }: Props) {
  return (
    <Card
      {...answering} icon={<IconPlayerPause size={20} stroke={1.7} aria-hidden="true" />} title="The crew has paused"
      note={`${form.detail} It may go on as long again, or stop here; what it made so far is kept as a version.`}
      onSubmit={() => onAnswer({ decision: 'continue' })}
      actions={<>
        <Button type="submit" size="xs">Continue</Button>
        <Button size="xs" variant="default" onClick={() => onAnswer({ decision: 'stop' })}>Stop here</Button>
      </>}
    />
  );
}
