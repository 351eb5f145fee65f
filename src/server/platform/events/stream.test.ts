import { afterEach, expect, test } from 'vitest';
import { closeEvents } from './listener.ts';
import { streamEvents } from './stream.ts';
import type { StreamEvent, StreamOptions } from './stream.ts';

afterEach(() => closeEvents());

const event = (id: number): StreamEvent => ({ id: String(id), type: 'counted', data: { id } });
const open = (o: Partial<StreamOptions>) => streamEvents({
  channel: 'chat_events', key: 'chat', after: '0', isAllowed: async () => true, read: async () => [], ...o,
}).body!.pipeThrough(new TextDecoderStream()).getReader();

test('a quiet stream sends a sign of life', async () => {
  const reader = open({ heartbeatMs: 20 });
  expect((await reader.read()).value).toBe('retry: 1000\n\n');
  expect((await reader.read()).value).toBe(': still here\n\n');
  await reader.cancel();
});

test('a stream ends when its reader may not see the rows any more', async () => {
  const reader = open({ read: async () => null });
  await reader.read();
  expect((await reader.read()).done).toBe(true);
});

test('a stream ends when the session does', async () => {
  let isSignedIn = true;
  const reader = open({ heartbeatMs: 20, isAllowed: async () => isSignedIn });
  await reader.read();
  await reader.read();
  isSignedIn = false;
  await reader.read();
  expect((await reader.read()).done).toBe(true);
});

test('closing the events ends every stream', async () => {
  const reader = open({});
  await reader.read();
  const end = reader.read();
  await closeEvents();
  expect((await end).done).toBe(true);
});

test('rows are read no faster than the reader takes them', async () => {
  let reads = 0;
  const reader = open({ atOnce: 1, read: async (after) => { reads++; return [event(Number(after) + 1)]; } });
  await reader.read();
  await new Promise((done) => setTimeout(done, 50));
  expect(reads).toBeLessThan(5);
  await reader.cancel();
});

test('a read that gives fewer events than it may is the last one until there is news', async () => {
  let reads = 0;
  const reader = open({ atOnce: 2, read: async (after) => { reads++; return after === '0' ? [event(1), event(2)] : [event(3)]; } });
  for (let n = 0; n < 3; n++) await reader.read();
  await new Promise((done) => setTimeout(done, 50));
  expect(reads).toBe(2);
  await reader.cancel();
});

test('a failing read ends the stream, so that the reader connects again', async () => {
  const reader = open({ read: async () => { throw new Error('the database is away'); } });
  await reader.read();
  expect((await reader.read()).done).toBe(true);
});
