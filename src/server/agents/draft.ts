import { createHash } from 'node:crypto';

export type DraftFile = { path: string; content: string; isMainFile: boolean };
/** A file of the version the draft began with; its bytes are read when they are needed. */
export type BaseFile = { path: string; size: number; isMainFile: boolean; hash: string };

/**
 * The app's files as the crew changes them in a run, over the version it began
 * with. It lives in memory: a replay makes the same changes again.
 */
export class Draft {
  /** Grows with every change. */
  revision = 0;
  #base: BaseFile[];
  #readBase: (hash: string) => Promise<string>;
  #changes = new Map<string, { content: string; isMainFile: boolean } | null>();

  constructor(base: BaseFile[], readBase: (hash: string) => Promise<string>) {
    this.#base = base;
    this.#readBase = readBase;
  }

  list(): { path: string; size: number; isMainFile: boolean }[] {
    const files = new Map<string, { path: string; size: number; isMainFile: boolean }>();
    for (const { path, size, isMainFile } of this.#base) files.set(path, { path, size, isMainFile });
    for (const [path, change] of this.#changes) {
      if (change) files.set(path, { path, size: Buffer.byteLength(change.content), isMainFile: change.isMainFile });
      else files.delete(path);
    }
    return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async read(path: string): Promise<string | null> {
    const change = this.#changes.get(path);
    if (change !== undefined) return change?.content ?? null;
    const base = this.#base.find((file) => file.path === path);
    return base ? await this.#readBase(base.hash) : null;
  }

  /** There is one main file: naming another takes the mark from the first. */
  async write(path: string, content: string, isMainFile?: boolean): Promise<void> {
    const before = this.list().find((file) => file.path === path);
    const main = isMainFile ?? before?.isMainFile ?? false;
    if (main) await this.#unmarkMain(path);
    this.#changes.set(path, { content, isMainFile: main });
    this.revision++;
  }

  remove(path: string): void {
    this.#changes.set(path, null);
    this.revision++;
  }

  async files(): Promise<DraftFile[]> {
    return Promise.all(this.list().map(async ({ path, isMainFile }) => ({ path, isMainFile, content: (await this.read(path)) ?? '' })));
  }

  get isEmpty(): boolean {
    return this.list().length === 0;
  }

  async #unmarkMain(exceptPath: string): Promise<void> {
    for (const file of this.list()) {
      if (!file.isMainFile || file.path === exceptPath) continue;
      this.#changes.set(file.path, { content: (await this.read(file.path)) ?? '', isMainFile: false });
    }
  }
}

/** SHA-256 of a file's bytes in hex: its name in storage. */
export function contentHash(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The marked file, else `app.tsx`, else `App.tsx`; null when there is none of them. */
export function mainFileOf(files: { path: string; isMainFile: boolean }[]): string | null {
  const marked = files.find((file) => file.isMainFile);
  return (marked ?? files.find((file) => /^app\.(tsx|jsx|ts|js)$/i.test(file.path)))?.path ?? null;
}
