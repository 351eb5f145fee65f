import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startRun } from '#server/agents/index.ts';
import { startCrew, type RunRow } from '#tests/support/crew.ts';
import type { Fault } from '#tests/support/faulty-app.ts';
import { repairScript } from '#tests/support/repair-script.ts';
import { scriptedModels, type Script } from '#tests/support/scripted-model.ts';

vi.setConfig({ testTimeout: 240_000 });
beforeAll(() => { vi.stubEnv('CHROMIUM_PATH', 'none'); });
afterAll(() => { vi.unstubAllEnvs(); });

let script: Script;
const crew = await startCrew(scriptedModels((context, round) => script(context, round)));

/** Opening an app takes its time on a busy machine, and here it is opened many times. */
async function build(): Promise<{ id: string; row: RunRow }> {
  const id = await crew.post(await crew.newChat(), 'Build a loan tracker');
  await startRun(id);
  return { id, row: await crew.ended(id, 220_000) };
}

async function run(versions: (Fault | undefined)[]) {
  script = repairScript(versions);
  const { id, row } = await build();
  const planned = (await crew.events(id)).filter((event) => event.type === 'run.planned').map((event) => event.steps.length);
  return { id, row, planned };
}

// Each fault once: a first version has one, the first repair puts the other in its place, the second mends it.
const pairs: [Fault, Fault][] = [['throwing button', 'idle filter'], ['form that saves nothing', 'error on load'], ['endless loop', 'forgets on reload'], ['build error', 'throwing button']];

test.each(pairs)('an app with the fault "%s", and then "%s", is right after the second round', async (first, second) => {
  const { row, planned } = await run([first, second, undefined]);
  expect(row).toMatchObject({ status: 'succeeded', error: null });
  expect(row.steps.map(({ agent }) => agent)).toEqual(['architect', 'coder', 'quality', 'coder', 'quality', 'coder', 'quality']);
  expect(row.steps.at(-1)).toMatchObject({ status: 'succeeded' });
  expect(planned).toEqual([3, 5, 7]);
});

test('an app that is never right asks for attention after three rounds, with the evidence', async () => {
  const { row, id } = await run(['throwing button', 'idle filter', 'error on load', 'form that saves nothing']);
  expect(row).toMatchObject({ status: 'needs_attention', error: { code: 'checks_failed' } });
  expect(row.steps).toHaveLength(9);
  const { evidence } = row.error as unknown as { evidence: { repairs: string[]; criteria: { criterion: string; outcome: string; evidence: string }[]; console: string[] } };
  expect(evidence.repairs).toHaveLength(3);
  expect(evidence.repairs[0]).toMatch(/^Round 1 of 3, about: A loan can be added.*saving is broken/);
  expect(row.error?.detail).toContain('A loan can be added and is there after a reload.');
  const finished = (await crew.events(id)).at(-1);
  expect(finished).toMatchObject({ type: 'run.finished', status: 'needs_attention', error: { evidence: { repairs: evidence.repairs } } });
});

test('a repair that changes nothing of what was found is not repeated', async () => {
  const { row } = await run(['idle filter', 'idle filter', undefined]);
  expect(row.status).toBe('needs_attention');
  expect(row.steps).toHaveLength(5);
});

test('the coder sees what failed and what the console says; quality sees that it is a repair', async () => {
  const seen: unknown[] = [];
  const inner = repairScript(['throwing button', undefined]);
  script = (context, round) => {
    if (round === 0 && context.repair) seen.push([context.agent, context.repair]);
    return inner(context, round);
  };
  await build();
  const repair = { round: 1, of: 3, failures: [expect.stringMatching(/^A loan can be added.*Camera/)], console: [expect.stringMatching(/^error: app\.tsx:\d+: saving is broken$/)] };
  expect(seen).toEqual([['coder', repair], ['quality', repair]]);
});

test('a quality agent that looks at nothing after a repair makes nothing right', async () => {
  const inner = repairScript(['idle filter', undefined]);
  script = (context, round) => (context.agent === 'quality' && context.repair ? { text: 'All is well.' } : inner(context, round));
  const { row } = await build();
  expect(row).toMatchObject({ status: 'needs_attention', error: { code: 'checks_failed' } });
});
