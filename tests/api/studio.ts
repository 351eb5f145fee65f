import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { query, testDatabase } from '#tests/support/database.ts';
import type { TestDatabase } from '#tests/support/database.ts';
import { createApp } from '#server/app.ts';
import { configurePreviews } from '#server/artifacts/preview/index.ts';
import { closeEvents, openEvents } from '#server/platform/events/index.ts';
import { openFiles } from '#server/platform/files/index.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { listen } from '#server/start/listen.ts';
import { Person } from './person.ts';

export type Studio = {
  url: string;
  database: TestDatabase;
  /** Signs a new person up; the first one becomes an active super user, the others are activated. */
  join: (name: string, o?: { isWaiting?: boolean }) => Promise<Person>;
  nobody: Person;
  sql: <Row extends Record<string, unknown>>(text: string, values?: unknown[]) => Promise<Row[]>;
};

/** The real application over real HTTP on a database of the test file's own. Call it once, at the top of a file. */
export async function startStudio(o: { webFolder?: string; attemptsPerMinute?: number; signup?: 'waitlist' | 'open' | 'invite'; maxFileBytes?: number; port?: number } = {}): Promise<Studio> {
  const database = await testDatabase();
  const home = mkdtempSync(join(tmpdir(), 'ninefold-api-'));
  openSecrets({ home });
  openFiles(join(home, 'files'), o);
  configurePreviews({ home, previewUrl: 'http://localhost:3001' });
  await openEvents({ url: database.appUrl });
  const { app, close } = await createApp({
    publicUrl: `http://localhost:${o.port ?? 3000}`, previewUrl: 'http://localhost:3001', webFolder: o.webFolder ?? null, signup: o.signup ?? 'waitlist',
    authDatabaseUrl: database.authUrl, version: '0.0.0', isReady: async () => null, attemptsPerMinute: o.attemptsPerMinute ?? 1000,
  });
  const server = await listen(app.fetch, { port: o.port ?? 0, host: '127.0.0.1' });
  const url = `http://${o.port === undefined ? '127.0.0.1' : 'localhost'}:${server.port}`;
  afterAll(async () => {
    await closeEvents();
    await server.stop();
    await close();
    rmSync(home, { recursive: true, force: true });
  });
  const sql: Studio['sql'] = (text, values) => query(database.ownerUrl, text, values);
  return {
    url, database, sql, nobody: new Person(url),
    join: async (name, { isWaiting = false } = {}) => {
      const person = new Person(url);
      await person.signUp(name);
      if (isWaiting) return person;
      await sql(`update public.users set status = 'active' where id = $1`, [person.id]);
      person.personalProjectId = (await person.get<{ personalProjectId: string }>('/api/me')).body.personalProjectId;
      return person;
    },
  };
}
