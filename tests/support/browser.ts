import type { TestProject } from 'vitest/node';
import { findChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext { chromium: string }
}

/** Vitest's global set-up of the browser tests: the path of a Chromium, for `inject('chromium')`. */
export default async function setUp(project: TestProject): Promise<void> {
  project.provide('chromium', await findChromium());
}
