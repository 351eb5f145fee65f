import { SegmentedControl, Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Approval, Chat } from '#contract/chats.ts';
import { modelQuery } from '#web/features/identity/queries.ts';
import { showProblem } from '#web/ui/toasts.ts';
import { changeChat } from './queries.ts';

export type SendAs = 'queue' | 'steer';

type Props = { chat: Chat; onChanged: () => Promise<void>; maySteer: boolean; sendAs: SendAs; onSendAs: (as: SendAs) => void };

/** In the composer: whether plans are shown first, and whether words go to the run at work or wait their turn. */
export function ComposerSettings({ chat, onChanged, maySteer, sendAs, onSendAs }: Props) {
  const model = useQuery(modelQuery(chat.projectId));
  const change = useMutation({
    mutationFn: async (next: Approval) => {
      await changeChat(chat.id, { approval: next });
      // Who left the chat meanwhile finds it set when coming back.
      await onChanged().catch(() => undefined);
    },
    onError: showProblem,
  });
  // A chat that is not set does as the server: what costs nothing begins at once.
  const approval = (change.isPending ? change.variables : chat.approval) ?? (model.data?.builtIn === false ? 'ask' : 'just_do_it');
  return (
    <>
      <Switch
        size="xs" label="Plan first" checked={approval === 'ask'}
        onChange={(event) => change.mutate(event.currentTarget.checked ? 'ask' : 'just_do_it')}
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
