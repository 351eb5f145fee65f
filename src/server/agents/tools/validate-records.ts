import { z } from 'zod';

export const validateRecordsInput = z.object({});
export type ValidateRecordsInput = z.infer<typeof validateRecordsInput>;
export type ValidateRecordsOutput = {
  collections: { name: string; samplesChecked: number; recordsChecked: number; problems: string[] }[];
};
