import { join } from 'node:path';
import { afterAll } from 'vitest';
import { chooseModels, registerWorkflows, startSweep, stopSweep, type ModelChoice } from '#server/agents/index.ts';
import { configurePreviews, prepareKit, stopPreview } from '#server/artifacts/preview/index.ts';
import { checkout } from '#server/platform/config.ts';
import { startJobs, stopJobs } from '#server/platform/jobs/index.ts';
import type { Studio } from '#tests/api/studio.ts';

/** Lets a studio that serves in this process also execute runs, with these models. */
export async function crewIn(studio: Studio, models: ModelChoice): Promise<void> {
  configurePreviews({ home: join(checkout, '.ninefold', 'tests'), previewUrl: 'http://localhost:3001' });
  await prepareKit();
  chooseModels(models);
  registerWorkflows();
  await startJobs({ databaseUrl: studio.database.ownerUrl, takeOverMs: 500 });
  await startSweep();
  afterAll(async () => {
    await stopSweep();
    await stopJobs({ graceMs: 1000 });
    await stopPreview();
  });
}
