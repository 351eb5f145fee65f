const silentMs = 300;
const tickMs = 10_000;

/** Does a step of the start; one that takes a moment is announced, ticks while it lasts, and ends with its time. */
export async function step<T>(name: string, work: () => Promise<T>, say: (line: string) => void = console.log): Promise<T> {
  const started = performance.now();
  const seconds = (digits: number) => `${((performance.now() - started) / 1000).toFixed(digits)} s`;
  let announced = false;
  const announce = setTimeout(() => { announced = true; say(`  ${name}…`); }, silentMs);
  const tick = setInterval(() => say(`  ${name}… ${seconds(0)}`), tickMs);
  try {
    const result = await work();
    if (announced) say(`  ${name}: done in ${seconds(1)}`);
    return result;
  } finally {
    clearTimeout(announce);
    clearInterval(tick);
  }
}
