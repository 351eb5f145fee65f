import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts';
import { ownerLogin, prepareDatabase } from '#server/platform/embedded-postgres/prepare-database.ts';
import { migrate } from '#server/platform/migrations/index.ts';

/** A PostgreSQL of the benchmark's own with the finished schema, for the time that `work` takes. `connect` connects as its superuser. */
export async function withDatabase(work: (connect: () => Promise<pg.Client>) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'ninefold-bench-'));
  const server = await startEmbeddedPostgres({ dir, durable: false, restart: false });
  const clients: pg.Client[] = [];
  try {
    await prepareDatabase(server, 'bench');
    await migrate({ ownerUrl: server.urlFor(ownerLogin, 'bench') });
    await work(async () => {
      const client = new pg.Client({ connectionString: server.urlFor('postgres', 'bench') });
      await client.connect();
      clients.push(client);
      return client;
    });
  } finally {
    await Promise.allSettled(clients.map((client) => client.end()));
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
