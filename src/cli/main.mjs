#!/usr/bin/env node
// `npx ninefold …`: hands over to Node 24 from npm, which runs TypeScript as it is; the Node that npm runs on may be older.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const { status, error } = spawnSync(existsSync(node) ? node : process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
if (error) console.error(error.message);
process.exit(status ?? 1);
