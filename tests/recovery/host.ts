import { createInterface } from 'node:readline';
import { chooseModels, registerWorkflows, startRun, startSweep, stopSweep } from '#server/agents/index.ts';
import { configurePreviews, stopPreview } from '#server/artifacts/preview/index.ts';
import { closeDatabase, openDatabase } from '#server/platform/database/index.ts';
import { openFiles } from '#server/platform/files/index.ts';
import { startJobs, stopJobs } from '#server/platform/jobs/index.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { loanScript } from '#tests/support/loan-script.ts';
import { repairScript } from '#tests/support/repair-script.ts';
import { scriptedModels, type Script } from '#tests/support/scripted-model.ts';
import { wholeScript } from '#tests/support/whole-script.ts';
import { dieAtRecord, type Moment } from './die-at-record.ts';

/**
 * A process that executes runs, and serves the API when it has a port, to be killed. It begins at the first line it reads, which
 * may say where to die, says "ready", and starts the run of each further line. It ends with what started it.
 */
const { APP_URL, OWNER_URL, AUTH_URL, FILES, CACHE, CALLS, DEATHS, PAUSE_MS, DIE_AT, SCRIPT, ASKS, API_PORT } = process.env as Record<string, string>;
const serving = API_PORT ? await import('./serve-api.ts') : null;
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const [begin, moment, nth] = ((await lines.next()).value ?? '').split(' ') as [string, Moment?, string?];
if (begin === '') process.exit();
if (moment) dieAtRecord(moment, Number(nth), DEATHS!);

openDatabase({ url: APP_URL!, maxConnections: 5 });
openSecrets({ home: CACHE!, masterKey: 'ab'.repeat(32) });
openFiles(FILES!);
configurePreviews({ home: CACHE!, previewUrl: 'http://localhost:3001' });
const repairing = repairScript(['throwing button', 'idle filter', undefined]);
// A request that brings the process down wherever it is worked on.
const script: Script = (context, round) => {
  if (`${context.agent} ${context.phase} ${round}` === DIE_AT) process.kill(process.pid, 'SIGKILL');
  // An agent that asks a person first, while another one works beside it.
  if (ASKS !== '' && `${context.agent} ${context.phase}` === `${ASKS} work`) {
    if (round === 0) return { calls: [{ tool: 'ask_person', input: { questions: [{ text: 'Which colour?', kind: 'choice', options: ['Teal', 'Plum'] }] } }] };
    return loanScript(context, round - 1);
  }
  return ({ repair: repairing, whole: wholeScript }[SCRIPT!] ?? loanScript)(context, round);
};
if (SCRIPT !== 'built-in') chooseModels(scriptedModels(script, { logFile: CALLS!, pauseMs: Number(PAUSE_MS) }));
registerWorkflows();
await serving?.serveApi({ appUrl: APP_URL!, authUrl: AUTH_URL!, port: Number(API_PORT) });
await startJobs({ databaseUrl: OWNER_URL!, takeOverMs: 300 });
await startSweep();
console.log('ready');

process.on('SIGTERM', () => {
  void (async () => {
    await stopSweep();
    await stopJobs({ graceMs: 2000 });
    await stopPreview();
    await closeDatabase();
    process.exit(0);
  })();
});
for await (const line of { [Symbol.asyncIterator]: () => lines }) await startRun(line.trim());
process.exit();
