import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stopBuilder } from '../bundle/index.ts';
import { configurePreviews } from '../settings.ts';
import { dropStandby } from './cell.ts';
import { renderBundle } from './index.ts';
import type { SampleCollection } from './sample-records.ts';

// A process each: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 });

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ninefold-render-'));
  configurePreviews({ home, previewUrl: 'http://localhost:1' });
});
afterAll(async () => {
  stopBuilder();
  dropStandby();
  await rm(home, { recursive: true, force: true });
});

const render = (content: string, collections: SampleCollection[] = [], timeoutMs?: number) =>
  renderBundle([{ path: 'app.tsx', content }], { collections, ...(timeoutMs && { timeoutMs }) });

const books: SampleCollection = {
  name: 'books', title: 'Books',
  schema: {
    type: 'object',
    properties: {
      title: { type: 'string', minLength: 1 }, pages: { type: 'integer', minimum: 1, maximum: 5000 }, genre: { enum: ['novel', 'poetry'] },
      due: { type: 'string', format: 'date' }, mail: { type: 'string', format: 'email' }, read: { type: 'boolean' },
    },
    required: ['title', 'pages', 'genre', 'due'], additionalProperties: false, 'x-label': 'title',
  },
  samples: [{ title: 'Middlemarch', pages: 880, genre: 'novel', due: 'today+3' }],
};

const form = (save: string) => `
import { useState } from 'react';
import { Button, Checkbox, MantineProvider, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { fieldErrors, records } from '@ninefold/app';
type Book = { title: string; pages: number; genre: string; due: string; mail?: string; read?: boolean };
const books = records<Book>('books');
export function App() {
  const { items } = books.useList();
  const [opened, setOpened] = useState(false);
  const form = useForm<any>({
    initialValues: { title: '', pages: '', genre: null, due: null, mail: '', read: false },
    validate: { title: (value) => (value ? null : 'Please fill this in.'), genre: (value) => (value ? null : 'Please choose.') },
  });
  const submit = form.onSubmit(async (values) => {
    try { ${save} setOpened(false); } catch (error) { form.setErrors(fieldErrors(error)); }
  });
  return (
    <MantineProvider>
      <h1>Library</h1>
      <Button onClick={() => setOpened(true)}>Add book</Button>
      <ul>{items.map((book) => <li key={book.id}>{book.title}, {book.due}</li>)}</ul>
      <Modal opened={opened} onClose={() => setOpened(false)} title="New book">
        <form onSubmit={submit} noValidate>
          <TextInput label="Title" withAsterisk {...form.getInputProps('title')} />
          <NumberInput label="Pages" {...form.getInputProps('pages')} />
          <Select label="Genre" data={['novel', 'poetry']} {...form.getInputProps('genre')} />
          <DateInput label="Due" {...form.getInputProps('due')} />
          <TextInput label="Mail" {...form.getInputProps('mail')} />
          <Checkbox label="Read" {...form.getInputProps('read', { type: 'checkbox' })} />
          <Button type="submit">Save</Button>
        </form>
      </Modal>
    </MantineProvider>
  );
}`;

test('an app that works passes: its records, its form empty and filled', async () => {
  const outcome = await render(form('await books.add(values);'), [books]);
  expect(outcome).toMatchObject({ ok: true, errors: [], headings: ['Library'], notes: [] });
  expect(outcome.text).toContain('Middlemarch');
  expect(outcome.checks).toEqual([
    { text: '“Books” shows its records.', ok: true },
    { text: 'An empty form of “Books” is refused and says what is missing.', ok: true },
    { text: 'A filled form of “Books” is saved and the new record is shown.', ok: true },
  ]);
});

test('an app whose form loses what was typed fails, with the reason on the screen', async () => {
  const outcome = await render(form('await books.add({ ...values, pages: 0 });'), [books]);
  expect(outcome.ok).toBe(false);
  expect(outcome.checks.at(-1)).toMatchObject({ ok: false, text: expect.stringMatching(/was not saved: Pages: must be >= 1/) as string });
});

test('an app whose form saves nothing fails', async () => {
  const outcome = await render(form(''), [books]);
  expect(outcome.ok).toBe(false);
  expect(outcome.checks.at(-1)).toEqual({ ok: false, text: 'A filled form of “Books” was not saved.' });
});

test.each([
  ['does not build', 'export const App = () => <p>;', /^app\.tsx:1: /],
  ['throws while drawing', 'export const App = () => { throw new Error("no luck"); };', /^app\.tsx:1: no luck$/],
  ['throws later', 'setTimeout(() => { throw new Error("later"); });\nexport const App = () => <p>x</p>;', /^app\.tsx:1: later$/],
  ['rejects', 'void Promise.reject(new Error("rejected"));\nexport const App = () => <p>x</p>;', /rejected$/],
  ['draws an object', 'export const App = () => <p>{{ a: 1 } as never}</p>;', /^(app\.tsx:1|<App>): Objects are not valid as a React child/],
  ['sets state for ever', 'import { useState } from "react";\nexport const App = () => { const [n, set] = useState(0); set(n + 1); return n; };', /Endless update/],
  ['writes errors to the console', 'console.error("bad", { a: 1 });\nexport const App = () => <p>x</p>;', /^console\.error: bad {"a":1}$/],
  ['shows nothing', 'export const App = () => null;', /^The screen is empty\.$/],
  ['has no component', 'export const x = 1;', /does not export a component named App/],
  ['loops', 'export function App() {\n  for (;;) ;\n}', /^app\.tsx:2: Endless loop/],
  ['asks for a collection that is not there', 'import { records } from "@ninefold/app";\nconst x = records("nope");\nexport const App = () => { const { error } = x.useList(); if (error) throw error; return <p>x</p>; };', /no collection "nope"/],
])('an app that %s is not ok and says why', async (_name, content, message) => {
  const outcome = await render(content);
  expect(outcome.ok).toBe(false);
  expect(outcome.errors[0]).toMatch(message);
});

test('an app that never comes to rest is stopped', async () => {
  const outcome = await render('export function App() { const busy = () => { const end = Date.now() + 300; while (Date.now() < end); setTimeout(busy); }; const text = "a".repeat(40) + "!"; /^(a+)+$/.test(text); return <p>x</p>; }', [], 3000);
  expect(outcome).toMatchObject({ ok: false, errors: [expect.stringMatching(/did not come to rest within 3 seconds/) as string] });
});

test.each([
  ['the heap', 'const all: unknown[] = []; for (;;) all.push(new Array(1e5).fill(Math.random()));'],
  ['buffers', 'const all: unknown[] = []; for (;;) all.push(new Uint8Array(1e7).fill(1));'],
])('an app that fills %s is stopped', async (_name, code) => {
  expect(await render(`export function App() { ${code} }`)).toMatchObject({ ok: false, errors: ['The app took too much memory.'] });
});

test('an app reaches no file, process, module or network of the server', async () => {
  let contacts = 0;
  const sink = createServer((socket) => { contacts++; socket.destroy(); });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  process.env['NINEFOLD_TEST_SECRET'] = 'secret';
  const url = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`;
  const attempts: Record<string, string> = {
    variables: 'const all = Object.keys(process.env); if (all.length > 0) return all; throw new Error("none")',
    exit: 'return process.exit(0)',
    binding: 'return process.binding("fs")',
    builtin: 'return process.getBuiltinModule("fs").readFileSync("/etc/passwd", "utf8")',
    fs: 'const name = "node:fs"; return (await import(name)).readFileSync("/etc/passwd", "utf8")',
    net: 'const name = "net"; return typeof (await import(name)).connect',
    fsByText: `return await new Function("return import('node:fs')")()`,
    fsByEval: `return await eval("import('node:fs')")`,
    fsByNode: `return await document.createElement.constructor("return import('node:child_process')")()`,
    file: 'const name = "file:///etc/passwd"; return import(name)',
    packageFile: `const name = ${JSON.stringify(new URL('../../../../../node_modules/jsdom/lib/api.js', import.meta.url).href)}; return import(name)`,
    dataModule: `const name = "data:text/javascript,import 'node:fs'; export default 1"; return import(name)`,
    require: 'return globalThis["require"]("fs")',
    fetch: `return (await fetch(${JSON.stringify(url)})).status`,
    webSocket: `return new WebSocket(${JSON.stringify(url.replace('http', 'ws'))}).url`,
    eventSource: `return new EventSource(${JSON.stringify(url)}).url`,
    xhr: `const x = new XMLHttpRequest(); x.open("GET", ${JSON.stringify(url)}); x.send(); return "sent"`,
    worker: 'return new Worker("data:text/javascript,1").constructor.name',
    storage: 'return localStorage.length',
  };
  const list = Object.entries(attempts).map(([name, code]) => `${name}: async () => { ${code}; }`).join(',\n');
  const outcome = await render(`// @ts-nocheck
import { useEffect, useState } from 'react';
const attempts = { ${list} };
export function App() {
  const [lines, setLines] = useState([]);
  useEffect(() => { (async () => {
    for (const [name, run] of Object.entries(attempts)) {
      let line; try { line = 'DONE ' + (await run()); } catch (error) { line = 'REFUSED'; }
      setLines((before) => [...before, name + ' ' + line.slice(0, 60)]);
    }
    const image = new Image(); image.src = ${JSON.stringify(url)}; document.body.append(image);
    document.body.insertAdjacentHTML('beforeend', '<iframe src=${JSON.stringify(url)}></iframe><script src=${JSON.stringify(url)}></script>');
  })(); }, []);
  return <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>;
}`);
  await new Promise((resolve) => sink.close(resolve));
  expect(outcome.errors).toEqual([]);
  expect(outcome.text.split('\n')).toEqual(Object.keys(attempts).map((name) => `${name} REFUSED`));
  expect(contacts).toBe(0);
});

test('an app cannot pass off its own outcome by filling the output', async () => {
  const outcome = await render('export const App = () => <p>{"x".repeat(3_000_000)}</p>;');
  expect(outcome.text.length).toBeLessThan(10_000);
});
