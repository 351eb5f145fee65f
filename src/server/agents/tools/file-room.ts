import type { Draft } from '../draft.ts';
import { maxAppBytes, maxFileBytes, maxFiles } from './file-path.ts';
import type { FileChangeOutput } from './write-file.ts';

/** Whether a file of this content fits into the app. */
export function checkRoom(draft: Draft, path: string, content: string): FileChangeOutput {
  const size = Buffer.byteLength(content);
  const others = draft.list().filter((file) => file.path !== path);
  if (size > maxFileBytes) return { ok: false, error: `${path} would have ${size} bytes; a file may have ${maxFileBytes}. Split it.` };
  if (others.length >= maxFiles) return { ok: false, error: `An app may have ${maxFiles} files.` };
  const total = others.reduce((sum, file) => sum + file.size, size);
  if (total > maxAppBytes) return { ok: false, error: `The app would have ${total} bytes; it may have ${maxAppBytes}.` };
  return { ok: true, path, size };
}
