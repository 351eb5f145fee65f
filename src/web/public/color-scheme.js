// Runs before the first paint, so that a chosen colour scheme never flashes the other one.
// A file and not an inline script, because the page's CSP forbids those.
(() => {
  let chosen = 'auto';
  try {
    chosen = localStorage.getItem('ninefold.color-scheme') ?? 'auto';
  } catch {
    // Storage may be blocked; the system's scheme is the answer then.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
})();
