import type pg from 'pg';
import { filler } from '../probe.ts';
import type { World } from '../world.ts';
import type { Break } from './breaks.ts';
import { broken } from './cells.ts';
import { statesOf } from './example.ts';

// Many breaks are tried with the same statements.
const known = new WeakMap<string[], string[]>();

/** The break in words, if the statements tried are answered the same with and without it, or not as they must before. */
export async function nobodyNotices(admin: pg.Client, world: World, { given, sql, tried, must }: Break): Promise<string | null> {
  const fill = filler(world, { role: 'project owner' });
  return broken(admin, given, async () => {
    const whole = known.get(tried) ?? await statesOf(admin, tried.map(fill));
    known.set(tried, whole);
    const right = typeof must === 'string' ? whole.includes(must) : String(whole) === String(must);
    if (!right) return `${String(must)} expected, ${whole.join()} before: ${sql}`;
    return broken(admin, sql, async () => {
      // In small portions: what is tried last is large, and seldom needed.
      for (let i = 0; i < tried.length; i += 10) {
        const lesser = await statesOf(admin, tried.slice(i, i + 10).map(fill));
        if (lesser.some((answer, j) => answer !== whole[i + j])) return null;
      }
      return sql;
    });
  });
}
