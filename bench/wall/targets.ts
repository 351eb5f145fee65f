import { median, target } from '../figures.ts';
import type { Design } from './designs.ts';
import { personNames } from './generate.ts';
import type { Load } from './mixed-load.ts';
import type { Size } from './generate.ts';
import { figureOf } from './sample.ts';
import type { Figures } from './sample.ts';
import { statementsOf } from './statements.ts';

/** Prints each target as met or missed. */
export function judge(o: { figures: Figures; search: Map<string, number[]>; load: Map<Design, Load[]>; size: Size }): void {
  console.log('');
  // Ratios round by round, because what else the machine does then touches both sides alike. Judged in the server, as the
  // figures were taken that the targets come from (decision 0085).
  const against = (kind: keyof Load, design: Design) => median(o.load.get('wall')!.map((wall, round) => wall[kind] / o.load.get(design)![round]![kind]));
  for (const [design, least] of [['by hand', 0.75], ['sub-select', 3], ['function', 50]] as const) {
    target(`mixed load against ${design}`, against('looped', design), (value) => value >= least, `at least ${least}`);
    console.log(`        the same with a client beside it: ${against('sent', design).toPrecision(3)}`);
  }
  for (const { name: statement, reads } of statementsOf(o.size)) {
    const samples = personNames.map((name) => o.figures.get(figureOf(statement, name, 'wall'))!);
    // The fastest of all runs: whatever else the machine does only adds.
    const times = samples.map((list) => Math.min(...list.map((one) => one.ms)));
    const away = Math.max(...times.map((ms) => Math.abs(ms / median(times) - 1)));
    target(`${statement}: ${times.map((ms) => ms.toFixed(3)).join(', ')} ms for 4, 200, 2,000, apart by`, away, (value) => value <= 0.1, 'at most 0.1');
    if (!reads) continue;
    const buffers = samples.map((list) => Math.min(...list.map((one) => one.buffers)));
    target(`${statement}: buffers ${buffers.join(', ')}`, new Set(buffers).size, (value) => value === 1, 'all the same');
  }
  if (o.search.size === 0) return;
  for (const name of personNames) {
    const [wall, hand] = [o.search.get(`${name}, wall`)!, o.search.get(`${name}, by hand`)!];
    target(`search, ${name}`, median(wall.map((ms, round) => ms / hand[round]!)), (value) => value <= 1.15, 'at most 1.15');
  }
}
