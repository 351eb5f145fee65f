import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { checkout } from '#server/platform/config.ts';
import { ownerLogin, prepareDatabase } from '#server/platform/embedded-postgres/prepare-database.ts';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts';
import { migrate } from '#server/platform/migrations/index.ts';
import { describePermissions } from '#tests/permissions/describe.ts';
import { describeEntities } from './generate/entities.ts';
import { describeSchema } from './generate/schema.ts';
import { describeTypes } from './generate/types.ts';

// `npm run generate`: everything that is derived from the migrations and the permission matrix.
const server = await startEmbeddedPostgres({ dir: join(checkout, '.ninefold', 'generate', 'postgres'), durable: false, restart: false });
const database = `generate_${process.pid}`;
const admin = new pg.Client({ connectionString: server.adminUrl });
await admin.connect();
try {
  await prepareDatabase(server, database);
  const ownerUrl = server.urlFor(ownerLogin, database);
  await migrate({ ownerUrl });
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    write('src/server/platform/database/schema.gen.ts', await describeTypes(owner));
    write('supabase/schema.sql', await describeSchema(owner));
    write('docs/entities.md', await describeEntities(owner));
  } finally {
    await owner.end();
  }
  write('docs/permissions.md', describePermissions());
} finally {
  await admin.query(`drop database if exists ${database} with (force)`);
  await admin.end();
  await server.stop();
}

function write(path: string, text: string): void {
  writeFileSync(join(checkout, path), text);
  console.log(path);
}
