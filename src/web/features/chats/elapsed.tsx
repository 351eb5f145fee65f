import { useEffect, useState } from 'react';
import { duration } from '#web/ui/format.ts';

/** How long something took, or has been going on until now. */
export function Elapsed({ from, until }: { from: string; until: string | null | undefined }) {
  const [now, setNow] = useState(Date.now);
  const isGoing = until === null || until === undefined;
  useEffect(() => {
    if (!isGoing) return;
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [isGoing]);
  return <span style={{ fontVariantNumeric: 'tabular-nums' }}>{duration((isGoing ? now : Date.parse(until)) - Date.parse(from))}</span>;
}
