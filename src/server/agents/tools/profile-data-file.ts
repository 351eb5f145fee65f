import { z } from 'zod';
import { readProjectFile } from '#server/files/index.ts';
import { AppError, toAppError } from '#server/platform/errors.ts';
import { profileOf, type Profile } from '../profile/index.ts';
import { defineTool } from '../tool.ts';

const maxBytes = 5 * 1024 * 1024;

export const profileDataFileInput = z.object({
  path: z.string().trim().min(1).max(500).describe('Path of a CSV or JSON file of this project, as it is listed.'),
});
export type ProfileDataFileInput = z.infer<typeof profileDataFileInput>;
export type ProfileDataFileOutput = ({ ok: true; path: string } & Profile) | { ok: false; error: string };

/** Tells the shape of a data file without its values. */
export const profileDataFile = defineTool<ProfileDataFileInput, ProfileDataFileOutput>({
  name: 'profile_data_file',
  description: 'Look at a CSV or JSON file of this project: its columns with their types, ranges, gaps, how many values differ, and what values look like (letters as x, digits as 9). At most 5 MB.',
  input: profileDataFileInput,
  title: ({ path }) => `Look at ${path}`,
  execute: async ({ path }, { actor, run }) => {
    try {
      const profile = profileOf(await readProjectFile(actor, run.projectId, path, maxBytes));
      return profile === null ? { ok: false, error: `${path} is neither CSV nor JSON with records.` } : { ok: true, path, ...profile };
    } catch (error) {
      const { code, detail } = toAppError(error);
      if (error instanceof AppError && ['not_found', 'too_large', 'invalid_input'].includes(code)) return { ok: false, error: code === 'not_found' ? `There is no file ${path} in this project.` : detail };
      throw error;
    }
  },
  report: (output) => (output.ok ? { ok: true, summary: `${output.rows} rows, ${output.columns.length} columns` } : { ok: false, summary: output.error }),
});
