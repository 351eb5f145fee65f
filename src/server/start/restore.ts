import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { backupKey, restoredPostgres, unpackBackup, type Verified, verifyBackup } from '#server/backups/index.ts';
import { type Config, readConfig } from '#server/platform/config.ts';
import { insideMajor, unfinishedRestore } from '#server/platform/embedded-postgres/data-folder.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { loadEnvironment } from './environment.ts';
import { explainFailure, StartError } from './failure.ts';
import { lockHome } from './home-lock.ts';
import { openHome } from './home.ts';
import { step } from './progress.ts';

// The key has to be there before; backups may lie where they always do; server.json is a lock; the rest is made anew.
const mayBeThere = new Set(['master-key', 'backups', 'server.json', 'logs', 'cache']);

// `ninefold restore <file>`: brings a backup into an empty home, which the next start then runs.
try {
  loadEnvironment();
  await restore(readConfig(), process.argv[2]);
} catch (error) {
  console.error(explainFailure(error));
  process.exit(1);
}

async function restore(config: Config, given: string | undefined): Promise<void> {
  if (!given) throw new StartError('Name the backup: npx ninefold restore <file>. It goes into NINEFOLD_HOME, which must be empty.');
  const file = resolve(given);
  if (!existsSync(file)) throw new StartError(`There is no file ${file}.`);
  refuseUnlessEmpty(config);
  if (!config.masterKey && !existsSync(join(config.home, 'master-key'))) {
    throw new StartError(`The master key of the backup is needed to open it. Put its file master-key into ${config.home}, or set NINEFOLD_MASTER_KEY.`);
  }
  openSecrets(config);
  const verified = await step('Checking the backup', () => verifyBackup(file, backupKey()));
  refuseUnlessFits(config, verified);
  // Where the bytes of files go; with a bucket there are none in the backup.
  const filesFolder = config.filesFolder ?? join(config.home, 'files');
  openHome(config.home);
  const lock = lockHome(config.home, 'ninefold restore');
  try {
    for (const path of leftovers(config.home)) rmSync(path, { recursive: true, force: true });
    await step('Restoring', () => unpackBackup(file, backupKey(), verified, { home: config.home, filesFolder }));
  } finally {
    lock.release();
  }
  console.log(words(config, verified));
}

function refuseUnlessEmpty({ home, filesFolder }: Config): void {
  const left = leftovers(home).map((path) => relative(home, path));
  const found = list(home).filter((name) => !mayBeThere.has(name) && !left.includes(name) && !isEmptyFolder(join(home, name)));
  if (found.length > 0) {
    throw new StartError(`${home} is not empty (it holds ${found.slice(0, 3).join(', ')}). Restore into a new folder: set NINEFOLD_HOME, and start from there once all is right.`);
  }
  if (filesFolder !== null && !left.includes(relative(home, filesFolder)) && list(filesFolder).length > 0) {
    throw new StartError(`The folder for files, ${filesFolder}, is not empty. Set FILES_URL to an empty one, or unset it.`);
  }
}

/** What a restore that was cut off left in the home. Files elsewhere stay: they might be somebody else's. */
function leftovers(home: string): string[] {
  return existsSync(unfinishedRestore(home)) ? [join(home, 'files'), join(home, 'restored.json'), unfinishedRestore(home)] : [];
}

function refuseUnlessFits(config: Config, { about, contents }: Verified): void {
  if (contents.files !== null && config.filesFolder === null) {
    throw new StartError('This backup holds the bytes of files, but FILES_URL names a bucket. Unset FILES_URL to restore it, and copy the files there afterwards.');
  }
  if (!about.isInside) return;
  if (config.databaseUrl) throw new StartError('This backup holds the PostgreSQL inside of Ninefold, but DATABASE_URL names another one. Unset DATABASE_URL to restore it.');
  if (about.postgresMajor !== insideMajor) {
    throw new StartError(`This backup was made by PostgreSQL ${about.postgresMajor}, the one inside is ${insideMajor}. Restore it with the Ninefold of that time.`);
  }
}

function words(config: Config, { about, contents }: Verified): string {
  const files = contents.files === null ? 'Files are not in it: they stay in your object storage.' : `${contents.files} files are in ${config.filesFolder}.`;
  const restored = `The studio of ${about.takenAt.slice(0, 16)}Z is restored. ${files}`;
  if (about.isInside) return `${restored} Start it: NINEFOLD_HOME=${config.home} npm start`;
  return `${restored} Its PostgreSQL ${about.postgresMajor} is in ${join(restoredPostgres(config.home, about), 'data')}: give the folder to the user of your PostgreSQL ${about.postgresMajor}, start that on it, and set DATABASE_URL.`;
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    return false; // A file.
  }
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
