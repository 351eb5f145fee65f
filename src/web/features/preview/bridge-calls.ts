import { z } from 'zod';
import type { BridgeCalls, ColorScheme } from '#contract/app-bridge.ts';
import { record } from '#contract/app-data.ts';
import { page } from '#contract/json.ts';
import { projectMember } from '#contract/people.ts';
import { request } from '#web/api/request.ts';

export type FrameViewer = { id: string; displayName: string; canWrite: boolean; appTitle: string; colorScheme: ColorScheme };

type Options = {
  artifactId: string;
  projectId: string;
  /** Read at every call: the name or the colours may have changed since the frame opened. */
  viewer: () => FrameViewer;
  /** Asks the person; true opens the link. */
  confirmLink: (url: string) => Promise<boolean>;
};

const mimeTypes: Record<string, string> = { csv: 'text/csv', json: 'application/json', md: 'text/markdown', txt: 'text/plain' };

/** What an app in its frame may have done, always for this one artifact and as the signed-in person. */
export function bridgeCalls({ artifactId, projectId, viewer, confirmLink }: Options): BridgeCalls {
  const records = (collection: string) => `/api/artifacts/${artifactId}/collections/${encodeURIComponent(collection)}/records`;
  return {
    'session.get': async () => {
      const { id, displayName, canWrite, appTitle, colorScheme } = viewer();
      return { user: { id, displayName }, canWrite, colorScheme, appTitle };
    },
    'members.list': async () => {
      const { items } = await request(`/api/projects/${projectId}/members?limit=200`, { schema: page(projectMember) });
      return { items: items.map(({ userId, displayName }) => ({ id: userId, displayName })) };
    },
    'records.list': ({ collection, cursor, limit }) => {
      const query = new URLSearchParams({ limit: String(limit), ...(cursor === null ? {} : { cursor }) });
      return request(`${records(collection)}?${query}`, { schema: page(record) });
    },
    'records.create': ({ collection, data }) => request(records(collection), { method: 'POST', body: { data }, schema: record }),
    'records.update': ({ collection, id, ...change }) => request(`${records(collection)}/${id}`, { method: 'PATCH', body: change, schema: record }),
    'records.delete': async ({ collection, id }) => {
      await request(`${records(collection)}/${id}`, { method: 'DELETE' });
      return {};
    },
    'records.restore': ({ collection, id }) => request(`${records(collection)}/${id}/restore`, { method: 'POST', body: {}, schema: record }),
    'link.open': async ({ url }) => {
      const address = openable(url);
      if (address !== null && await confirmLink(address)) window.open(address, '_blank', 'noopener,noreferrer');
      return {};
    },
    'file.save': async ({ name, text }) => {
      save(name, text);
      return {};
    },
  };
}

/** A link a person may be asked about, or null: `javascript:` and the like never get that far. */
export function openable(url: string): string | null {
  const parsed = z.url().safeParse(url);
  if (!parsed.success) return null;
  const address = new URL(parsed.data);
  return ['http:', 'https:', 'mailto:', 'tel:'].includes(address.protocol) ? address.href : null;
}

function save(name: string, text: string): void {
  const type = mimeTypes[name.split('.').at(-1) ?? ''] ?? 'text/plain';
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The download has begun with the click; its address is needed no longer than that.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
