import { createRoot } from 'react-dom/client';
import { createElement, useEffect } from 'react';
import type { ComponentType } from 'react';
import { loadSession, openBridge, report } from '../bridge.ts';
import { followStudioColorScheme, setStudioColorScheme, studioColorScheme } from '../color-scheme.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { handOverDownloads } from './downloads.ts';
import { handOverLinks } from './links.ts';
import { locateWith } from './places.ts';
import { closeSideDoors } from './side-doors.ts';
import { forwardConsole, forwardErrors, reportError } from './reports.ts';
import { showNotice } from './notice.ts';

type AppModule = Record<string, unknown>;

/** What the page says about the app it is for; `studio` lists the origins that may frame it. */
type Page = { studio: string; app: string; places: string };

const root = document.getElementById('root') as HTMLElement;
// The page is ours and always carries these three.
const page = { ...root.dataset } as Page;

function Mounted({ App }: { App: ComponentType }) {
  useEffect(() => report({ report: 'ready', elapsedMs: Math.round(performance.now()) }), []);
  return createElement(App);
}

/** The component `App`, by name or as default export. */
function findApp(module: AppModule): ComponentType {
  const found = module['App'] ?? module['default'];
  if (typeof found === 'function' || (typeof found === 'object' && found !== null && '$$typeof' in found)) return found as ComponentType;
  throw new Error('The main file does not export a component named App.');
}

/** The origin of the studio around this frame; the browser made sure that it is one of the allowed. */
function studioOf(allowed: string[]): string {
  const parent = location.ancestorOrigins?.[0];
  return allowed.find((origin) => origin === parent) ?? allowed[0] ?? '';
}

async function start(): Promise<void> {
  if (window.parent === window) {
    showNotice(root, 'This app runs inside the studio.', 'Open it there to use it.');
    return;
  }
  closeSideDoors();
  openBridge(studioOf(page.studio.split(' ')));
  locateWith(page.places);
  forwardConsole();
  forwardErrors();
  handOverLinks();
  handOverDownloads();
  followStudioColorScheme();
  document.documentElement.dataset['mantineColorScheme'] = studioColorScheme();
  // The session and the code come at the same time; the app's first line may already ask who looks at it.
  const session = loadSession();
  try {
    const loaded: Promise<AppModule> = session.then(() => import(page.app));
    setStudioColorScheme((await session).colorScheme);
    const App = findApp(await loaded);
    // The boundary reports what it caught; React's own line on the console would say it twice.
    createRoot(root, { onCaughtError: () => {} }).render(<ErrorBoundary><Mounted App={App} /></ErrorBoundary>);
  } catch (error) {
    await reportError(error, 'load');
    showNotice(root, 'This app did not start.', error instanceof Error ? error.message : String(error));
  }
}

void start();
