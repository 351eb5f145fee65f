import { z } from 'zod';
import { id, time } from './json.ts';

/** A file of a workspace, a project or an app. */
export const storedFile = z.object({
  /** Relative to its area, with slashes between folders. */
  path: z.string(),
  /** Bytes. */
  size: z.number().int().min(0),
  /** MIME type, as it was sent. */
  type: z.string(),
  /** SHA-256 of the content in hex; also its entity tag. */
  hash: z.string(),
  createdAt: time,
  updatedAt: time,
  createdBy: id.nullable(),
});
export type StoredFile = z.infer<typeof storedFile>;

/** Most characters of a path. */
export const maxPathLength = 500;

/**
 * What is wrong with a path, in words, or null. It is relative and normalised (Unicode form C); its segments are neither
 * empty nor "." or "..", at most 255 characters, and without backslashes, control and direction characters.
 */
export function pathFault(path: string): string | null {
  if (path.length > maxPathLength) return `This is longer than ${maxPathLength} characters.`;
  if (!path.isWellFormed() || path !== path.normalize('NFC')) return 'This is not well-formed Unicode in form C.';
  if (/[\\\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(path)) return 'This contains a backslash, or a control or direction character.';
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return 'This begins or ends with a slash, or has an empty, "." or ".." part.';
  return segments.some((segment) => segment.length > 255) ? 'A part of this is longer than 255 characters.' : null;
}
