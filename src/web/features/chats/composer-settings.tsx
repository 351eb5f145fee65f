import { SegmentedControl, Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Approval, Chat } from '#contract/chats.ts';
import { modelQuery } from '#web/features/identity/queries.ts';
import { showProblem } from '#web/ui/toasts.ts';
import { changeChat } from './queries.ts';

export type SendAs = 'queue' | 'steer';

type Props = { chat: Chat; maySteer: boolean; sendAs: SendAs; onSendAs: (as: SendAs) => void };

/** In the composer: whether plans are shown first, and whether words go to the run at work or wait their turn. */
export function ComposerSettings({ chat, maySteer, sendAs, onSendAs }: Props) {
  const [chosen, setChosen] = useState(chat.approval);
  const model = useQuery(modelQuery(chat.projectId));
  // A chat that is not set does as the server: what costs nothing begins at once.
  const approval = chosen ?? (model.data?.builtIn === false ? 'ask' : 'just_do_it');
  const change = useMutation({
    mutationFn: (next: Approval) => changeChat(chat.id, { approval: next }),
    onError: (error) => { setChosen(chat.approval); showProblem(error); },
  });
  return (
    <>
      <Switch
        size="xs" label="Plan first" checked={approval === 'ask'}
        onChange={(event) => { const next = event.currentTarget.checked ? 'ask' : 'just_do_it'; setChosen(next); change.mutate(next); }}
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
