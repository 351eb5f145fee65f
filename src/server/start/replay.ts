import { replayRun, type Replay } from '#server/agents/index.ts';
import { readConfig } from '#server/platform/config.ts';
import { AppError } from '#server/platform/errors.ts';
import { openFiles } from '#server/platform/files/index.ts';
import { besideStudio } from './beside-studio.ts';
import { loadEnvironment } from './environment.ts';
import { explainFailure } from './failure.ts';

// `ninefold replay <run>`: works beside a running studio and changes nothing.
// Ends with 0 when the recorded answers give the published files, 1 when they do not, 2 when it cannot be told.
try {
  loadEnvironment();
  const config = readConfig();
  process.exitCode = await besideStudio(config, { command: 'ninefold replay', say: console.error, maxConnections: 2 }, async () => {
    openFiles(config.files, config);
    const replay = await replayRun(process.argv[2] ?? '');
    console.log(inWords(replay));
    return replay.versions.every(({ isSame }) => isSame) ? 0 : 1;
  });
} catch (error) {
  console.error(error instanceof AppError ? [error.detail, error.hint].filter(Boolean).join(' ') : explainFailure(error));
  process.exitCode = 2;
}

function inWords({ answers, versions }: Replay): string {
  if (versions.length === 0) return `${answers} recorded answers; the run published no version.`;
  return [`${answers} recorded answers.`, ...versions.map(({ number, isSame, differing }) =>
    (isSame ? `Version ${number}: the same files.` : `Version ${number}: NOT THE SAME. ${differing.join(', ')}`))].join('\n');
}
