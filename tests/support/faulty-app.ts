import type { Exercise } from '#contract/exercise.ts';

/** What can be wrong with the little loan app; each breaks one criterion and is easily overlooked when the app is only opened. */
export const faults = ['throwing button', 'idle filter', 'form that saves nothing', 'error on load', 'endless loop', 'build error', 'forgets on reload'] as const;
export type Fault = (typeof faults)[number];

const schema = {
  type: 'object', additionalProperties: false, required: ['item'], 'x-label': 'item',
  properties: { item: { type: 'string', title: 'Item', maxLength: 100 }, state: { enum: ['out', 'back'], title: 'State' } },
};
export const loanCollections = [{ name: 'loans', title: 'Loans', schema, samples: [{ item: 'Projector', state: 'out' }, { item: 'Laptop', state: 'back' }] }];

export const loanExercises: Exercise[] = [
  { criterion: 'All loans are listed.', steps: [{ do: 'count', role: 'row', is: 2 }, { do: 'see', text: 'Projector' }] },
  { criterion: 'Loans that are out are red.', steps: [{ do: 'colour', text: 'Projector', colour: 'red' }] },
  { criterion: 'The list can be narrowed by state.', steps: [{ do: 'choose', label: 'Show', option: 'back' }, { do: 'not_see', text: 'Projector', within: 'Loans' }, { do: 'see', text: 'Laptop', within: 'Loans' }, { do: 'choose', label: 'Show', option: 'all' }] },
  {
    criterion: 'A loan can be added and is there after a reload.',
    steps: [{ do: 'fill', label: 'Item', value: 'Camera' }, { do: 'click', name: 'Add loan', role: 'button' }, { do: 'count', role: 'row', name: 'Camera', is: 1 }, { do: 'reload' }, { do: 'count', role: 'row', name: 'Camera', is: 1 }],
  },
];

/** The criterion that a fault breaks; null for one that keeps the app from opening at all. */
export const broken: Record<Fault, string | null> = {
  'throwing button': 'A loan can be added and is there after a reload.', 'idle filter': 'The list can be narrowed by state.',
  'form that saves nothing': 'A loan can be added and is there after a reload.', 'error on load': null, 'endless loop': null, 'build error': null,
  'forgets on reload': 'A loan can be added and is there after a reload.',
};

/** `app.tsx` of a list of loans with a filter and a form, with a fault in it or none. */
export function loanApp(fault?: Fault): string {
  const is = (wanted: Fault) => fault === wanted;
  const saving = is('throwing button') ? `throw new Error('saving is broken');` : is('form that saves nothing') ? '' : is('forgets on reload') ? 'setOwn([...own, item]);' : `await loans.add({ item, state: 'out' });`;
  return `import { Button, MantineProvider, NativeSelect, Table, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { records } from '@ninefold/app';

type Loan = { item: string; state?: string };
const loans = records<Loan>('loans');
${is('error on load') ? `console.error('the price list is missing');` : ''}

export function App() {
  const { items } = loans.useList();
  const [show, setShow] = useState('all');
  const [item, setItem] = useState('');
  const [own, setOwn] = useState<string[]>([]);
  ${is('endless loop') ? 'for (let n = 0; n >= 0; n = (n + 1) % 10);' : ''}
  const shown = items.filter((loan) => ${is('idle filter') ? 'loan.item' : `show === 'all' || loan.state === show`});
  const add = async () => { ${saving} setItem(''); };
  return (
    <MantineProvider>
      <Title order={1}>Loans</Title>
      <NativeSelect label="Show" data={['all', 'out', 'back']} value={show} onChange={(event) => setShow(event.currentTarget.value)} />
      <TextInput label="Item" value={item} onChange={(event) => setItem(event.currentTarget.value)} />
      <Button onClick={() => void add()}>Add loan</Button>
      <Table aria-label="Loans">
        <Table.Tbody>
          {shown.map((loan) => <Table.Tr key={loan.id}><Table.Td style={{ color: loan.state === 'out' ? 'var(--mantine-color-red-7)' : undefined }}>{loan.item}</Table.Td></Table.Tr>)}
          {own.map((name) => <Table.Tr key={name}><Table.Td>{name}</Table.Td></Table.Tr>)}
        </Table.Tbody>
      </Table>
    ${is('build error') ? '</MantineProvider' : '</MantineProvider>'}
  );
}
`;
}
