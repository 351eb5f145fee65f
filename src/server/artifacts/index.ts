export { artifactRoutes } from './routes.ts';
export { getArtifact } from './queries.ts';
export { insertVersion } from './version-write-queries.ts';
export { publishVersion } from './version.ts';
export type { StoredVersion } from './version-queries.ts';
export type { NewVersion } from './version.ts';
export { buildBundle } from './preview/index.ts';
export { renderBundle } from './preview/render/index.ts';
export { exerciseBundle } from './preview/exercise/index.ts';
