// Runs before `npm start` and `npm test` on whatever Node npm runs on (20 or newer): installs what is missing,
// so that everything after it runs on Node 24 from node_modules. Plain JavaScript, no dependencies.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explain, neededMb } from './bootstrap/explain.mjs';
import { install } from './bootstrap/install.mjs';
import { areInstalled, packagesFor } from './bootstrap/packages.mjs';
import { checkPlatform } from './bootstrap/platform.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.bootstrap.json');
const withDev = process.argv.includes('--dev');

const problem = checkPlatform();
if (problem) fail(problem);
const lockText = readFileSync(join(root, 'package-lock.json'));
const want = createHash('sha256').update(lockText).update(`${process.platform}-${process.arch}`).digest('hex');
const have = readJson(stamp);
if (have?.hash !== want || (withDev && !have.dev)) await bringUpToDate(JSON.parse(lockText));

// What is installed is never made smaller: `npm start` after `npm test` keeps the development packages.
async function bringUpToDate(lock) {
  const installed = readJson(join(modules, '.package-lock.json'));
  const dev = withDev || have?.dev === true || installed?.packages?.['node_modules/vitest'] !== undefined;
  if (!areInstalled(lock, installed, dev)) {
    checkRoom(installed);
    rmSync(stamp, { force: true });
    const done = await install({ root, dev, packages: packagesFor(lock, dev).length });
    if (done.status !== 0) fail(explain(done.output, root));
  }
  try {
    writeFileSync(stamp, JSON.stringify({ hash: want, dev }));
  } catch {
    // Another user's installation that is complete: it works, and is compared again next time.
  }
}

function checkRoom(installed) {
  try {
    mkdirSync(modules, { recursive: true });
    writeFileSync(join(modules, '.write-probe'), '');
    rmSync(join(modules, '.write-probe'));
  } catch (error) {
    fail(explain(error.message, root));
  }
  // Asked before, since a disk that fills up in the middle shows itself in many strange ways.
  const { bavail, bsize } = statfsSync(root);
  if (!installed && bavail * bsize < neededMb * 1024 * 1024) fail(explain(`ENOSPC: ${Math.round((bavail * bsize) / 1024 / 1024)} MB are free in ${root}`, root));
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function fail(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}
