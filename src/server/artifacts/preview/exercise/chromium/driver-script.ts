import { build, stop } from 'esbuild';
import { fileURLToPath } from 'node:url';

let script: Promise<string> | null = null;

/** The driver as one script for the browser, built once. */
export function driverScript(): Promise<string> {
  script ??= bundle().catch((error: unknown) => {
    script = null;
    throw error;
  });
  return script;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./driver.ts', import.meta.url))], bundle: true, write: false, format: 'iife', target: 'chrome120', legalComments: 'none',
  });
  // It is the only thing this process builds itself.
  await stop();
  return outputFiles[0]?.text ?? '';
}
