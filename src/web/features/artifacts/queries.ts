import { queryOptions } from '@tanstack/react-query';
import { artifact, artifactFile, artifactFileContent, artifactVersion, preview, type Artifact, type Preview } from '#contract/artifacts.ts';
import { page } from '#contract/json.ts';
import { request } from '#web/api/request.ts';

const versioned = (path: string, version: number | undefined) => (version === undefined ? path : `${path}?version=${version}`);

export const artifactQuery = (artifactId: string) => queryOptions({
  queryKey: ['artifacts', artifactId],
  queryFn: ({ signal }) => request(`/api/artifacts/${artifactId}`, { schema: artifact, signal }),
});

export const filesQuery = (artifactId: string, version: number) => queryOptions({
  queryKey: ['artifacts', artifactId, 'files', version],
  queryFn: ({ signal }) => request(versioned(`/api/artifacts/${artifactId}/files`, version), { schema: page(artifactFile), signal }),
  staleTime: Infinity,
});

export const fileQuery = (artifactId: string, version: number, path: string) => queryOptions({
  queryKey: ['artifacts', artifactId, 'files', version, path],
  queryFn: ({ signal }) => request(
    versioned(`/api/artifacts/${artifactId}/files/${path.split('/').map(encodeURIComponent).join('/')}`, version),
    { schema: artifactFileContent, signal },
  ),
  staleTime: Infinity,
});

export const versionsQuery = (artifactId: string) => queryOptions({
  queryKey: ['artifacts', artifactId, 'versions'],
  queryFn: ({ signal }) => request(`/api/artifacts/${artifactId}/versions?limit=100`, { schema: page(artifactVersion), signal }),
});

/** Builds the version when needed and answers with a URL that works for a while. */
export function openPreview(artifactId: string, version: number | undefined, signal?: AbortSignal): Promise<Preview> {
  return request(`/api/artifacts/${artifactId}/preview`, {
    method: 'POST', body: version === undefined ? {} : { version }, schema: preview, ...(signal ? { signal } : {}),
  });
}

/** Answers with the app at its new version. */
export function restoreVersion(artifactId: string, version: number): Promise<Artifact> {
  return request(`/api/artifacts/${artifactId}/versions/${version}/restore`, { method: 'POST', body: {}, schema: artifact });
}
