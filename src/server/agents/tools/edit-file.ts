import { z } from 'zod';
import { filePath, maxFileBytes } from './file-path.ts';
import type { FileChangeOutput } from './write-file.ts';
import { defineTool } from '../tool.ts';
import { checkRoom } from './file-room.ts';
import { fileReport } from './write-file.ts';

export const editFileInput = z.object({
  path: filePath,
  find: z.string().min(1).max(maxFileBytes).describe('Text that occurs exactly once in the file, white space included.'),
  replace: z.string().max(maxFileBytes),
});
export type EditFileInput = z.infer<typeof editFileInput>;
export type EditFileOutput = FileChangeOutput;

/** Replaces one passage of a file. */
export const editFile = defineTool<EditFileInput, EditFileOutput>({
  name: 'edit_file',
  description: 'Replace one passage of a file. `find` must occur exactly once, white space included; give a few lines around the change to make it so.',
  input: editFileInput,
  title: ({ path }) => `Edit ${path}`,
  execute: async (input, { state }) => {
    const content = await state.draft.read(input.path);
    if (content === null) return { ok: false, error: `There is no file ${input.path}. list_files names them.` };
    const count = content.split(input.find).length - 1;
    if (count === 0) return { ok: false, error: `The text to find does not occur in ${input.path}. Read the file and copy the passage exactly.` };
    if (count > 1) return { ok: false, error: `The text to find occurs ${count} times in ${input.path}. Give more of the lines around it.` };
    return checkRoom(state.draft, input.path, replaced(content, input));
  },
  apply: async (state, input, output) => {
    const content = output.ok ? await state.draft.read(input.path) : null;
    if (content !== null) await state.draft.write(input.path, replaced(content, input));
  },
  report: fileReport,
});

// Not String.replace: it would read "$&" in the new text as a pattern.
function replaced(content: string, { find, replace }: EditFileInput): string {
  const at = content.indexOf(find);
  return content.slice(0, at) + replace + content.slice(at + find.length);
}
