const quietMs = 15;
const stepMs = 4;

/** Waits until `isTrue`, at most `limitMs`; says whether it came true. Looks every `everyMs`. */
export async function until(isTrue: () => boolean, limitMs: number, everyMs = stepMs): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (!isTrue()) {
    if (Date.now() > end) return false;
    await pause(everyMs);
  }
  return true;
}

/** Waits until the page has not changed for a moment, at most `limitMs`. */
export async function settled(document: Document, limitMs = 1500): Promise<void> {
  let changedAt = Date.now();
  const observer = new document.defaultView!.MutationObserver(() => { changedAt = Date.now(); });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const end = Date.now() + limitMs;
  do await pause(stepMs); while (Date.now() - changedAt < quietMs && Date.now() < end);
  observer.disconnect();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
