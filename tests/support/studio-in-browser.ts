import { chromium, type Page } from 'playwright-core';
import { afterAll, inject } from 'vitest';
import type { ModelChoice } from '#server/agents/index.ts';
import { findFreePort } from '#server/platform/embedded-postgres/free-port.ts';
import { buildWeb, isWebBuilt, webFolder } from '#server/start/web-build.ts';
import type { Person } from '#tests/api/person.ts';
import { startStudio, type Studio } from '#tests/api/studio.ts';
import { crewIn } from './crew-in-studio.ts';

export type StudioInBrowser = { studio: Studio; owner: Person; page: Page; workspaceId: string; projectId: string; /** What pages threw. */ complaints: string[] };

/** The studio in this process with its web, so that a test says what its models answer, and an owner before it. Previews are not served. Call it once, at the top of a file. */
export async function studioInBrowser(models: ModelChoice): Promise<StudioInBrowser> {
  if (!isWebBuilt()) await buildWeb();
  const studio = await startStudio({ webFolder, port: await findFreePort() });
  await crewIn(studio, models);
  const owner = await studio.join('Team Lead');
  const workspaceId = (await owner.post<{ id: string }>('/api/workspaces', { name: 'Lab', companyName: 'Lab' })).body.id;
  const projectId = (await owner.post<{ id: string }>(`/api/workspaces/${workspaceId}/projects`, { name: 'Tools' })).body.id;

  const browser = await chromium.launch({ executablePath: inject('chromium'), args: ['--no-sandbox'] });
  afterAll(() => browser.close(), 30_000);
  const context = await browser.newContext({ baseURL: studio.url, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.request.post('/api/auth/sign-in/email', { data: { email: owner.email, password: 'correct horse battery' }, headers: { origin: studio.url } });
  return { studio, owner, page, workspaceId, projectId, complaints };
}
