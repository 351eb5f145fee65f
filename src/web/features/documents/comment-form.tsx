import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { modifier } from '#web/shell/modifier.ts';

type Props = { label: string; action: string; isSending: boolean; onSend: (text: string, done: () => void) => void; onClose: () => void };

/** A small form for a comment or an answer; Ctrl+Enter sends, Escape closes when there is nothing to lose. */
export function CommentForm({ label, action, isSending, onSend, onClose }: Props) {
  const [text, setText] = useState('');
  const isEmpty = text.trim() === '';
  const send = () => { if (!isEmpty && !isSending) onSend(text.trim(), () => setText('')); };
  return (
    <div>
      <Textarea
        aria-label={label} placeholder={label} autosize minRows={2} maxRows={10} maxLength={4000} value={text} autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          if (event.key === 'Escape' && isEmpty) onClose();
        }}
      />
      <Group gap={8} mt={8} justify="flex-end">
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onClose}>Cancel</Button>
        <Button size="compact-sm" onClick={send} disabled={isEmpty} loading={isSending} title={`${modifier}+Enter`}>{action}</Button>
      </Group>
    </div>
  );
}
