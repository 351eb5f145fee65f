import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconListCheck, IconX } from '@tabler/icons-react';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { PlannedStep, RequestForm } from '#contract/requests.ts';
import { Face } from '#web/features/agents/face.tsx';
import { faces } from '#web/features/agents/faces.ts';
import { Card } from './card.tsx';
import type { Answering } from './request-card.tsx';
import classes from './plan-card.module.css';

type Props = Answering & { form: Extract<RequestForm, { kind: 'plan' }> };
type Row = PlannedStep & { key: number };

/** The plan before the work: steps can be put in words of one's own, moved (Alt with an arrow key) and taken out. */
export function PlanCard({ form, onAnswer, ...answering }: Props) {
  const [steps, setSteps] = useState<Row[]>(form.steps.map((step, key) => ({ ...step, key })));
  const [words, setWords] = useState<string | null>(null);
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const isComplete = steps.length > 0 && steps.every(({ intent }) => intent.trim() !== '');

  const move = (from: number, by: -1 | 1) => {
    const to = from + by;
    if (to < 0 || to >= steps.length) return;
    setSteps(steps.map((step, n) => (n === from ? steps[to]! : n === to ? steps[from]! : step)));
    // The focus goes with the step that moved.
    requestAnimationFrame(() => list.current?.querySelectorAll('input')[to]?.focus());
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(index, event.key === 'ArrowUp' ? -1 : 1);
  };
  const approve = () => {
    if (!isComplete) return;
    const edited = steps.map(({ agent, intent }) => ({ agent, intent: intent.trim() }));
    onAnswer({ decision: 'approve', ...(JSON.stringify(edited) === JSON.stringify(form.steps) ? {} : { steps: edited }) });
  };
  const change = () => { if (words?.trim()) onAnswer({ decision: 'change', text: words.trim() }); };

  return (
    <Card
      {...answering} icon={<IconListCheck size={20} stroke={1.7} aria-hidden="true" />} title={`The plan for ${form.title}`}
      note="The crew begins when you agree. Change the words of a step, move it, or take it out."
      onSubmit={words === null ? approve : change}
      actions={words === null ? <>
        <Button type="submit" size="xs" disabled={!isComplete}>Begin</Button>
        <Button size="xs" variant="default" onClick={() => setWords('')}>Change by words</Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => onAnswer({ decision: 'cancel' })}>Withdraw</Button>
      </> : <>
        <Button type="submit" size="xs" disabled={words.trim() === ''}>Plan anew</Button>
        <Button size="xs" variant="default" onClick={() => setWords(null)}>Back to the plan</Button>
      </>}
    >
      {words === null ? (
        <ol ref={list} className={classes.steps} aria-label="Steps">
          {steps.map((step, index) => (
            <li key={step.key} className={classes.step}>
              <Face agent={step.agent} size={26} />
              <label className={classes.name} htmlFor={`${id}-${step.key}`}>{faces[step.agent].name}</label>
              <span className={classes.tools}>
                <Tool label={`Move ${faces[step.agent].name} up`} disabled={index === 0} onClick={() => move(index, -1)}><IconArrowUp size={15} /></Tool>
                <Tool label={`Move ${faces[step.agent].name} down`} disabled={index === steps.length - 1} onClick={() => move(index, 1)}><IconArrowDown size={15} /></Tool>
                <Tool label={`Take out ${faces[step.agent].name}`} disabled={steps.length === 1} onClick={() => setSteps(steps.filter((_, n) => n !== index))}><IconX size={15} /></Tool>
              </span>
              <TextInput
                id={`${id}-${step.key}`} className={classes.intent} size="xs" value={step.intent} maxLength={160}
                error={step.intent.trim() === '' ? 'Say what this step is for.' : undefined}
                onKeyDown={(event) => onKeyDown(event, index)}
                onChange={(event) => { const intent = event.currentTarget.value; setSteps(steps.map((each, n) => (n === index ? { ...each, intent } : each))); }}
              />
            </li>
          ))}
        </ol>
      ) : (
        <Textarea label="What should be different?" data-autofocus autoFocus autosize minRows={2} maxRows={8} maxLength={4000} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      )}
    </Card>
  );
}

function Tool({ label, ...props }: { label: string; disabled: boolean; onClick: () => void; children: ReactNode }) {
  return <ActionIcon variant="transparent" color="gray" size={24} aria-label={label} {...props} />;
}
