import type { App } from './bench.ts';

const taskSchema = {
  type: 'object',
  properties: { title: { type: 'string', minLength: 1, maxLength: 80 }, done: { type: 'boolean' } },
  required: ['title'],
  additionalProperties: false,
};

/** A list with everything that changes records. */
export const tasks: App = {
  collections: [{ name: 'tasks', title: 'Tasks', schema: taskSchema, samples: [{ title: 'Water plants' }] }],
  files: [{
    path: 'app.tsx',
    content: `
import { useState } from 'react';
import { Button, MantineProvider, TextInput } from '@mantine/core';
import { fieldErrors, messageOf, records, saveFile, type Undo } from '@ninefold/app';

type Task = { title: string; done?: boolean };
const tasks = records<Task>('tasks');

export function App() {
  const { items, loading } = tasks.useList();
  const [title, setTitle] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [message, setMessage] = useState('');
  const [undo, setUndo] = useState<{ run: Undo } | null>(null);
  async function add() {
    try { await tasks.add({ title }); setTitle(''); setError(null); }
    catch (problem) { setError(fieldErrors(problem).title ?? messageOf(problem)); }
  }
  return (
    <MantineProvider>
      <h1>Tasks</h1>
      {loading && <p>Loading</p>}
      <form onSubmit={(event) => { event.preventDefault(); void add(); }}>
        <TextInput label="Title" value={title} error={error} onChange={(event) => setTitle(event.currentTarget.value)} />
        <Button type="submit">Add</Button>
      </form>
      <ul>
        {items.map((task) => (
          <li key={task.id}>
            <span>{task.done ? task.title + ' (done)' : task.title}</span>
            <button aria-label={'Finish ' + task.title} onClick={() => tasks.update(task.id, { done: true }).catch((problem) => setMessage(messageOf(problem)))}>Finish</button>
            <button aria-label={'Remove ' + task.title} onClick={async () => { const run = await tasks.remove(task.id); setUndo({ run }); }}>Remove</button>
          </li>
        ))}
      </ul>
      {undo && <button onClick={() => undo.run()}>Undo</button>}
      <button onClick={() => saveFile('tasks.csv', ['title', ...items.map((task) => task.title)].join('\\n'))}>Export</button>
      <a href="https://example.com/help">Website</a>
      <p role="status">{message}</p>
    </MantineProvider>
  );
}
`,
  }],
};

/** One of each kind of package. */
export const showcase: App = {
  collections: [{
    name: 'loans', title: 'Loans',
    schema: { type: 'object', properties: { item: { type: 'string' }, dueDate: { type: 'string', format: 'date' } }, required: ['item'], additionalProperties: false },
    samples: [{ item: 'Drill', dueDate: 'today+3' }, { item: 'Ladder', dueDate: 'today-10' }],
  }],
  files: [
    { path: 'app.css', content: '.late { color: red; }' },
    {
      path: 'app.tsx',
      content: `
import './app.css';
import '@mantine/core/styles.css';
import { Button, Group, MantineProvider, Table, Title } from '@mantine/core';
import { BarChart } from '@mantine/charts';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { ModalsProvider } from '@mantine/modals';
import { Notifications, notifications } from '@mantine/notifications';
import { IconBell, IconToolsKitchen2 } from '@tabler/icons-react';
import dayjs from 'dayjs';
import relativeTime from 'dayjs/plugin/relativeTime';
import { currentUser, daysFromToday, records } from '@ninefold/app';

dayjs.extend(relativeTime);
const loans = records<{ item: string; dueDate?: string }>('loans');

export default function App() {
  const { items } = loans.useList();
  const form = useForm({ initialValues: { dueDate: daysFromToday(7) } });
  const [opened, { toggle }] = useDisclosure(false);
  return (
    <MantineProvider theme={{ primaryColor: 'teal' }}>
      <ModalsProvider>
        <Notifications />
        <Title order={1}>Loans</Title>
        <p>For {currentUser().displayName}, <IconToolsKitchen2 size={16} /> {String(opened)}</p>
        <Group>
          <Button leftSection={<IconBell size={16} />} onClick={() => { toggle(); notifications.show({ message: 'Hello from the app' }); }}>Notify</Button>
          <DateInput label="Due date" {...form.getInputProps('dueDate')} />
        </Group>
        <Table>
          <Table.Tbody>
            {items.map((loan) => (
              <Table.Tr key={loan.id} className={loan.dueDate && loan.dueDate < daysFromToday(0) ? 'late' : ''}>
                <Table.Td>{loan.item}</Table.Td><Table.Td>{dayjs(loan.dueDate).fromNow()}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <BarChart h={200} w={400} data={items.map((loan) => ({ item: loan.item, count: 1 }))} dataKey="item" series={[{ name: 'count', color: 'teal.6' }]} />
      </ModalsProvider>
    </MantineProvider>
  );
}
`,
    },
  ],
};
