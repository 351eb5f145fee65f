import { expect, test } from 'vitest';
import { createEventParser, type StreamEvent } from './event-stream.ts';

function parseIn(pieces: string[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const parse = createEventParser((event) => events.push(event));
  for (const piece of pieces) parse(piece);
  return events;
}

const stream = ': hello\n\nid: 7\nevent: run.started\ndata: {"a":1}\n\nid: 8\ndata: one\ndata: two\n\nevent: ping\n\ndata\n\n';
const expected = [
  { id: '7', type: 'run.started', text: '{"a":1}' },
  { id: '8', type: 'message', text: 'one\ntwo' },
  { id: '8', type: 'message', text: '' },
];

test('a stream is read whole, with comments and events without text left out', () => {
  expect(parseIn([stream])).toEqual(expected);
});

test('a stream is read the same in pieces of any size and with any line end', () => {
  for (const text of [stream, stream.replaceAll('\n', '\r\n'), stream.replaceAll('\n', '\r')]) {
    // A lone CR at the very end waits for its LF, so the last event is closed by more text.
    for (const size of [1, 2, 3, 7]) {
      const pieces = (`${text}:`).match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect(parseIn(pieces)).toEqual(expected);
    }
  }
});

test('an event that is not finished is not told', () => {
  expect(parseIn(['id: 1\ndata: half'])).toEqual([]);
});
