import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useEffect, useReducer, useRef, useState, type KeyboardEvent } from 'react';
import type { Document } from '#contract/documents.ts';
import { asApiError } from '#web/api/api-error.ts';
import { modifier } from '#web/shell/modifier.ts';
import { showProblem } from '#web/ui/toasts.ts';
import { EditConflict } from './edit-conflict.tsx';
import { EditorBlock } from './editor-block.tsx';
import { blocksOf, edit, openEditor, tidy } from './editor-state.ts';
import { keptDraft } from './kept-draft.ts';
import { useWrite } from './use-document-changes.ts';
import classes from './document-editor.module.css';

type Props = { document: Document; onClose: () => void; onWritten: (id: string) => void };

/** Edits the text of a document block by block. Saving makes the next version; what was written meanwhile is shown, never overwritten unseen. */
export function DocumentEditor({ document, onClose, onWritten }: Props) {
  const [kept] = useState(() => keptDraft.get(document));
  const [state, dispatch] = useReducer(edit, kept?.blocks ?? document.blocks, openEditor);
  const [basedOn, setBasedOn] = useState(kept?.basedOn ?? document.version);
  const write = useWrite((written) => {
    keptDraft.clear(document);
    onWritten(written.id);
  });
  const blocks = blocksOf(state);
  const isChanged = kept !== null || state.past.length > 0;
  const isConflict = write.error !== null && asApiError(write.error).code === 'conflict';
  const tidied = tidy(blocks);
  const canSave = isChanged && tidied.length > 0 && !write.isPending;
  const save = (on = basedOn) => canSave && write.mutate(
    { from: document.id, basedOn: on, blocks: tidied, said: (version) => `Saved as version ${version}, a draft.`, before: document },
    { onError: (error) => { if (asApiError(error).code !== 'conflict') showProblem(error); } },
  );

  useEffect(() => { if (state.past.length > 0) keptDraft.set(document, { basedOn, blocks: blocksOf(state) }); }, [document, basedOn, state]);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => { frame.current?.querySelector('textarea')?.focus(); }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key === 's') save();
    else if (key === 'z') dispatch({ type: event.shiftKey ? 'redo' : 'undo' });
    else if (key === 'y') dispatch({ type: 'redo' });
    else return;
    event.preventDefault();
  };
  return (
    <div ref={frame} onKeyDown={onKeyDown} role="group" aria-label={`Editor of ${document.title}`}>
      <div className={classes.bar}>
        <Tooltip label={`Undo (${modifier}+Z)`}><ActionIcon variant="subtle" color="gray" size={30} aria-label="Undo" disabled={state.past.length === 0} onClick={() => dispatch({ type: 'undo' })}><IconArrowBackUp size={17} /></ActionIcon></Tooltip>
        <Tooltip label={`Redo (${modifier}+Shift+Z)`}><ActionIcon variant="subtle" color="gray" size={30} aria-label="Redo" disabled={state.future.length === 0} onClick={() => dispatch({ type: 'redo' })}><IconArrowForwardUp size={17} /></ActionIcon></Tooltip>
        <span className={classes.gap} />
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => { keptDraft.clear(document); onClose(); }}>{isChanged ? 'Discard changes' : 'Close'}</Button>
        <Button size="compact-sm" disabled={!canSave} loading={write.isPending} onClick={() => save()} title={`${modifier}+S`}>Save as a new version</Button>
      </div>
      {kept !== null && !isConflict && <p className={classes.note} role="status">These are your changes from before, not saved yet.</p>}
      {isConflict && <EditConflict error={write.error} document={document} basedOn={basedOn} blocks={tidied} onSaveOver={(newest) => { setBasedOn(newest); save(newest); }} isSaving={write.isPending} />}
      {state.blocks.map((edited, n) => <EditorBlock key={edited.key} edited={edited} n={n} of={state.blocks.length} focus={state.focus} onEdit={dispatch} />)}
      <p className={classes.keys}>Enter adds a line, Backspace in an empty one removes it, Alt+↑ and Alt+↓ move a block, Shift+Enter breaks a line. The crew changes tables, colours and diagrams.</p>
    </div>
  );
}
