type NavigateEvent = Event & { readonly cancelable: boolean };

/**
 * Stops the app from leading its own frame elsewhere. The studio's policy
 * refuses such a move too, but only after the browser has looked up the host
 * and opened a connection. What is needed later is taken before the app runs.
 */
export function stayHere(): void {
  const { navigation } = window as Window & { navigation?: EventTarget };
  const { apply } = Reflect;
  const { preventDefault, stopImmediatePropagation } = Event.prototype;
  navigation?.addEventListener('navigate', (event) => {
    const { cancelable } = event as NavigateEvent;
    if (!cancelable || isWithinPage(event)) return;
    apply(preventDefault, event, []);
    apply(stopImmediatePropagation, event, []);
  }, { capture: true });
}

/** A jump to a #place of the app's own page. */
function isWithinPage(event: Event & { hashChange?: boolean }): boolean {
  return event.hashChange === true;
}
