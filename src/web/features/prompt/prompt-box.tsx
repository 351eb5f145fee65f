import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { maxMessageLength } from '#contract/chats.ts';
import type { ChatMember } from '#contract/people.ts';
import { MentionList } from '#web/features/people/mention-list.tsx';
import { useMentionBox } from '#web/features/people/use-mention-box.ts';
import classes from './prompt-box.module.css';

const nobody: ChatMember[] = [];

type Props = {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  onSend: (text: string) => void;
  isSending?: boolean;
  /** Why nothing can be sent; shown in place of the text. */
  refusal?: string | undefined;
  isLarge?: boolean;
  autoFocus?: boolean;
  /** What is set for the next message. */
  controls?: ReactNode;
  /** Below the box: what answers, what it takes. */
  facts?: ReactNode;
  /** Whom an `@` offers. */
  people?: ChatMember[];
};

/** Where people talk to the crew: Enter sends, Shift+Enter makes a new line, it grows with its text. */
export function PromptBox({ label, placeholder, value, onChange, onSend, isSending = false, refusal, isLarge = false, autoFocus = false, controls, facts, people = nobody }: Props) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const mentions = useMentionBox(area, value, onChange, people);
  const left = maxMessageLength - value.length;
  const canSend = value.trim() !== '' && left >= 0 && !isSending && refusal === undefined;
  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [value]);
  useEffect(() => { if (autoFocus && window.innerWidth > 767) area.current?.focus(); }, [autoFocus]);

  const send = () => { if (canSend) onSend(value.trim()); };
  const onKeyDown = (event: KeyboardEvent) => {
    if (mentions.onKeyDown(event)) return;
    if (event.key === 'Escape') return area.current?.blur();
    // While an input method composes a word, Enter chooses it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  const box = (
    <form className={classes.box} data-large={isLarge || undefined} data-refused={refusal !== undefined || undefined} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <MentionList box={mentions} />
      <label className={classes.label} htmlFor={id}>{label}</label>
      <textarea
        ref={area} id={id} className={classes.area} data-prompt rows={isLarge ? 3 : 1} value={value} onKeyDown={onKeyDown}
        onChange={(event) => { onChange(event.currentTarget.value); mentions.onCaret(); }} onSelect={mentions.onCaret} onBlur={mentions.close}
        placeholder={refusal ?? placeholder} disabled={refusal !== undefined}
        aria-invalid={left < 0 || undefined} aria-describedby={`${id}-left`} dir="auto" {...mentions.field}
      />
      <div className={classes.foot}>
        <div className={classes.controls}>{controls}</div>
        <span id={`${id}-left`} className={classes.left} data-over={left < 0 || undefined} aria-live="polite">
          {left < 0 ? `${(-left).toLocaleString('en')} characters too many` : left < 1000 ? `${left.toLocaleString('en')} left` : ''}
        </span>
        <Tooltip label={canSend ? 'Send (Enter)' : 'Write something first'} disabled={refusal !== undefined}>
          <ActionIcon className={classes.send} type="submit" size={34} radius={10} disabled={!canSend} loading={isSending} aria-label="Send">
            <IconArrowUp size={18} stroke={2.2} />
          </ActionIcon>
        </Tooltip>
      </div>
    </form>
  );
  if (facts === undefined) return box;
  return <div className={classes.around} data-large={isLarge || undefined}>{box}<div className={classes.facts}>{facts}</div></div>;
}
