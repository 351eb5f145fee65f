import { getArtifact } from '#server/artifacts/index.ts';
import { narrowTo } from '#server/platform/database/index.ts';
import type { Actor, Tx } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { getProject } from '#server/projects/index.ts';
import { findWorkspace } from '#server/workspaces/index.ts';

/** Where files are kept: a bucket, and in it a folder per owner. `enter` finds the owner or throws not_found, and narrows. */
export type Area = { bucket: string; path: string; of: string; owner: 'workspace' | 'project' | 'artifact'; enter: (tx: Tx, actor: Actor, id: string) => Promise<{ id: string }> };

/** The areas by the names of their operations; `path` is that of the list, below `/api`. */
export const areas = {
  workspaceFiles: {
    bucket: 'workspace-files', path: '/workspaces/{id}/files', of: 'a workspace', owner: 'workspace',
    enter: async (tx, actor, id) => {
      const workspace = await findWorkspace(tx, actor.userId, id);
      if (!workspace) throw notFound('workspace');
      return workspace;
    },
  },
  projectFiles: {
    bucket: 'project-files', path: '/projects/{id}/files', of: 'a project', owner: 'project',
    enter: async (tx, actor, id) => {
      await narrowTo(tx, id);
      return getProject(tx, actor.userId, id);
    },
  },
  // Not "files": those of an app's versions are there.
  artifactAssets: { bucket: 'artifact-files', path: '/artifacts/{id}/assets', of: 'an app', owner: 'artifact', enter: (tx, _actor, id) => getArtifact(tx, id) },
} satisfies Record<string, Area>;
