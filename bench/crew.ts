import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findFreePort } from '#server/platform/embedded-postgres/free-port.ts';
import { startDatabase } from '#server/start/database.ts';
import type { Asked, Chat, ClientPart } from './crew/client.ts';
import type { ModelPart } from './crew/model.ts';
import type { RelayPart } from './crew/relay.ts';
import { percentile, target } from './figures.ts';
import { startServer } from './server.ts';
import { startPart } from './streams/part.ts';
import { joinPeople } from './streams/people.ts';

/** The middle one is what the aims about time are judged at. */
const sizes = { small: { streams: [1, 20], judged: 20, words: 200 }, full: { streams: [1, 50, 500], judged: 50, words: 600 } };
const firstDeltaMs = 200;
const deltaMs = 50;
/** Requests of a stream, one after the other. */
const requestsEach = 2;

type Side = { name: string; url: string; memoryMb: () => number | Promise<number> };
type Level = { asked: Asked[]; called: number[]; firsts: number[]; deltas: number[] };

/**
 * What lies between a request and the model, and between the model's words and those who read them: messages posted and
 * chats followed over HTTP by members, answered by a model in a process of its own that says 20 words a second. In the same run
 * a bare relay is asked the same. Nothing is taken off for what the relay needs as well. `--size small` takes two minutes, the default ten.
 */
export async function run(options: string[]): Promise<void> {
  const { streams, judged, words } = sizes[options.includes('small') ? 'small' : 'full'];
  await withSides(words, async (sides, makeChats) => {
    const answerMs = firstDeltaMs + words * deltaMs;
    const met = new Map<number, Level>();
    row(['ms (p50/p99)', 'streams', 'accepted', 'to the model', 'first word', 'each word', 'lost', 'repeated', 'disorder', 'unfinished', 'words/s', 'events/s', 'MB/stream', 'load']);
    for (const side of sides) await measure({ side, answerMs, words, name: `warming ${side.name}`, chats: await makeChats(1, 1) });
    for (const count of streams) {
      for (const side of sides) {
        const level = await measure({ side, answerMs, words, name: side.name, chats: await makeChats(count, count === 1 ? 2 * requestsEach : requestsEach) });
        if (side === sides[1]) met.set(count, level);
      }
    }
    console.log('');
    const { called, firsts, deltas } = met.get(judged)!;
    target(`${judged} streams: added to the first word, p50, ms`, percentile(called.map((ms, n) => ms + firsts[n]!), 0.5), (ms) => ms <= 50, 'at most 50');
    target(`${judged} streams: added to each word, p99, ms`, percentile(deltas, 0.99), (ms) => ms <= 150, 'at most 150');
    for (const [count, { asked }] of met) {
      const faults = sum(asked.map(({ lost, repeated, disorder, status }) => lost + repeated + disorder + (status === 'succeeded' ? 0 : 1)));
      target(`${count} streams: words lost, repeated or out of order, answers not finished`, faults, (n) => n === 0, 'none');
    }
  });
}

async function withSides(words: number, work: (sides: [Side, Side], makeChats: (streams: number, each: number) => Promise<Chat[][]>) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'ninefold-bench-'));
  const [model, relay] = [startPart<ModelPart>('../crew/model.ts'), startPart<RelayPart>('../crew/relay.ts')];
  let stop = async (): Promise<void> => undefined;
  try {
    const modelUrl = await model.ask('open', { firstDeltaMs, deltaMs, count: words });
    const server = await startServer({ home, port: await findFreePort(), env: { PREVIEW_PORT: '0', OPENAI_COMPATIBLE_URL: modelUrl, OPENAI_COMPATIBLE_MODEL: 'bench', LOG_LEVEL: 'warn' } });
    stop = server.stop;
    const projects = await joinPeople(server.url);
    await giveTokens(home);
    await work([
      { name: 'reference: a bare relay', url: await relay.ask('open', { modelUrl }), memoryMb: () => relay.ask('memoryMb') },
      { name: 'the studio', url: server.url, memoryMb: server.memoryMb },
    ], async (streams, each) => {
      const made: Chat[][] = [];
      for (let n = 0; n < streams; n++) {
        const { owner, projectId } = projects[n % projects.length]!;
        const chats = await Promise.all(Array.from({ length: each }, () => owner.post<{ id: string }>(`/api/projects/${projectId}/chats`)));
        made.push(chats.map(({ body }) => ({ chatId: body.id, cookie: owner.cookie })));
      }
      return made;
    });
  } finally {
    await stop();
    await Promise.all([model.stop(), relay.stop()]);
    rmSync(home, { recursive: true, force: true });
  }
}

/** A call keeps the most it may use: the free allowance is for people, not for hundreds of calls at once. */
async function giveTokens(home: string): Promise<void> {
  const { owner } = await startDatabase({ home, databaseUrl: undefined }, () => undefined, { isShared: true });
  const admin = new pg.Client({ connectionString: owner });
  await admin.connect();
  await admin.query('update public.workspace_subscriptions set additional_tokens = 1000000000000');
  await admin.end();
}

async function measure(o: { side: Side; name: string; chats: Chat[][]; answerMs: number; words: number }): Promise<Level> {
  const client = startPart<ClientPart>('../crew/client.ts');
  const before = await o.side.memoryMb();
  let peak = before;
  const watching = setInterval(async () => { peak = Math.max(peak, await o.side.memoryMb()); }, 2_000);
  const { asked, events, ms } = await client.ask('ask', { url: o.side.url, streams: o.chats, count: o.words, answerMs: o.answerMs });
  clearInterval(watching);
  await client.stop();
  const level = { asked, called: asked.map(({ called }) => called), firsts: asked.map(({ first }) => first), deltas: asked.flatMap(({ deltas }) => deltas) };
  row([
    o.name, String(o.chats.length), both(asked.map(({ accepted }) => accepted)), both(level.called), both(level.firsts), both(level.deltas),
    ...(['lost', 'repeated', 'disorder'] as const).map((fault) => String(sum(asked.map((one) => one[fault])))),
    String(asked.filter(({ status }) => status !== 'succeeded').length),
    (level.deltas.length / ms * 1_000).toFixed(0), (events / ms * 1_000).toFixed(0), ((peak - before) / o.chats.length).toFixed(2), loadavg()[0]!.toFixed(1),
  ]);
  return level;
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
const both = (values: number[]): string => `${percentile(values, 0.5).toFixed(1)}/${percentile(values, 0.99).toFixed(0)}`;

function row(cells: string[]): void {
  console.log(cells.map((cell, n) => (n === 0 ? cell.padEnd(34) : cell.padStart(n >= 2 && n <= 5 ? 14 : 11))).join(''));
}
