import { z } from 'zod';
import { id, time } from './json.ts';

export const artifactStatus = z.enum(['pending', 'generating', 'ready', 'failed', 'archived']);

export const artifact = z.object({
  id,
  projectId: id,
  chatId: id.nullable(),
  title: z.string(),
  description: z.string().nullable(),
  artifactType: z.string(),
  status: artifactStatus,
  progress: z.number().int().min(0).max(100),
  /** 0 until the first version is there. */
  currentVersion: z.number().int().min(0),
  createdAt: time,
  updatedAt: time,
  createdBy: id.nullable(),
});
export type Artifact = z.infer<typeof artifact>;

/** A file of one version; `path` is relative to the app, `size` in bytes. */
export const artifactFile = z.object({ path: z.string(), size: z.number().int(), isMainFile: z.boolean() });
export type ArtifactFile = z.infer<typeof artifactFile>;
export const artifactFileContent = artifactFile.extend({ content: z.string() });

export const artifactVersion = z.object({
  number: z.number().int().min(1),
  summary: z.string(),
  /** What changed against the version before, one short line each. */
  changes: z.array(z.string()),
  filesAdded: z.number().int(),
  filesChanged: z.number().int(),
  filesRemoved: z.number().int(),
  restoredFrom: z.number().int().nullable(),
  /** What a run had made when it was stopped; never the current version. */
  isPartial: z.boolean(),
  runId: id.nullable(),
  createdAt: time,
  createdBy: id.nullable(),
  authorName: z.string().nullable(),
});
export type ArtifactVersion = z.infer<typeof artifactVersion>;

export const previewRequest = z.object({ version: z.number().int().min(1).optional() });
/** Where the app runs: a URL on the preview origin that stops working at `expiresAt`. */
export const preview = z.object({ url: z.url(), version: z.number().int(), expiresAt: time });
export type Preview = z.infer<typeof preview>;

/** One error of a build, with its place in the app's files. `line` and `column` start at 1. */
export const buildError = z.object({
  message: z.string(),
  file: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  excerpt: z.string().optional(),
});
export type BuildError = z.infer<typeof buildError>;
