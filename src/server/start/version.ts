import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '#server/platform/config.ts';

/** The version of this code, as package.json has it. */
export const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string };
