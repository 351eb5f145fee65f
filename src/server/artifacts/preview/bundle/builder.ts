import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BuildError } from '#contract/artifacts.ts';
import { groupBytes } from '../group-memory.ts';
import { buildTimeoutMs, idleMs, maxBuilderBytes, maxWaitingBuilds } from './limits.ts';
import type { BuildAnswer, BuildJob } from './worker.ts';

type Job = Omit<BuildJob, 'id'>;
type Answer = { ok: true } | { ok: false; errors: BuildError[] };
type Limits = { timeoutMs: number; idleMs: number; maxBytes: number };

const memoryCheckMs = 200;

/**
 * The builder: one process with esbuild in a group of its own, started when
 * needed, one build at a time, killed with all it started when a build takes
 * too long or too much memory, ended when idle.
 */
export function openBuilder(limits: Limits = { timeoutMs: buildTimeoutMs, idleMs, maxBytes: maxBuilderBytes }) {
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let lastId = 0;

  function start(): ChildProcess {
    clearTimeout(idle);
    if (child?.connected) return child;
    const started = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [], {
      detached: true,
      // Go's collector keeps esbuild near this; the hard limit is the check below.
      env: { PATH: process.env['PATH'], GOMEMLIMIT: '400MiB', GOMAXPROCS: '2' },
      execArgv: ['--max-old-space-size=256'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.unref();
    started.channel?.unref();
    started.on('exit', () => { if (child === started) child = null; });
    started.on('error', () => { if (child === started) child = null; });
    child = started;
    return started;
  }

  function kill(): void {
    const { pid } = child ?? {};
    child = null;
    clearTimeout(idle);
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended by itself in the meantime.
    }
  }

  function run(job: Job): Promise<Answer> {
    const builder = start();
    const id = ++lastId;
    return new Promise<Answer>((resolve) => {
      const failed = (message: string) => { kill(); finish({ ok: false, errors: [{ message }] }); };
      const timeout = setTimeout(() => failed(`The build took longer than ${limits.timeoutMs / 1000} seconds and was stopped.`), limits.timeoutMs);
      const memory = setInterval(() => {
        if (builder.pid !== undefined && groupBytes(builder.pid) > limits.maxBytes) failed('The build took too much memory and was stopped.');
      }, memoryCheckMs);
      const onMessage = (answer: BuildAnswer) => {
        if (answer.id !== id) return;
        if (!answer.ok && answer.broken) kill();
        finish(answer);
      };
      const onExit = () => failed('The builder failed on these files. Make them simpler and try again.');
      function finish(answer: Answer | BuildAnswer): void {
        clearTimeout(timeout);
        clearInterval(memory);
        builder.off('message', onMessage);
        builder.off('exit', onExit);
        builder.channel?.unref();
        resolve(answer.ok ? { ok: true } : { ok: false, errors: answer.errors });
      }
      builder.channel?.ref();
      builder.on('message', onMessage);
      builder.on('exit', onExit);
      builder.send({ ...job, id }, (error) => { if (error) onExit(); });
    });
  }

  return {
    /** Starts the process ahead of the first build. */
    warm: (): void => { start(); rest(); },
    async build(job: Job): Promise<Answer> {
      if (waiting >= maxWaitingBuilds) return { ok: false, errors: [{ message: 'Too many builds are waiting. Try again in a moment.' }] };
      waiting++;
      const turn = last.then(() => run(job));
      last = turn;
      const answer = await turn;
      waiting--;
      rest();
      return answer;
    },
    stop: kill,
    /** Process id while it runs; for measuring. */
    pid: (): number | null => child?.pid ?? null,
  };

  function rest(): void {
    clearTimeout(idle);
    if (waiting === 0) idle = setTimeout(kill, limits.idleMs).unref();
  }
}
