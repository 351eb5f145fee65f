import { z } from 'zod';
import type { DocumentOutput } from './document-output.ts';

const line = z.string().trim().min(1).max(500);

export const writeUiDesignInput = z.object({
  title: line.describe('The name of the app.'),
  summary: z.string().trim().min(1).max(2000),
  palette: z.array(z.object({ name: line, value: line.describe('A CSS colour, e.g. #12b886.') })).min(1).max(20),
  framework: line.describe('e.g. "Mantine 9".'),
  layout: z.array(line).min(1).max(30).describe('What is where, top to bottom.'),
  components: z.array(z.object({ name: line, purpose: line })).min(1).max(40),
  states: z.array(z.object({ name: line, description: line })).max(20).describe('Empty, loading, error and what else the person can meet.'),
});
export type WriteUiDesignInput = z.infer<typeof writeUiDesignInput>;
export type WriteUiDesignOutput = DocumentOutput;
