import { z } from 'zod';
import { renderBundle } from '#server/artifacts/index.ts';
import { mainFileOf } from '../draft.ts';
import { defineTool } from '../tool.ts';
import { samplesOf } from './exercise-app.ts';

export const renderAppInput = z.object({});
export type RenderAppInput = z.infer<typeof renderAppInput>;
/** What the app shows in a headless page: its headings, its text in reading order (cut), what was tried on it, and what could not be tried. */
export type RenderAppOutput = {
  ok: boolean; errors: string[]; headings: string[]; text: string;
  checks: { text: string; ok: boolean }[]; notes: string[]; console?: string[];
};

/** Opens the app in a headless page with its sample records. */
export const renderApp = defineTool<RenderAppInput, RenderAppOutput>({
  name: 'render_app',
  description: 'Open the app in a headless page, filled with its sample records. It is used a little as a person would. You get the errors it logged, its headings, its text, and what was tried.',
  input: renderAppInput,
  title: () => 'Open the app',
  execute: async (_input, { state }) => {
    const files = await state.draft.files();
    const mainFile = mainFileOf(files);
    const { tried: _tried, records: _records, ...outcome } = await renderBundle(files, { ...(mainFile ? { mainFile } : {}), collections: samplesOf(state) });
    return outcome;
  },
  apply: (state, _input, output) => {
    state.checks.render = output.ok ? [] : failuresOf(output);
    state.checks.console = output.console ?? null;
  },
  report: (output) => (output.ok
    ? { ok: true, summary: output.checks.length > 0 ? `It opens, and ${output.checks.length} things that were tried work.` : 'It opens.' }
    : { ok: false, summary: failuresOf(output)[0]!.slice(0, 300) }),
});

/** At least one line of evidence. */
function failuresOf({ errors, checks }: RenderAppOutput): string[] {
  const failed = [...errors, ...checks.filter((check) => !check.ok).map((check) => check.text)];
  return failed.length > 0 ? failed : ['The app shows nothing.'];
}
