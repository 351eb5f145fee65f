import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Backup } from '#contract/backups.ts';
import { Person } from '#tests/api/person.ts';
import { query, testDatabase } from '#tests/support/database.ts';
import type { Serving } from '#tests/support/serve.ts';
import { run, studioHome } from './studio-home.ts';

// Whole studios are started, stopped, killed and restored, perhaps beside other tests. The tests go in order.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const home = studioHome();
const canary = `canary-${randomBytes(9).toString('hex')}`;
const blob = join('uploads', 'deep', 'großes bild.bin');
let server: Serving;
let admin: Person;
let kept: Person;

const filesOf = (folder: string) => join(folder, 'files');
const pathOf = (backup: Backup) => join(home.folder, 'backups', backup.place!);
const latest = async (person: Person) => (await person.get<{ items: Backup[] }>('/api/admin/backups')).body.items[0]!;

async function until<T>(look: () => Promise<T> | T, good: (found: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(10)) {
    const found = await look();
    if (good(found)) return found;
  }
  throw new Error('what the test waits for did not come');
}

const finished = (person: Person, id: string) => until(async () => (await person.get<{ items: Backup[] }>('/api/admin/backups')).body.items.find((item) => item.id === id)!, (found) => found.finishedAt !== null);

async function backUp(): Promise<Backup> {
  return finished(admin, (await admin.post<Backup>('/api/admin/backups')).body.id);
}

/** Empties the home of a restore, but for the key. */
function keyOnly(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o711 });
  copyFileSync(join(home.folder, 'master-key'), join(folder, 'master-key'));
}

beforeAll(async () => {
  server = await home.start();
  admin = new Person(server.url.replace('localhost', '127.0.0.1'));
  await admin.signUp('Ada Admin');
  admin.personalProjectId = (await admin.get<{ personalProjectId: string }>('/api/me')).body.personalProjectId;
  mkdirSync(join(filesOf(home.folder), 'uploads', 'deep'), { recursive: true });
  writeFileSync(join(filesOf(home.folder), blob), Buffer.concat([Buffer.from(canary), randomBytes(3_000_000)]));
  await admin.post(`/api/projects/${admin.personalProjectId}/chats`, { title: canary });
});

describe('a backup taken while people write', () => {
  const target = studioHome();
  const chats: string[] = [];
  let before = 0;
  let taken: Backup;

  test('holds all that was committed before it, nothing out of order, and nothing that was not committed', async () => {
    const write = async () => { chats.push((await admin.post<{ id: string }>(`/api/projects/${admin.personalProjectId}/chats`, { title: `chat ${chats.length}` })).body.id); };
    for (let n = 0; n < 5; n++) await write();
    const open = await home.connect();
    await open.query('begin');
    await open.query(`insert into chat_sessions (project_id, title) values ($1, 'not committed')`, [admin.personalProjectId]);
    before = chats.length;
    let going = true;
    const writing = (async () => { while (going) await write(); })();
    taken = await backUp();
    for (const enough = chats.length + 5; chats.length < enough;) await wait(10);
    going = false;
    await writing;
    await open.query('commit');
    await open.end();

    expect(taken).toMatchObject({ status: 'succeeded', requestedBy: 'super user', error: null, contents: { files: 1, fileBytes: 3_000_000 + canary.length } });
    const bytes = readFileSync(pathOf(taken));
    expect(taken).toMatchObject({ sizeBytes: bytes.length, checksum: createHash('sha256').update(bytes).digest('hex') });
    expect(home.backups()).toEqual([taken.place]);
  });

  test('shows nothing of what is in it', () => {
    const bytes = readFileSync(pathOf(taken));
    const passwords = Object.values(JSON.parse(readFileSync(join(home.folder, 'postgres', 'passwords.json'), 'utf8')) as Record<string, string>);
    for (const word of [canary, admin.email, 'chat_sessions', 'passwords.json', ...passwords]) expect(bytes.includes(word), word).toBe(false);
  });

  test('becomes a studio again in an empty home: sign-in, chats and files are there', async () => {
    keyOnly(target.folder);
    const copy = join(home.folder, 'a copy (1).backup');
    copyFileSync(pathOf(taken), copy);
    const { status, output } = await target.run('restore.ts', [copy]);
    expect(output).toMatch(/The studio of .* is restored\. 1 files are in .*NINEFOLD_HOME=.* npm start/);
    expect(status).toBe(0);
    const restored = await target.start();
    expect(restored.output()).toContain('ready at');
    kept = new Person(restored.url.replace('localhost', '127.0.0.1'));
    kept.cookie = admin.cookie; // Signed under the master key: the session goes on.
    expect((await kept.get<{ user: { email: string } }>('/api/me')).body.user.email).toBe(admin.email);
    expect((await kept.post('/api/auth/sign-in/email', { email: admin.email, password: 'correct horse battery' })).status).toBe(200);
    const rows = await target.sql<{ id: string; title: string }>('select id, title from chat_sessions');
    const found = new Set(rows.map((row) => row.id));
    const held = chats.filter((id) => found.has(id));
    expect(held.length).toBeGreaterThanOrEqual(before);
    expect(held.length).toBeLessThan(chats.length);
    expect(held).toEqual(chats.slice(0, held.length));
    expect(rows.map((row) => row.title)).toContain(canary);
    expect(rows.map((row) => row.title)).not.toContain('not committed');
    expect(readFileSync(join(filesOf(target.folder), blob)).equals(readFileSync(join(filesOf(home.folder), blob)))).toBe(true);
    expect((await kept.post(`/api/projects/${admin.personalProjectId}/chats`, { title: 'life goes on' })).status).toBe(201);
  });

  test('is known in the restored studio as the one it comes from', async () => {
    expect(await until(() => latest(kept), (found) => found.status !== 'running')).toMatchObject({ id: taken.id, status: 'succeeded', checksum: taken.checksum, sizeBytes: taken.sizeBytes, place: taken.place });
  });

  test('is refused by a home that is not empty, which stays as it is', async () => {
    const { status, output } = await target.run('restore.ts', [pathOf(taken)]);
    expect(status).toBe(1);
    expect(output).toMatch(/is not empty \(it holds .*NINEFOLD_HOME/);
    expect((await kept.get('/api/me')).status).toBe(200);
  });
});

describe('a backup that cannot be used leaves the home untouched:', () => {
  const target = studioHome();
  const refused = async (file: string, message: RegExp, env: Record<string, string> = {}) => {
    const { status, output } = await target.run('restore.ts', [file], env);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/^ {4}at /m);
    expect(status).toBe(1);
  };
  const changed = async (change: (bytes: Buffer) => Buffer) => {
    const file = join(home.folder, 'changed.nfb');
    writeFileSync(file, change(readFileSync(pathOf(await latest(admin)))));
    return file;
  };

  test('one changed bit, a cut end, and a file of something else', async () => {
    keyOnly(target.folder);
    await refused(await changed((bytes) => { bytes[bytes.length - 40]! ^= 1; return bytes; }), /damaged or cut off/);
    await refused(await changed((bytes) => bytes.subarray(0, 52 + 1024 * 1024 + 16)), /damaged or cut off/);
    await refused(await changed(() => Buffer.from('PK'.repeat(100))), /no backup of Ninefold/);
    await refused(join(home.folder, 'nowhere.nfb'), /There is no file/);
    expect(readdirSync(target.folder)).toEqual(['master-key']);
  });

  test('another master key, and none', async () => {
    await refused(pathOf(await latest(admin)), /another master key.*NINEFOLD_MASTER_KEY/, { NINEFOLD_MASTER_KEY: randomBytes(32).toString('hex') });
    rmSync(join(target.folder, 'master-key'));
    await refused(pathOf(await latest(admin)), /master key of the backup is needed/);
    expect(readdirSync(target.folder)).toEqual([]);
  });
});

describe('kill -9', () => {
  const large = () => join(filesOf(home.folder), 'uploads', 'large.bin');
  const target = studioHome();

  test('of the studio during a backup leaves no half one, and the next start records that it failed', async () => {
    writeFileSync(large(), randomBytes(40_000_000));
    const there = home.backups();
    const { id } = (await admin.post<Backup>('/api/admin/backups')).body;
    await until(() => home.backups(), (names) => names.some((name) => name.endsWith('.part')));
    server.kill('SIGKILL');
    await server.ended;
    expect(home.backups().filter((name) => !name.endsWith('.part'))).toEqual(there);
    server = await home.start({ PORT: String(server.port) });
    expect(await finished(admin, id)).toMatchObject({ status: 'failed', error: expect.stringContaining('ended during the backup'), place: null });
    expect(home.backups()).toEqual(there);
    expect((await admin.get<{ alerts: unknown[] }>('/api/admin/backups')).body.alerts).toMatchObject([{ kind: 'failed' }]);
    expect((await backUp()).status).toBe('succeeded');
    expect((await admin.get<{ alerts: unknown[] }>('/api/admin/backups')).body.alerts).toEqual([]);
  });

  test('of a restore leaves a home that does not start before the restore is done again', async () => {
    keyOnly(target.folder);
    const file = pathOf(await latest(admin));
    const restoring = run('restore.ts', [file], { NINEFOLD_HOME: target.folder });
    await until(() => existsSync(join(target.folder, 'postgres.restoring')), (there) => there);
    restoring.kill();
    await restoring.ended;
    const early = await target.start();
    expect(await early.ended).toBe(1);
    expect(early.output()).toMatch(/restore into .* was not finished\. Run it again/);
    const again = await target.run('restore.ts', [file]);
    expect(again.output).toContain('is restored');
    expect((await target.start()).output()).toContain('ready at');
    expect(readFileSync(join(filesOf(target.folder), 'uploads', 'large.bin')).equals(readFileSync(large()))).toBe(true);
    rmSync(large());
  });
});

test('a stop in order cuts a backup off, and records that it did', async () => {
  const { id } = (await admin.post<Backup>('/api/admin/backups')).body;
  await until(() => home.backups(), (names) => names.some((name) => name.endsWith('.part')));
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(home.backups().filter((name) => name.endsWith('.part'))).toEqual([]);
  server = await home.start({ PORT: String(server.port) });
  expect(await finished(admin, id)).toMatchObject({ status: 'failed', error: expect.stringContaining('was stopped during the backup') });
});

describe('the command', () => {
  test('refuses where there is no studio', async () => {
    const empty = studioHome();
    expect(await empty.run('backup.ts')).toMatchObject({ status: 1, output: expect.stringMatching(/no studio in .*NINEFOLD_HOME/) });
    expect(readdirSync(empty.folder)).toEqual([]);
  });

  test('takes a backup while the studio runs, and another when it does not', async () => {
    for (const isRunning of [true, false]) {
      if (!isRunning) {
        server.kill('SIGTERM');
        await server.ended;
      }
      const { status, output } = await home.run('backup.ts');
      expect(output).toMatch(/backups\/.*\.nfb\n[\d.]+ MB, SHA-256 [0-9a-f]{64}/);
      expect(status).toBe(0);
      expect(existsSync(output.split('\n').find((line) => line.endsWith('.nfb')) ?? '')).toBe(true);
      expect(existsSync(join(home.folder, 'postgres', 'data', 'postmaster.pid'))).toBe(isRunning);
    }
    server = await home.start({ PORT: String(server.port) });
  });

  test('removes by and by what retention does not keep, and notes it in the row', async () => {
    const planted = Array.from({ length: 60 }, (_, n) => `${new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10)}T00-00-00Z-${randomUUID()}.nfb`);
    for (const name of planted) writeFileSync(join(home.folder, 'backups', name), 'old');
    await home.sql(`insert into backups (requested_by, status, started_at, finished_at, size_bytes, checksum, place, contents)
      select 'command', 'succeeded', '2020-01-01', '2020-01-01', 3, repeat('a', 64), p, '{}' from unnest($1::text[]) p`, [planted]);
    const { place } = await backUp();
    const there = new Set(home.backups());
    expect(there).toContain(place);
    // After the run is recorded as done.
    const gone = await until(() => home.sql<{ place: string }>('select place from backups where removed_at is not null order by place'), (rows) => rows.length > 0);
    // 30 days, of which today is one, and the last of January.
    expect(gone.map((row) => row.place)).toEqual(planted.slice(0, 31).filter((name) => name !== planted[30]));
    expect(planted.filter((name) => !there.has(name))).toEqual(gone.map((row) => row.place));
  });
});

describe('a PostgreSQL of the operator\'s own', async () => {
  const database = await testDatabase({ open: false });
  const target = studioHome();
  const source = studioHome();
  const withKey = (url: string) => ({ DATABASE_URL: url, NINEFOLD_MASTER_KEY: 'ab'.repeat(32) });

  test('that lets the login replicate is copied as a whole, and becomes a data folder again', async () => {
    const { status, output } = await source.run('backup.ts', [], withKey(database.adminUrl));
    expect(output).toMatch(/SHA-256/);
    expect(status).toBe(0);
    const file = join(source.folder, 'backups', source.backups()[0]!);
    rmSync(target.folder, { recursive: true });
    const restored = await target.run('restore.ts', [file], withKey(database.adminUrl));
    expect(restored.output).toMatch(/Its PostgreSQL 18 is in .*own-postgres\/data: give the folder to the user of your PostgreSQL 18/);
    expect(readFileSync(join(target.folder, 'own-postgres', 'data', 'PG_VERSION'), 'utf8')).toBe('18\n');
    expect(existsSync(join(target.folder, 'own-postgres', 'data', 'backup_label'))).toBe(true);
    expect(existsSync(join(target.folder, 'postgres'))).toBe(false);
  });

  test('that does not is told to, or to use its own recovery', async () => {
    const { status, output } = await source.run('backup.ts', [], withKey(database.ownerUrl));
    expect(status).toBe(1);
    expect(output).toMatch(/permission denied.*alter role … replication.*point-in-time recovery/);
    expect(output).not.toMatch(/^ {4}at /m);
    // Before an update to code with backups: nothing is migrated on the way.
    await query(database.ownerUrl, 'alter function request_backup() rename to request_backup_later');
    expect((await source.run('backup.ts', [], withKey(database.ownerUrl))).output).toMatch(/from before Ninefold took backups.*npm run migrate/);
    expect(await query(database.ownerUrl, `select status from backups where status = 'failed'`)).toHaveLength(1);
    expect(source.backups()).toHaveLength(1);
  });
});
