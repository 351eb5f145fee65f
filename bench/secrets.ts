import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts';
import { ownerLogin, prepareDatabase } from '#server/platform/embedded-postgres/prepare-database.ts';
import { migrate } from '#server/platform/migrations/index.ts';
import { decrypt, encrypt } from '#server/platform/secrets/aes-gcm.ts';
import { open, rewrap, ringKey, seal } from '#server/platform/secrets/envelope.ts';
import { report, timed } from './figures.ts';

const text = randomBytes(48).toString('base64');
const place = { table: 'connection_secrets', rowId: 'c0ffee00-0000-4000-8000-000000000000', column: 'sealed' };
const [key, next] = ['1', '2'].map((n) => ringKey(`${n.repeat(8)}-0000-4000-8000-000000000000`, randomBytes(32))) as [ReturnType<typeof ringKey>, ReturnType<typeof ringKey>];

/** What a secret of 64 characters costs to seal and to open, beside a bare cipher and beside pgcrypto with its round trip. */
export async function run(): Promise<void> {
  const raw = randomBytes(32);
  const bare = encrypt(raw, 'context', Buffer.from(text));
  const sealed = seal(key, place, text);
  await measure('reference: AES-256-GCM alone, encrypt', 2_000, () => encrypt(raw, 'context', Buffer.from(text)));
  await measure('reference: AES-256-GCM alone, decrypt', 2_000, () => decrypt(raw, 'context', bare));
  await measure('envelope: seal', 2_000, () => seal(key, place, text));
  await measure('envelope: open', 2_000, () => open(key, place, sealed));
  await measure('envelope: re-wrap (rotation)', 2_000, () => rewrap(key, next, place, sealed));
  await withPgcrypto(async (call) => {
    const encrypted = await call('encrypt_sensitive_data($1::jsonb)', JSON.stringify(text));
    await measure('pgcrypto: encrypt_sensitive_data, one call', 200, () => call('encrypt_sensitive_data($1::jsonb)', JSON.stringify(text)));
    await measure('pgcrypto: decrypt_sensitive_data, one call', 200, () => call('decrypt_sensitive_data($1)', encrypted));
  });
}

const rounds = 15;

/** Microseconds for one call, the median over rounds of many. */
async function measure(name: string, calls: number, work: () => unknown): Promise<void> {
  const each: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const { ms } = await timed(async () => {
      for (let n = 0; n < calls; n++) await work();
    });
    // The first round warms what is compiled on the way.
    if (round > 0) each.push((ms * 1000) / calls);
  }
  report(name, each, 'µs');
}

async function withPgcrypto(work: (call: (expression: string, value: string) => Promise<string>) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'ninefold-bench-'));
  const server = await startEmbeddedPostgres({ dir, restart: false });
  try {
    await prepareDatabase(server, 'bench');
    await migrate({ ownerUrl: server.urlFor(ownerLogin, 'bench') });
    const client = new pg.Client({ connectionString: server.urlFor('authenticator', 'bench') });
    await client.connect();
    await client.query(`set role service_role; set app.encryption_key = '${randomBytes(24).toString('hex')}'`);
    await work(async (expression, value) => (await client.query<{ value: string }>({ name: expression, text: `select public.${expression} as value`, values: [value] })).rows[0]!.value);
    await client.end();
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
