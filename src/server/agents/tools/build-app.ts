import { z } from 'zod';
import type { BuildError } from '#contract/artifacts.ts';
import { buildBundle } from '#server/artifacts/index.ts';
import { mainFileOf } from '../draft.ts';
import { errorLine } from './error-line.ts';
import { defineTool } from '../tool.ts';

export const buildAppInput = z.object({});
export type BuildAppInput = z.infer<typeof buildAppInput>;
export type BuildAppOutput = { ok: boolean; errors: BuildError[] };

/** Builds the app as it is now, without publishing anything. */
export const buildApp = defineTool<BuildAppInput, BuildAppOutput>({
  name: 'build_app',
  description: 'Build the app as it is now. Errors name the file and the line.',
  input: buildAppInput,
  title: () => 'Build the app',
  execute: async (_input, { state }) => {
    const files = await state.draft.files();
    const built = await buildBundle(files, mainFileOf(files) ?? undefined);
    return built.ok ? { ok: true, errors: [] } : { ok: false, errors: built.errors };
  },
  apply: (state, _input, { errors }) => { state.checks.build = errors.map(errorLine); },
  report: ({ ok, errors }) => (ok ? { ok, summary: 'It builds.' } : { ok, summary: errors[0] ? errorLine(errors[0]) : 'It does not build.' }),
});
