import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { median, percentile, target } from './figures.ts';
import { faultsOf, notedIn } from './streams/follower.ts';
import type { Follow, Seen } from './streams/follower.ts';
import { startPart } from './streams/part.ts';
import { joinPeople, openChats } from './streams/people.ts';
import type { Stream } from './streams/people.ts';
import type { ReaderPart } from './streams/reader.ts';
import type { RelayPart } from './streams/relay.ts';
import type { StudioPart } from './streams/studio.ts';
import type { WriterPart } from './streams/writer.ts';

const streamCount = 50;
const perSecond = 50;
const rounds = 3;
const seconds = { small: 3, full: 15 };
const startReader = () => startPart<ReaderPart>('./reader.ts');

type Bench = { url: string; relayUrl: string; streams: Stream[]; count: number; after: () => Promise<string>; write: () => Promise<number[]> };
type Round = { seen: Seen[][]; batches: number[] };

/**
 * How long after its write began an event is with its reader: 50 chats followed over HTTP by members, 50 events a second
 * each, written as the crew writes; `stored` is the write alone, `said` counts the pause between batches too. In rounds
 * that alternate, a bare relay of the same rows. Then readers are cut off and killed. `--size small` takes a minute, the default three.
 */
export async function run(options: string[]): Promise<void> {
  const size = options.includes('small') ? 'small' : 'full';
  await withBench(seconds[size] * perSecond, async (bench) => {
    const [studio, relay]: Round[][] = [[], []];
    row(['ms from the write to the parsed event', 'p50', 'p95', 'p99', 'max', 'lost', 'repeated', 'disorder', 'stored p50', 'stored p99', 'said p50', 'load']);
    // The first round warms connections, plans and compiled code on both sides.
    for (let n = 0; n <= rounds; n++) {
      const both = [await measure(`reference: a bare relay, round ${n}`, bench, bench.relayUrl), await measure(`the studio, round ${n}`, bench, bench.url)] as const;
      if (n > 0) [relay, studio].forEach((all, which) => all!.push(both[which]!));
    }
    const { seen, cuts } = await breakReaders(bench);
    console.log('');
    const p99 = (all: Round[]) => median(all.map((round) => percentile(delays(round), 0.99)));
    target(`${streamCount} streams × ${perSecond}/s: p99, the median of the rounds, ms`, p99(studio!), (ms) => ms < 10, `under 10; the relay: ${p99(relay!).toPrecision(3)}`);
    const faults = seen.map((one) => faultsOf(one, bench.count));
    for (const fault of ['lost', 'repeated', 'disorder'] as const) {
      target(`${seen.length} readers cut off ${cuts} times or killed: ${fault}`, sum(faults.map((one) => one[fault])), (events) => events === 0, 'none');
    }
  });
}

async function withBench(count: number, work: (bench: Bench) => Promise<void>): Promise<void> {
  const [studio, relay, writer] = [startPart<StudioPart>('./studio.ts'), startPart<RelayPart>('./relay.ts'), startPart<WriterPart>('./writer.ts')];
  let admin: pg.Client | undefined;
  try {
    const addresses = await studio.ask('open');
    await writer.ask('open', { url: addresses.app });
    admin = new pg.Client({ connectionString: addresses.owner });
    await admin.connect();
    const streams = await openChats(admin, await joinPeople(addresses.url), streamCount);
    let round = 0;
    await work({
      url: addresses.url, relayUrl: await relay.ask('open', { databaseUrl: addresses.owner }), streams, count,
      after: async () => (await admin!.query<{ id: string }>('select coalesce(max(id), 0) as id from public.run_events')).rows[0]!.id,
      write: () => writer.ask('write', { streams, count, perSecond, round: round++ }),
    });
  } finally {
    await Promise.all([admin?.end(), writer.stop(), relay.stop()]);
    await studio.stop();
  }
}

async function measure(name: string, bench: Bench, url: string): Promise<Round> {
  const reader = startReader();
  const after = await bench.after();
  await reader.ask('follow', bench.streams.map((stream) => ({ url, stream, after })));
  const batches = await bench.write();
  const seen = (await reader.ask('finish', { count: bench.count })).map((one) => one.seen);
  await reader.stop();
  print(name, { seen, batches }, bench.count);
  return { seen, batches };
}

/** Of the 50 readers 13 are cut off again and again, and five share a process that is killed once and goes on from its notes. */
async function breakReaders(bench: Bench): Promise<{ seen: { n: number }[][]; cuts: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'ninefold-bench-'));
  const after = await bench.after();
  const all = bench.streams.map((stream, n): Follow => ({
    url: bench.url, stream, after,
    ...(n % 4 === 0 ? { cutEveryMs: 300 } : n % 10 === 1 ? { notes: join(folder, String(n)) } : {}),
  }));
  const noting = all.filter(({ notes }) => notes !== undefined);
  const rest = all.filter(({ notes }) => notes === undefined);
  const [reader, killed] = [startReader(), startReader()];
  await Promise.all([reader.ask('follow', rest), killed.ask('follow', noting)]);
  const writing = bench.write();
  await sleep((bench.count / perSecond) * 1_000 * (0.25 + Math.random() / 2));
  await killed.kill();
  const successor = startReader();
  await successor.ask('follow', noting);
  const batches = await writing;
  const [seen] = await Promise.all([reader, successor].map((one) => one.ask('finish', { count: bench.count })));
  await Promise.all([reader.stop(), successor.stop()]);
  print('the studio, readers cut off and killed', { seen: seen!.map((one) => one.seen), batches }, bench.count);
  const cut = seen!.filter((_, n) => rest[n]!.cutEveryMs !== undefined);
  const noted = noting.map(({ notes }) => notedIn(notes!));
  rmSync(folder, { recursive: true, force: true });
  return { seen: [...cut.map((one) => one.seen), ...noted], cuts: sum(cut.map((one) => one.cuts)) };
}

const delays = ({ seen }: Round): number[] => seen.flat().map(({ written, read }) => read - written);
const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

function print(name: string, round: Round, count: number): void {
  const ms = delays(round);
  const faults = round.seen.map((one) => faultsOf(one, count));
  const said = round.seen.flat().map((one) => one.read - one.said);
  row([
    name, ...[0.5, 0.95, 0.99, 1].map((share) => percentile(ms, share).toFixed(1)),
    ...(['lost', 'repeated', 'disorder'] as const).map((fault) => String(sum(faults.map((one) => one[fault])))),
    percentile(round.batches, 0.5).toFixed(1), percentile(round.batches, 0.99).toFixed(1), percentile(said, 0.5).toFixed(1), loadavg()[0]!.toFixed(1),
  ]);
}

function row(cells: string[]): void {
  console.log(cells.map((cell, n) => (n === 0 ? cell.padEnd(42) : cell.padStart(n > 4 ? 11 : 8))).join(''));
}
