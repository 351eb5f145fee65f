import { setTimeout as sleep } from 'node:timers/promises';
import { Follower } from './follower.ts';
import type { Follow, Seen } from './follower.ts';
import { answerAs, nowMs } from './part.ts';

export type ReaderPart = {
  /** Resolves when all are connected. */
  follow: (streams: Follow[]) => Promise<void>;
  /** Waits for the last event of each stream, and for what may come behind it. */
  finish: (o: { count: number }) => Promise<{ seen: Seen[]; cuts: number }[]>;
};

// Without an event for this long the rest counts as lost; repeated ones would come at once.
const lostAfterMs = 5_000;
const repeatedWithinMs = 500;

let followers: Follower[] = [];

async function follow(streams: Follow[]): Promise<void> {
  followers = streams.map((o) => new Follower(o));
  await Promise.all(followers.map((follower) => follower.open()));
}

async function finish({ count }: { count: number }): Promise<{ seen: Seen[]; cuts: number }[]> {
  const asked = nowMs();
  const isWaiting = () => followers.some(({ seen }) => seen.at(-1)?.n !== count - 1 && nowMs() - Math.max(seen.at(-1)?.read ?? 0, asked) < lostAfterMs);
  while (isWaiting()) await sleep(50);
  await sleep(repeatedWithinMs);
  for (const follower of followers) follower.close();
  return followers.map(({ seen, cuts }) => ({ seen, cuts }));
}

answerAs({ follow, finish } satisfies ReaderPart);
