import { openSampleRecords } from '#server/artifacts/preview/render/sample-records.ts';
import type { SampleCollection } from '#server/artifacts/preview/render/sample-records.ts';
import { frameSandbox } from '#contract/app-bridge.ts';
import type { BridgeReport } from '#contract/app-bridge.ts';
import { openFrameHost } from '#web/features/preview/frame-host.ts';
import type { FrameHost } from '#web/features/preview/frame-host.ts';

/** The page the tests put previews into: the studio's real gate over records in memory. */
type Open = { id: string; url: string; collections: SampleCollection[]; canWrite?: boolean; sharedWith?: string };
type Held = { host: FrameHost; iframe: HTMLIFrameElement; reports: BridgeReport[]; stopped: boolean; links: string[]; saved: string[] };

const frames = new Map<string, Held>();
const stores = new Map<string, { calls: ReturnType<typeof openSampleRecords>['calls']; watchers: Set<(collection: string) => void> }>();

function storeOf({ id, collections, canWrite = true, sharedWith }: Open) {
  const known = sharedWith === undefined ? undefined : stores.get(sharedWith);
  if (known) return known;
  const watchers = new Set<(collection: string) => void>();
  const session = { user: { id: crypto.randomUUID(), displayName: 'Viewer' }, canWrite, colorScheme: 'light' as const, appTitle: 'App' };
  const { calls } = openSampleRecords({ session, collections, newId: () => crypto.randomUUID(), onChange: (collection) => watchers.forEach((watch) => watch(collection)) });
  const made = { calls, watchers };
  stores.set(id, made);
  return made;
}

const page = {
  open(options: Open): void {
    const { calls, watchers } = storeOf(options);
    const iframe = document.createElement('iframe');
    iframe.id = options.id;
    iframe.setAttribute('sandbox', frameSandbox);
    iframe.style.cssText = 'width:900px;height:700px';
    document.body.append(iframe);
    const held: Held = { iframe, reports: [], stopped: false, links: [], saved: [], host: null as never };
    held.host = openFrameHost({
      iframe,
      calls: {
        ...calls,
        'link.open': async ({ url }) => { held.links.push(url); return {}; },
        'file.save': async ({ name, text }) => { held.saved.push(`${name}:${text}`); return {}; },
      },
      onReport: (report) => held.reports.push(report),
      onStopped: () => { held.stopped = true; },
    });
    watchers.add((collection) => held.host.tell({ event: 'records.changed', collection }));
    frames.set(options.id, held);
    iframe.src = options.url;
  },
  state(id: string) {
    const { reports = [], stopped = false, links = [], saved = [] } = frames.get(id) ?? {};
    return { reports, stopped, links, saved };
  },
  theme: (id: string, colorScheme: 'light' | 'dark') => frames.get(id)?.host.tell({ event: 'theme', colorScheme }),
  async list(id: string, collection: string) {
    return (await stores.get(id)?.calls['records.list']({ collection, cursor: null, limit: 200 }))?.items.map(({ data }) => data);
  },
  close(id: string): void {
    frames.get(id)?.host.close();
    frames.get(id)?.iframe.remove();
    frames.delete(id);
  },
  closeAll(): void {
    for (const id of frames.keys()) page.close(id);
  },
};
export type StudioPage = typeof page;
declare global { var studio: StudioPage; }
globalThis.studio = page;
