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

/** A process that executes runs and nothing else, to be killed. It says "ready", and starts the run of each line it reads. */
const { APP_URL, OWNER_URL, FILES, CACHE, CALLS, PAUSE_MS, DIE_AT, MODEL, ASKS } = process.env as Record<string, string>;

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
  return (MODEL === 'repair' ? repairing : loanScript)(context, round);
};
if (MODEL !== 'built-in') chooseModels(scriptedModels(script, { logFile: CALLS!, pauseMs: Number(PAUSE_MS) }));
registerWorkflows();
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
for await (const line of createInterface({ input: process.stdin })) await startRun(line.trim());
