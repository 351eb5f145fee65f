import { z } from 'zod';
import type { DocumentOutput } from './document-output.ts';

const line = z.string().trim().min(1).max(500);

export const writeRequirementsInput = z.object({
  title: line.describe('The name of the app.'),
  summary: z.string().trim().min(1).max(2000).describe('What the app is for, two or three sentences.'),
  stories: z.array(z.object({
    role: line.describe('Who, e.g. "team lead".'),
    goal: line.describe('What they do, e.g. "record a loan".'),
    benefit: line.describe('What for.'),
    criteria: z.array(line).min(1).max(12).describe('Acceptance criteria that a person can check in the app.'),
  })).min(1).max(30),
  assumptions: z.array(line).max(20).describe('What you decided because the request did not say it.'),
});
export type WriteRequirementsInput = z.infer<typeof writeRequirementsInput>;
export type WriteRequirementsOutput = DocumentOutput;
