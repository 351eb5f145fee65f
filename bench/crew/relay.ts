import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { getRequestListener } from '@hono/node-server';
import { streamText } from 'ai';
import { Hono } from 'hono';
import { stream as streamBytes } from 'hono/streaming';
import { pssKb } from '../server.ts';
import { answerAs } from '../streams/part.ts';

export type RelayPart = { open: (o: { modelUrl: string }) => Promise<string>; memoryMb: () => number };

const writers = new Map<string, (frame: string) => Promise<unknown>>();
let close: () => void = () => undefined;

/** The reference: the AI SDK behind Hono with the same two requests. No sign-in, no database, nothing outlives it. */
async function open({ modelUrl }: { modelUrl: string }): Promise<string> {
  const model = createOpenAICompatible({ name: 'bench', baseURL: modelUrl, includeUsage: true })('bench');
  const app = new Hono();
  app.get('/api/chats/:id/events', (c) => {
    c.header('content-type', 'text/event-stream');
    return streamBytes(c, async (out) => {
      const ended = Promise.withResolvers<void>();
      out.onAbort(() => { writers.delete(c.req.param('id')); ended.resolve(); });
      writers.set(c.req.param('id'), (frame) => out.write(frame));
      await out.write('retry: 1000\n\n');
      await ended.promise;
    });
  });
  app.post('/api/chats/:id/messages', async (c) => {
    const { text } = await c.req.json<{ text: string }>();
    void answer(text, writers.get(c.req.param('id'))!);
    return c.json({}, 202);
  });

  async function answer(prompt: string, write: (frame: string) => Promise<unknown>): Promise<void> {
    let id = 0;
    const send = (event: { type: string; [key: string]: unknown }) => write(`id: ${++id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    for await (const delta of streamText({ model, prompt }).textStream) await send({ type: 'text.delta', delta });
    await send({ type: 'run.finished', status: 'succeeded' });
  }

  const server = createServer(getRequestListener(app.fetch));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  close = () => server.closeAllConnections();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

answerAs({ open, memoryMb: () => pssKb('self') / 1024 } satisfies RelayPart, () => close());
