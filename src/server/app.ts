import type { OpenAPIHono } from '@hono/zod-openapi';
import { modelRoutes } from '#server/agents/index.ts';
import { appDataRoutes } from '#server/app-data/index.ts';
import { artifactRoutes } from '#server/artifacts/index.ts';
import { auditRoutes, flushRefusals, noteFailure } from '#server/audit/index.ts';
import { backupRoutes } from '#server/backups/index.ts';
import { billingRoutes } from '#server/billing/index.ts';
import { chatRoutes } from '#server/chats/index.ts';
import { connectionRoutes } from '#server/connections/index.ts';
import { documentRoutes } from '#server/documents/index.ts';
import { fileRoutes, isUpload } from '#server/files/index.ts';
import { openIdentity } from '#server/identity/index.ts';
import { addDocs, addHealth, newApp, newOpenRoutes } from '#server/platform/http/index.ts';
import type { AppEnv } from '#server/platform/http/index.ts';
import { deriveKey } from '#server/platform/secrets/index.ts';
import { projectRoutes } from '#server/projects/index.ts';
import { searchRoutes } from '#server/search/index.ts';
import { workspaceRoutes } from '#server/workspaces/index.ts';
import { namedSchemas } from './named-schemas.ts';

export type AppOptions = {
  publicUrl: string;
  previewUrl: string;
  webFolder: string | null;
  signup: 'waitlist' | 'open' | 'invite';
  authDatabaseUrl: string;
  version: string;
  /** For `/readyz`: null when the process can do its work, else what is missing, in words. */
  isReady: () => Promise<string | null>;
  /** Sign-ins and sign-ups allowed from one address within a minute; 30 unless told. */
  attemptsPerMinute?: number;
};

const domains = newOpenRoutes()
  .route('/', workspaceRoutes)
  .route('/', projectRoutes)
  .route('/', chatRoutes)
  .route('/', documentRoutes)
  .route('/', connectionRoutes)
  .route('/', modelRoutes)
  .route('/', artifactRoutes)
  .route('/', appDataRoutes)
  .route('/', fileRoutes)
  .route('/', backupRoutes)
  .route('/', auditRoutes)
  .route('/', searchRoutes)
  .route('/', billingRoutes);

/** For the typed client: paths are relative to `/api`. */
export type AppType = typeof domains;

/** The table of contents: every domain's routes under `/api`. Database, secrets, files and events must be open. */
export async function createApp(o: AppOptions): Promise<{ app: OpenAPIHono<AppEnv>; close: () => Promise<void> }> {
  const identity = await openIdentity({ ...o, secret: deriveKey('auth').toString('base64url') });
  const app = newApp({ ...o, isUpload, onFailure: noteFailure });
  addHealth(app, o.isReady);
  app.use('/api/*', identity.sessions.middleware);
  app.route('/api', identity.routes);
  app.route('/api', domains);
  addDocs(app, { version: o.version, publicUrl: o.publicUrl, named: namedSchemas });
  const close = async () => {
    await flushRefusals();
    await identity.close();
  };
  return { app, close };
}
