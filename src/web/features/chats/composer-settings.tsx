import { SegmentedControl, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Approval, Chat } from '#contract/chats.ts';
import { modelQuery } from '#web/features/identity/queries.ts';

export type SendAs = 'queue' | 'steer';

type Props = { chat: Chat; onApproval: (approval: Approval) => void; maySteer: boolean; sendAs: SendAs; onSendAs: (as: SendAs) => void };

/** In the composer: whether plans are shown first, and whether words go to the run at work or wait their turn. */
export function ComposerSettings({ chat, onApproval, maySteer, sendAs, onSendAs }: Props) {
  const model = useQuery(modelQuery(chat.projectId));
  // A chat that is not set does as the server: what costs nothing begins at once.
  const approval = chat.approval ?? (model.data?.builtIn === false ? 'ask' : 'just_do_it');
  return (
    <>
      <Switch
        size="xs" label="Plan first" checked={approval === 'ask'}
        onChange={(event) => onApproval(event.currentTarget.checked ? 'ask' : 'just_do_it')}
      />
      {maySteer && (
        <SegmentedControl
          size="xs" aria-label="What happens to your message" value={sendAs} onChange={(value) => onSendAs(value as SendAs)}
          data={[{ value: 'queue', label: 'Queue' }, { value: 'steer', label: 'Steer' }]}
        />
      )}
    </>
  );
}
