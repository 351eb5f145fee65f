import { median } from '../figures.ts';
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
  // Ratios round by round, because what else the machine does then touches both sides alike.
  const against = (design: Design) => median(o.load.get('wall')!.map(({ sent }, round) => sent / o.load.get(design)![round]!.sent));
  target('mixed load against the hand-written', against('by hand'), (value) => value >= 0.75, 'at least 0.75');
  target('mixed load against the sub-select advice', against('sub-select'), (value) => value >= 3, 'at least 3');
  target('mixed load against the function a row', against('function'), (value) => value >= 50, 'at least 50');
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

function target(name: string, value: number, met: (value: number) => boolean, wanted: string): void {
  console.log(`${met(value) ? 'met   ' : 'MISSED'}  ${name}: ${value.toPrecision(3)} (${wanted})`);
}
