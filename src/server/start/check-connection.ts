import pg from 'pg';
import { StartError } from './failure.ts';

const oldestMajor = 15;

/** Connects once to DATABASE_URL; throws what is wrong with it in words, without its password. */
export async function checkConnection(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ major: number }>(`select current_setting('server_version_num')::int / 10000 as major`);
    const major = rows[0]?.major ?? 0;
    if (major < oldestMajor) throw new StartError(`DATABASE_URL points to PostgreSQL ${major}; ${oldestMajor} or newer is needed.`);
  } catch (error) {
    throw explain(error, new URL(url));
  } finally {
    await client.end().catch(() => {});
  }
}

function explain(error: unknown, url: URL): unknown {
  if (error instanceof StartError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const where = `${url.hostname}:${url.port || 5432}`;
  switch (code) {
    case 'ECONNREFUSED': return new StartError(`DATABASE_URL: no PostgreSQL answers at ${where}. Start it, correct the address, or unset DATABASE_URL to use the PostgreSQL inside.`);
    case 'ENOTFOUND': case 'EAI_AGAIN': return new StartError(`DATABASE_URL: the host ${url.hostname} is not known. Correct the address, or unset DATABASE_URL to use the PostgreSQL inside.`);
    case '28P01': case '28000': return new StartError(`DATABASE_URL: the server at ${where} refuses user ${decodeURIComponent(url.username)}. Correct user and password.`);
    case '3D000': return new StartError(`DATABASE_URL: there is no database ${url.pathname.slice(1)} at ${where}. Create it, or correct the name.`);
    default: return new StartError(`DATABASE_URL: the PostgreSQL at ${where} cannot be used: ${message}`);
  }
}
