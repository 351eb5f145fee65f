import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ApiError } from './api-error.ts';
import { request } from './request.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** A server of the test's own, because fetch is what is being used here. */
async function answering(answer: (response: ServerResponse, body: string, headers: NodeJS.Dict<string | string[]>) => void): Promise<string> {
  server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk) => { body += String(chunk); });
    incoming.on('end', () => answer(response, body, incoming.headers));
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/thing`;
}

const thing = z.object({ name: z.string() });
const failure = (promise: Promise<unknown>) => promise.then(() => { throw new Error('it did not fail'); }, (error: unknown) => error as ApiError);

test('an answer of the agreed shape is handed over', async () => {
  const url = await answering((response, body, headers) => {
    expect(JSON.parse(body)).toEqual({ name: 'a' });
    expect(headers['idempotency-key']).toBe('k1');
    response.end('{"name":"a","more":1}');
  });
  expect(await request(url, { method: 'POST', body: { name: 'a' }, schema: thing, idempotencyKey: 'k1' })).toEqual({ name: 'a' });
});

test('an answer without content is nothing', async () => {
  const url = await answering((response) => response.writeHead(204).end());
  expect(await request(url, { method: 'DELETE' })).toBeUndefined();
});

test('problem details keep cause, hint, fields and request id', async () => {
  const url = await answering((response) => response.writeHead(400, { 'content-type': 'application/problem+json' }).end(JSON.stringify({
    type: 'about:blank', title: 'Bad', status: 400, code: 'invalid_input', detail: 'The name is empty.', hint: 'Enter a name.', requestId: 'r1', fields: { name: 'Empty.' },
  })));
  const error = await failure(request(url, { schema: thing }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: 'invalid_input', status: 400, message: 'The name is empty.', hint: 'Enter a name.', requestId: 'r1', fields: { name: 'Empty.' } });
});

test('an error page of a proxy is told by its status', async () => {
  const url = await answering((response) => response.writeHead(502).end('<h1>Bad gateway</h1>'));
  expect(await failure(request(url))).toMatchObject({ code: 'unavailable', status: 502, hint: 'Try again in a moment.' });
});

test('an answer of another shape is refused, not worked with', async () => {
  const url = await answering((response) => response.end('{"title":"a"}'));
  expect(await failure(request(url, { schema: thing }))).toMatchObject({ code: 'internal', message: 'The server answered in a form this page does not know.' });
});

test('a server that is away is said to be away', async () => {
  const url = await answering((response) => response.destroy());
  expect(await failure(request(url))).toMatchObject({ code: 'unavailable', status: 0 });
});

test('an aborted request stays an abort', async () => {
  const url = await answering(() => {});
  const stop = new AbortController();
  const pending = failure(request(url, { signal: stop.signal }));
  stop.abort();
  expect((await pending).name).toBe('AbortError');
});
