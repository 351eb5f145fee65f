import { z } from 'zod';
import { renderBundle } from '#server/artifacts/index.ts';
import { mainFileOf } from '../draft.ts';
import { defineTool } from '../tool.ts';
import { samplesOf } from './exercise-app.ts';

export const readConsoleInput = z.object({});
export type ReadConsoleInput = z.infer<typeof readConsoleInput>;
/** `lines` begin with their level: `error: …`, `warn: …`, `log: …`; oldest first. */
export type ReadConsoleOutput = { lines: string[] };

/** What the app wrote to its console when it was last opened in this run. */
export const readConsole = defineTool<ReadConsoleInput, ReadConsoleOutput>({
  name: 'read_console',
  description: 'Read what the app wrote to its console when it was last opened or used, errors and warnings included. It is opened first when that has not happened yet.',
  input: readConsoleInput,
  title: () => 'Read the console',
  execute: async (_input, { state }) => {
    if (state.checks.console) return { lines: state.checks.console };
    const files = await state.draft.files();
    const mainFile = mainFileOf(files);
    const { console: lines } = await renderBundle(files, { ...(mainFile ? { mainFile } : {}), collections: samplesOf(state) });
    return { lines };
  },
  apply: (state, _input, { lines }) => { state.checks.console = lines; },
  report: ({ lines }) => {
    const errors = lines.filter((line) => line.startsWith('error:')).length;
    return { ok: errors === 0, summary: lines.length === 0 ? 'It is empty.' : `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}, ${errors} of them errors` };
  },
});
