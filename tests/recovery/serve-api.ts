import { createApp } from '#server/app.ts';
import { openEvents } from '#server/platform/events/index.ts';
import { listen } from '#server/start/listen.ts';

/** The API over HTTP, until the process ends. */
export async function serveApi(o: { appUrl: string; authUrl: string; port: number }): Promise<void> {
  await openEvents({ url: o.appUrl });
  const { app } = await createApp({
    publicUrl: 'http://localhost:3000', previewUrl: 'http://localhost:3001', webFolder: null, signup: 'open',
    authDatabaseUrl: o.authUrl, version: '0.0.0', isReady: async () => null, attemptsPerMinute: 1000,
  });
  await listen(app.fetch, { port: o.port, host: '127.0.0.1' });
}
