import { understand } from '#server/agents/models/built-in/understand.ts';
import { filesOf } from '#server/agents/models/built-in/files/index.ts';
import { requests } from '#server/agents/models/built-in/testing/requests.ts';
import { burdens } from '#server/agents/models/built-in/testing/talk.ts';
import { report, timed } from './figures.ts';

/** How long the built-in builder takes to read a request and to write its files, and to read the longest message there may be. */
export async function run(): Promise<void> {
  report('load and first request', [(await timed(() => understand(requests[0]!.text, null))).ms], 'ms');
  const copied: number[] = [];
  const read: number[] = [];
  const written: number[] = [];
  for (const { text } of requests) {
    const { ms, result } = await timed(() => understand(text, null));
    read.push(ms);
    if (result.kind !== 'build') continue;
    copied.push((await timed(async () => structuredClone(result.blueprint))).ms);
    written.push((await timed(async () => filesOf(result.blueprint))).ms);
  }
  report('reference: one copy of the blueprint', copied, 'ms');
  report('a request read into a blueprint', read, 'ms');
  report('a blueprint written as files', written, 'ms');
  const long: number[] = [];
  for (const burden of burdens) long.push((await timed(() => understand(burden.repeat(20_000).slice(0, 20_000), null))).ms);
  report('20,000 hostile characters', long, 'ms');
}
