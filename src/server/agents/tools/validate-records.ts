import { z } from 'zod';
import { checkRecords } from '../check-records.ts';
import { defineTool } from '../tool.ts';

export const validateRecordsInput = z.object({});
export type ValidateRecordsInput = z.infer<typeof validateRecordsInput>;
export type ValidateRecordsOutput = {
  collections: { name: string; samplesChecked: number; recordsChecked: number; problems: string[] }[];
};

/** Checks samples and stored records against the collections' schemas. */
export const validateRecords = defineTool<ValidateRecordsInput, ValidateRecordsOutput>({
  name: 'validate_records',
  description: 'Check the samples and the stored records of every collection against its schema. Problems name the record and the field.',
  input: validateRecordsInput,
  title: () => 'Check the records',
  execute: async (_input, call) => ({ collections: await checkRecords(call) }),
  report: ({ collections }) => {
    const checked = collections.reduce((sum, c) => sum + c.samplesChecked + c.recordsChecked, 0);
    const problems = collections.reduce((sum, c) => sum + c.problems.length, 0);
    return { ok: problems === 0, summary: `${checked} checked, ${problems === 0 ? 'all valid' : `${problems} with problems`}` };
  },
});
