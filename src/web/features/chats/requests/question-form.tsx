import { Button, Checkbox, Group, Radio, Stack, Textarea } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useState } from 'react';
import type { Question, QuestionAnswer, RequestForm } from '#contract/requests.ts';
import { faces } from '#web/features/agents/faces.ts';
import { Card } from './card.tsx';
import type { Answering } from './request-card.tsx';

type Props = Answering & { form: Extract<RequestForm, { kind: 'question' }> };
type Given = QuestionAnswer['answers'][number];

/** Up to four questions of an agent. All may be left out: the crew then decides itself. */
export function QuestionForm({ form, onAnswer, ...answering }: Props) {
  const [answers, setAnswers] = useState<Given[]>(form.questions.map(() => null));
  const isEmpty = answers.every((answer) => answer === null || answer.length === 0);
  const give = (index: number, answer: Given) => setAnswers((held) => held.map((each, n) => (n === index ? answer : each)));
  return (
    <Card
      {...answering} icon={<IconHelpCircle size={20} stroke={1.7} aria-hidden="true" />}
      title={form.questions.length === 1 ? `${faces[form.agent].name} has a question` : `${faces[form.agent].name} has ${form.questions.length} questions`}
      onSubmit={() => { if (!isEmpty) onAnswer({ answers: answers.map((answer) => (answer !== null && answer.length > 0 ? answer : null)) }); }}
      actions={<>
        <Button type="submit" size="xs" disabled={isEmpty}>Answer</Button>
        <Button size="xs" variant="default" onClick={() => onAnswer({ answers: [] })}>Let the crew decide</Button>
      </>}
    >
      {form.questions.map((question, index) => <Field key={question.text} question={question} value={answers[index] ?? null} onChange={(answer) => give(index, answer)} />)}
    </Card>
  );
}

function Field({ question, value, onChange }: { question: Question; value: Given; onChange: (answer: Given) => void }) {
  const { text, kind, options } = question;
  if (kind === 'text') {
    return <Textarea label={text} autosize minRows={1} maxRows={6} maxLength={2000} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  if (kind === 'choice') {
    return (
      <Radio.Group label={text} value={typeof value === 'string' ? value : null} onChange={onChange}>
        <Stack gap={8} mt={8}>{options.map((option) => <Radio key={option} size="sm" value={option} label={option} />)}</Stack>
      </Radio.Group>
    );
  }
  return (
    <Checkbox.Group label={text} value={Array.isArray(value) ? value : []} onChange={onChange}>
      <Group gap="8px 18px" mt={8}>{options.map((option) => <Checkbox key={option} size="sm" value={option} label={option} />)}</Group>
    </Checkbox.Group>
  );
}
