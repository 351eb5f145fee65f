import { log } from '#server/platform/log.ts';

type Stop = { name: string; run: () => Promise<unknown> | void };

const stops: Stop[] = [];
const deadlineMs = 15_000;
// npm passes Ctrl-C on to a process the terminal has told already: two signals so close are one.
const sameMs = 700;
let stopping: { since: number } | undefined;

/** Adds what must happen when the process ends; the last added happens first. */
export function onStop(name: string, run: Stop['run']): void {
  stops.push({ name, run });
}

/** Ends the process in order on Ctrl-C, SIGTERM and a closed terminal; a second Ctrl-C ends it at once. */
export function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stopping) void stopAll(signal === 'SIGHUP' ? '' : 'Stopping…').then(() => process.exit(0));
      else if (Date.now() - stopping.since > sameMs) process.exit(130);
    });
  }
}

/** Stops all that was started. What fails or hangs is named and passed over. */
export async function stopAll(words: string): Promise<void> {
  if (stopping) return;
  stopping = { since: Date.now() };
  if (words) console.log(`\n${words}`);
  let current = '';
  const deadline = setTimeout(() => {
    console.error(`Stopping took too long (${current}); ending now.`);
    process.exit(1);
  }, deadlineMs);
  for (const { name, run } of stops.reverse()) {
    current = name;
    try {
      await run();
    } catch (err) {
      log.error({ err }, `could not stop: ${name}`);
    }
  }
  clearTimeout(deadline);
}
