import { z } from 'zod';
import type { BuildError } from '#contract/artifacts.ts';
import { publish } from '../publish.ts';
import { errorLine } from './error-line.ts';
import { defineTool } from '../tool.ts';

export const publishVersionInput = z.object({
  title: z.string().trim().min(1).max(120).describe('The name of the app.'),
  summary: z.string().trim().min(1).max(300).describe('One sentence on this version.'),
  changes: z.array(z.string().trim().min(1).max(200)).max(20).describe('What changed against the version before, one short line each.'),
  traces: z.array(z.object({
    criterion: z.string().trim().min(1).max(500).describe('Its id in the requirements, e.g. "C3", or the criterion as it reads there.'),
    files: z.array(z.string().min(1).max(300)).max(200).describe('The files in which it is met.'),
    collections: z.array(z.string().min(1).max(100)).max(50).optional().describe('The collections it needs.'),
  })).max(400).optional().describe('Which files meet which acceptance criteria of the requirements.'),
  blueprint: z.unknown().optional().describe('Your own plan of the app, kept with the version and shown to you again on the next request.'),
});
export type PublishVersionInput = z.infer<typeof publishVersionInput>;
export type PublishVersionOutput =
  | { ok: true; artifactId: string; version: number; title: string; /** Criteria of `traces` that no requirements have. */ unknownCriteria?: string[] }
  | { ok: false; errors: BuildError[] };

/** Makes the draft a version that people see. */
export const publishVersion = defineTool<PublishVersionInput, PublishVersionOutput>({
  name: 'publish_version',
  description: 'Build the app and publish it as its next version. When it does not build nothing is published, and the errors come back: repair them and publish again. Publish once, when your work is complete.',
  input: publishVersionInput,
  title: ({ title }) => `Publish ${title}`,
  execute: publish,
  apply: (state, { blueprint }, output) => {
    state.checks.publish = output.ok ? [] : output.errors.map(errorLine);
    if (output.ok) state.publishedRevision = state.draft.revision;
    if (output.ok) state.published = { artifactId: output.artifactId, version: output.version, title: output.title, blueprint: blueprint ?? state.base.blueprint };
  },
  report: (output) => (output.ok
    ? { ok: true, summary: `Version ${output.version}`, events: [{ type: 'artifact.updated', artifactId: output.artifactId, title: output.title, version: output.version }] }
    : { ok: false, summary: output.errors[0] ? errorLine(output.errors[0]) : 'It does not build.' }),
});
