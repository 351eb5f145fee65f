import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configurePreviews, prepareKit, stopPreview } from '#server/artifacts/preview/index.ts';
import { startServer } from '../bench/server.ts';
import { tableOf, type Report, type TaskResult } from './report.ts';
import { score } from './score.ts';
import { openStudio } from './studio.ts';
import type { Task } from './task.ts';
import { tasks } from './tasks.ts';

// `npm run evals [-- task…]`: the tasks against whatever model the environment names, else the built-in builder.
const wanted = process.argv.slice(2);
const chosen = wanted.length > 0 ? tasks.filter(({ id }) => wanted.includes(id)) : tasks;
if (chosen.length === 0) {
  console.error(`Which task? There are: ${tasks.map(({ id }) => id).join(', ')}`);
  process.exit(1);
}

const home = mkdtempSync(join(tmpdir(), 'ninefold-evals-'));
configurePreviews({ home, previewUrl: 'http://localhost:4321' });
const server = await startServer({ home, port: 4320 });
try {
  await prepareKit();
  const studio = await openStudio(server.url);
  const { name: model, builtIn } = await studio.model();
  const results: TaskResult[] = [];
  for (const task of chosen) {
    const result = await evaluate(studio, task, builtIn);
    results.push(result);
    const failed = result.checks.filter(({ ok }) => !ok);
    console.log(`${task.id.padEnd(16)} ${result.passed}/${result.checks.length}  ${(result.ms / 1000).toFixed(1).padStart(6)} s  ${result.status}${failed.map(({ text, evidence }) => `\n    not: ${text} ${evidence ?? ''}`).join('')}`);
  }
  const report: Report = { model, date: new Date().toISOString().slice(0, 10), results };
  console.log(`\n${tableOf(report)}`);
  // A part of the tasks is for looking at; only a whole run is kept.
  if (wanted.length === 0) {
    const file = fileURLToPath(new URL(`./results/${report.date}-${model.toLowerCase().replace(/[^a-z0-9.]+/g, '-')}.json`, import.meta.url));
    writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
    console.log(`Written to ${file}`);
  }
} finally {
  await stopPreview();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}

async function evaluate(studio: Awaited<ReturnType<typeof openStudio>>, task: Task, isFree: boolean): Promise<TaskResult> {
  const chatId = await studio.openChat();
  const start = performance.now();
  const runs = [];
  for (const prompt of task.prompts) runs.push(await studio.say(chatId, prompt));
  const ms = Math.round(performance.now() - start);
  // The built-in builder uses no tokens.
  const usages = await Promise.all(runs.map(({ runId }) => (isFree ? { tokens: 0, costUsd: 0 } : studio.usage(runId))));
  const checks = await score(task, await studio.appOf(chatId));
  const ended = runs.map(({ status, detail }) => ({ text: `The run ended well.`, ok: status === 'succeeded', ...(detail ? { evidence: detail.slice(0, 300) } : {}) }));
  const all = [...ended, ...checks];
  const sum = (of: (usage: (typeof usages)[number]) => number | null) => (usages.some((usage) => of(usage) === null) ? null : usages.reduce((total, usage) => total + (of(usage) ?? 0), 0));
  return {
    id: task.id, status: runs.map(({ status }) => status).join(', '), ms, repairs: runs.reduce((count, { steps }) => count + Math.max(0, steps.filter(({ agent }) => agent === 'quality').length - 1), 0),
    tokens: sum(({ tokens }) => tokens), costUsd: sum(({ costUsd }) => costUsd), passed: all.filter(({ ok }) => ok).length, checks: all,
  };
}
