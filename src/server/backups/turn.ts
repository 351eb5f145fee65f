import pg from 'pg';

// "nfbu" in ASCII. A lock of the session: it ends with the process, and a run may last longer than any transaction should.
const lockKey = 0x6e666275;

/** Does the work in one process at a time over all that use this database; false when another is at it. */
export async function takingTurn(url: string, work: () => Promise<void>): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, application_name: 'ninefold backups', keepAlive: true });
  client.on('error', () => {}); // The work meets the same fault on its own connections.
  await client.connect();
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [lockKey]);
    if (!rows[0]?.got) return false;
    await work();
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}
