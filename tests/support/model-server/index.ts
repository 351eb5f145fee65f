import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { AgentType } from '#contract/agents.ts';
import type { ModelProvider } from '#contract/models.ts';
import { readContext, type AgentContext, type AgentPhase } from '#server/agents/context.ts';
import type { Script, Turn } from '#tests/support/scripted-model.ts';
import { anthropic } from './anthropic.ts';
import { google } from './google.ts';
import { cutInto, type Mischief } from './mischief.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import type { Asked, Protocol, Usage, Writer } from './protocol.ts';

export { refusals, type Mischief } from './mischief.ts';
export type { Asked } from './protocol.ts';

const protocols: Protocol[] = [openaiChat, openaiResponses, anthropic, google];

export type ModelServerOptions = {
  /** Requests with another key are refused. */
  key?: string;
  port?: number;
  /** Before the first word, and between words. */
  firstDeltaMs?: number;
  deltaMs?: number;
  usage?: Usage;
  /** Makes of each word what is sent, at the moment it is sent. */
  stamp?: (word: string) => string;
};

export type ModelServer = {
  /** Where each protocol answers. */
  urls: Record<ModelProvider, string>;
  /** Every request so far, refused ones included. */
  requests: (Asked & { call: string })[];
  /** Lets the next `times` answers go wrong, of all calls or of one such as `coder work 0`. */
  misbehave: (mischief: Mischief, o?: { call?: string; times?: number; provider?: ModelProvider }) => void;
  /** Forgets what is still to go wrong. */
  behave: () => void;
  /** Connections on which an answer is being given. */
  streaming: () => number;
  close: () => Promise<void>;
};

const usual: Usage = { input: 100, cached: 40, output: 20, reasoning: 0 };

/** A server that speaks the streaming protocols of the providers over HTTP, answers by a script, and misbehaves when told to. */
export async function startModelServer(script: Script, o: ModelServerOptions = {}): Promise<ModelServer> {
  const planned: { mischief: Mischief; call: string | undefined; provider: ModelProvider | undefined; times: number }[] = [];
  const requests: ModelServer['requests'] = [];
  let streaming = 0;
  const server = createServer((request, response) => {
    streaming++;
    const goOn = () => { drained.get(response)?.(); drained.delete(response); };
    response.on('drain', goOn);
    response.on('close', () => { streaming--; closed.get(response)?.(); closed.delete(response); goOn(); });
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const protocol = protocols.find((p) => p.isFor(path.split('?')[0]!));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (!protocol) return sendJson(response, 404, { error: { message: 'not found' } });
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    const asked: Asked = { provider: protocol.provider, key: protocol.keyOf(request.headers), body, ...protocol.read(body, path) };
    const context = contextOf(asked);
    const call = `${context.agent} ${context.phase} ${asked.round}`;
    requests.push({ ...asked, call });
    if (o.key !== undefined && asked.key !== o.key) return sendJson(response, protocol.provider === 'google' ? 400 : 401, protocol.error('key'));
    const next = planned.find((p) => p.times > 0 && (p.call ?? call) === call && (p.provider ?? asked.provider) === asked.provider);
    if (next) next.times--;
    const mischief = next?.mischief;
    if (mischief?.kind === 'refused') return sendJson(response, mischief.status, protocol.error(mischief.refusal), mischief.retryAfter);
    if (mischief?.kind === 'stall' && mischief.after === 'nothing') await pause(mischief.ms, response);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.flushHeaders();
    await stream(response, protocol.write(asked.model), await script(context, asked.round), mischief, `${context.agent}-${context.phase}-${asked.round}`);
  }

  async function stream(response: ServerResponse, writer: Writer, turn: Turn, mischief: Mischief | undefined, id: string): Promise<void> {
    const say = (frames: string[]) => send(response, frames.join(''), mischief?.kind === 'split' ? mischief.bytes : undefined);
    if (mischief?.kind === 'garbage') {
      await say(['data: {"what": "is this"\n\n']);
      response.end();
      return;
    }
    await say(writer.begin());
    await pause(o.firstDeltaMs ?? 0, response);
    const text = mischief?.kind === 'flood' ? 'All work and no play. '.repeat(mischief.characters / 22) : turn.text ?? (needsWords(mischief) ? 'One moment please. ' : '');
    if (mischief?.kind === 'refusal') {
      if (!mischief.isSilent) await say(writer.refuse('I cannot help with that.'));
      await say(writer.end('refusal', o.usage ?? usual));
      response.end();
      return;
    }
    for (const [n, word] of (mischief?.kind === 'flood' ? cutInto(text, 1000) : text.split(/(?<= )/)).filter((part) => part !== '').entries()) {
      if (n > 0 && o.deltaMs) await pause(o.deltaMs, response);
      await say(writer.text(o.stamp?.(word) ?? word));
      if (n > 0) continue;
      if (mischief?.kind === 'stall') await pause(mischief.ms, response);
      if (mischief?.kind === 'error-in-stream') await say(writer.fail());
      if (mischief?.kind === 'cut' || mischief?.kind === 'error-in-stream') {
        // What was written has to be under way before the connection breaks.
        await pause(20, response);
        if (mischief.kind === 'cut' && !mischief.clean) response.socket?.end();
        else response.end();
        return;
      }
    }
    for (const [n, { tool, input }] of (turn.calls ?? []).entries()) {
      const json = JSON.stringify(input);
      const sent = mischief?.kind === 'malformed-json' ? json.slice(0, -1) : json;
      await say(writer.call(`${id}-${n}`, mischief?.kind === 'unknown-tool' ? `${tool}_please` : tool, cutInto(sent, mischief?.kind === 'pieces' ? mischief.count : 3)));
    }
    await say(writer.end((turn.calls ?? []).length > 0 ? 'tool-calls' : 'stop', mischief?.kind === 'no-usage' ? null : o.usage ?? usual));
    response.end();
  }

  server.listen(o.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    urls: { anthropic: `${base}/anthropic/v1`, openai: `${base}/openai/v1`, google: `${base}/google/v1beta`, 'openai-compatible': `${base}/compatible/v1` },
    requests,
    misbehave: (mischief, { call, times = 1, provider } = {}) => { planned.push({ mischief, call, provider, times }); },
    behave: () => { planned.length = 0; },
    streaming: () => streaming,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function needsWords(mischief: Mischief | undefined): boolean {
  return mischief?.kind === 'stall' || mischief?.kind === 'cut' || mischief?.kind === 'error-in-stream';
}

/** Who asks and at what: from the context block where there is one, else from the prompt's first line and the tools. */
function contextOf({ system, user, tools }: Asked): AgentContext {
  const agent = (/^You are the ([a-z-]+) agent/.exec(system)?.[1] ?? 'orchestrator') as AgentType;
  const phase: AgentPhase = agent !== 'orchestrator' ? 'work' : tools.includes('plan_work') ? 'plan' : 'summary';
  return readContext(user) ?? ({ agent, phase, request: user } as AgentContext);
}

function sendJson(response: ServerResponse, status: number, body: unknown, retryAfter?: string): void {
  response.writeHead(status, { 'content-type': 'application/json', ...(retryAfter ? { 'retry-after': retryAfter } : {}) });
  response.end(JSON.stringify(body));
}

/** What waits for a connection: to take more, or to end. */
const drained = new Map<ServerResponse, () => void>();
const closed = new Map<ServerResponse, () => void>();

async function send(response: ServerResponse, text: string, bytes: number | undefined): Promise<void> {
  if (text === '') return;
  if (bytes === undefined) {
    if (!response.write(text) && !response.destroyed) await new Promise<void>((on) => { drained.set(response, on); });
    return;
  }
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += bytes) {
    response.write(all.subarray(at, at + bytes));
    // A turn of the event loop each, so that they leave as they are.
    if (at % (bytes * 16) === 0) await new Promise(setImmediate);
  }
}

async function pause(ms: number, response: ServerResponse): Promise<void> {
  if (ms <= 0) return;
  await new Promise<void>((on) => {
    const timer = setTimeout(on, ms);
    closed.set(response, () => { clearTimeout(timer); on(); });
  });
}
