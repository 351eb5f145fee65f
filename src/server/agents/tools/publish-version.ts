import { z } from 'zod';
import type { BuildError } from '#contract/artifacts.ts';

export const publishVersionInput = z.object({
  title: z.string().trim().min(1).max(120).describe('The name of the app.'),
  summary: z.string().trim().min(1).max(300).describe('One sentence on this version.'),
  changes: z.array(z.string().trim().min(1).max(200)).max(20).describe('What changed against the version before, one short line each.'),
  blueprint: z.unknown().optional().describe('Your own plan of the app, kept with the version and shown to you again on the next request.'),
});
export type PublishVersionInput = z.infer<typeof publishVersionInput>;
export type PublishVersionOutput =
  | { ok: true; artifactId: string; version: number; title: string }
  | { ok: false; errors: BuildError[] };
