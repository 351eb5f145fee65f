import { z } from 'zod';
import type { DocumentOutput } from './document-output.ts';

const line = z.string().trim().min(1).max(500);

export const writeArchitectureInput = z.object({
  title: line.describe('The name of the app.'),
  summary: z.string().trim().min(1).max(2000),
  entities: z.array(z.object({
    name: line,
    fields: z.array(z.object({
      name: line,
      type: line.describe('In plain words, e.g. "date" or "one of: low, medium, high".'),
      required: z.boolean(),
      note: z.string().trim().max(500),
    })).min(1).max(60),
  })).min(1).max(30),
  relations: z.array(z.object({ from: line, to: line, label: line })).max(60),
  apisUsed: z.array(line).max(30).describe('Connections to outside systems; empty when there are none.'),
  securityRequirements: z.array(line).max(30),
});
export type WriteArchitectureInput = z.infer<typeof writeArchitectureInput>;
export type WriteArchitectureOutput = DocumentOutput;
