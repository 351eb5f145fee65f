import type { TestProject } from 'vitest/node';
import { accessTo } from './cluster.ts';
import { startDebianPostgres } from './debian-postgres.ts';

/** Vitest's set-up for the oldest PostgreSQL we run on. Where there is none, its tests fail and say so; all others go on. */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const server = await startDebianPostgres();
    project.provide('cluster', await accessTo(server).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    }));
    return () => server.stop();
  } catch (error) {
    project.provide('cluster', { template: '', urls: { admin: '', owner: '', app: '', auth: '' }, missing: (error as Error).message });
    return undefined;
  }
}
