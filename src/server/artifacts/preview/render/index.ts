import type { ChildProcess } from 'node:child_process';
import { buildBundle, bundleFolder } from '../bundle/index.ts';
import { groupBytes } from '../group-memory.ts';
import { findKit } from '../kit/kit.ts';
import { killCell, takeCell } from './cell.ts';
import type { RenderJob } from './child.ts';
import { renderOutcome } from './outcome.ts';
import type { RenderOutcome } from './outcome.ts';
import type { SampleCollection } from './sample-records.ts';

export type RenderOptions = { mainFile?: string; collections?: SampleCollection[]; timeoutMs?: number };
type Trial = Pick<RenderJob, 'stretches' | 'records'>;

/** Start, budget of the trial and what one step may take beyond it, on a busy machine. */
const renderTimeoutMs = 40_000;
const maxProcessBytes = 900 * 1024 * 1024;
const memoryCheckMs = 200;
/** Outcomes are some kilobytes; an app that got hold of the output must not fill the server's memory. */
const maxOutputBytes = 1024 * 1024;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs an app over sample records in a page without a screen and uses it:
 * what it shows, what failed, what works. One at a time. The code is nobody's
 * friend: it runs in a process that may read the kit and packages, and do
 * nothing else (docs/decisions/0061-apps-are-tried-in-a-cell.md).
 */
export async function renderBundle(files: { path: string; content: string }[], o: RenderOptions = {}): Promise<RenderOutcome> {
  const built = await buildBundle(files, o.mainFile);
  return built.ok ? renderBuilt(built.hash, o) : failed(...built.errors.map(errorLine));
}

/** The same for a bundle that is there already, with steps to try if there are any. */
export async function renderBuilt(hash: string, o: Omit<RenderOptions, 'mainFile'> & Trial): Promise<RenderOutcome> {
  const kit = await findKit();
  const job: RenderJob = { bundleFolder: bundleFolder(hash), collections: o.collections ?? [], stretches: o.stretches, records: o.records };
  const turn = last.then(() => run(takeCell(kit), job, o.timeoutMs ?? renderTimeoutMs));
  last = turn.catch(() => {});
  return turn;
}

/** A build error in one line. */
export function errorLine({ message, file, line }: { message: string; file?: string | undefined; line?: number | undefined }): string {
  return file ? `${file}${line ? `:${line}` : ''}: ${message}` : message;
}

function failed(...errors: string[]): RenderOutcome {
  return { ok: false, errors, headings: [], text: '', checks: [], notes: [], console: errors.map((error) => `error: ${error}`), tried: [] };
}

function run(child: ChildProcess, job: RenderJob, timeoutMs: number): Promise<RenderOutcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let complaint = '';
    const finish = (outcome: RenderOutcome) => {
      clearTimeout(timeout);
      clearInterval(memory);
      killCell(child);
      resolve(outcome);
    };
    const timeout = setTimeout(() => finish(failed(`The app did not come to rest within ${timeoutMs / 1000} seconds; it may run in an endless loop.`)), timeoutMs);
    const memory = setInterval(() => {
      if (child.pid !== undefined && groupBytes(child.pid) > maxProcessBytes) finish(failed('The app took too much memory.'));
    }, memoryCheckMs);
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxOutputBytes) finish(failed('The app said more than it may.'));
      else chunks.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => { complaint = (complaint + chunk.toString('utf8')).slice(0, 4000); });
    child.on('error', (error) => finish(failed(`The app could not be tried: ${error.message}`)));
    child.on('close', () => finish(read(Buffer.concat(chunks)) ?? failed(/heap out of memory/i.test(complaint) ? 'The app took too much memory.' : `The app ended the process it ran in. ${complaint.trim().split('\n')[0] ?? ''}`.trim())));
    child.stdin?.on('error', () => {});
    child.stdin?.end(JSON.stringify(job));
  });
}

function read(output: Buffer): RenderOutcome | null {
  try {
    return renderOutcome.parse(JSON.parse(output.toString('utf8')));
  } catch {
    return null;
  }
}
