import type { Actor, Tx } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { areas } from './area.ts';
import { getFile } from './file.ts';
import { listFiles } from './queries.ts';

/** Files of a project's storage by path, as the transaction's person sees them. */
export async function listProjectFiles(tx: Tx, projectId: string, limit: number): Promise<{ path: string; size: number; type: string }[]> {
  const files = await listFiles(tx, { bucket: areas.projectFiles.bucket, ownerId: projectId }, limit);
  return files.map(({ path, size, type }) => ({ path, size, type }));
}

/** A whole file of a project's storage as text (UTF-8), for somebody who may read it; `too_large` above `maxBytes`. */
export async function readProjectFile(actor: Actor, projectId: string, path: string, maxBytes: number): Promise<string> {
  const { file, open } = await getFile({ actor, area: areas.projectFiles, id: projectId, path });
  if (file.size > maxBytes) throw new AppError('too_large', `${path} has ${file.size} bytes; at most ${maxBytes} are read.`, { hint: 'Take a smaller file.' });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await open()) {
    // The row says what the size is; whoever wrote it may have said something else.
    if ((size += (chunk as Buffer).length) > maxBytes) throw new AppError('too_large', `${path} has more than ${maxBytes} bytes.`, { hint: 'Take a smaller file.' });
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
