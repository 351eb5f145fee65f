import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '#server/platform/config.ts';

/** Adds the variables of `.env` in the checkout; those of the real environment win. */
export function loadEnvironment(): void {
  const file = join(checkout, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
