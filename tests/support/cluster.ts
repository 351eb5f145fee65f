import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { checkout } from '#server/platform/config.ts';
import { ownerLogin, prepareDatabase } from '#server/platform/embedded-postgres/prepare-database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts';
import { migrate, schemaHash } from '#server/platform/migrations/index.ts';

/** What a test file needs to make databases of its own. `missing` says why there is no cluster; the rest is then empty. */
export type ClusterAccess = { template: string; urls: Record<'admin' | 'owner' | 'app' | 'auth', string>; missing?: string };

declare module 'vitest' {
  interface ProvidedContext { cluster: ClusterAccess }
}

// Every run holds the first lock shared while it lasts; the last one to leave stops the server. The second guards the template.
const runLock = 7_305_101;
const templateLock = 7_305_102;

/** Vitest's global set-up: one PostgreSQL for all runs on this checkout, and a template database migrated once per schema. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { server, held } = await enter();
  try {
    project.provide('cluster', await accessTo(server));
  } catch (error) {
    await leave(server, held);
    throw error;
  }
  return () => leave(server, held);
}

/** Migrates the cluster's template, unless it is there, and says how to reach databases made from it. */
export async function accessTo(server: EmbeddedPostgres): Promise<ClusterAccess> {
  const url = (login: string) => server.urlFor(login, 'DATABASE');
  return {
    template: await buildTemplate(server),
    urls: { admin: url('postgres'), owner: url(ownerLogin), app: url('authenticator'), auth: url('supabase_auth_admin') },
  };
}

async function enter(): Promise<{ server: EmbeddedPostgres; held: pg.Client }> {
  for (let attempt = 1; ; attempt++) {
    const server = await startEmbeddedPostgres({ dir: join(checkout, '.ninefold', 'tests', 'postgres'), durable: false, restart: false });
    const held = new pg.Client({ connectionString: server.adminUrl });
    held.on('error', () => {}); // The server ended under us; the tests themselves will say so.
    try {
      await held.connect();
      await held.query('select pg_advisory_lock_shared($1)', [runLock]);
      return { server, held };
    } catch (error) {
      if (attempt === 5) throw error; // Another run was just leaving and stopped the server.
      await held.end().catch(() => {});
    }
  }
}

async function leave(server: EmbeddedPostgres, held: pg.Client): Promise<void> {
  await held.query('select pg_advisory_unlock_shared($1)', [runLock]);
  const { rows } = await held.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [runLock]);
  if (rows[0]?.last) await dropLeftovers(held);
  await held.end();
  if (rows[0]?.last) await server.stop();
}

async function buildTemplate(server: EmbeddedPostgres): Promise<string> {
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock($1)', [templateLock]);
    const template = `template_${schemaHash()}`;
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
    if (rowCount) return template;
    const draft = `${template}_draft`;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await prepareDatabase(server, draft);
    await migrate({ ownerUrl: server.urlFor(ownerLogin, draft) });
    await admin.query(`alter database ${draft} with allow_connections false`);
    await admin.query(`alter database ${draft} rename to ${template}`);
    return template;
  } finally {
    await admin.end();
  }
}

// Databases of killed runs and templates of earlier schemas: nobody else runs at this moment.
async function dropLeftovers(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname like 'test\\_%' or (datname like 'template\\_%' and datname <> $1)`, [`template_${schemaHash()}`]);
  for (const { datname } of rows) await admin.query(`drop database if exists ${pg.escapeIdentifier(datname)} with (force)`);
}
