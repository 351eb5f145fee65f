import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Document, DocumentBlock } from '#contract/documents.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { authorOf } from './author.ts';
import { diffBlocks } from './diff-blocks.ts';
import { DiffView } from './diff-view.tsx';
import { documentQuery, documentVersionsQuery } from './queries.ts';
import classes from './document-editor.module.css';

type Props = { error: unknown; document: Document; basedOn: number; blocks: DocumentBlock[]; isSaving: boolean; onSaveOver: (newest: number) => void };

/** Somebody else wrote a version meanwhile: both stay, and the person decides with the difference before their eyes. */
export function EditConflict({ error, document, basedOn, blocks, isSaving, onSaveOver }: Props) {
  const [isComparing, setComparing] = useState(false);
  // Asked for anew: what is held may be from before the other one wrote.
  const versions = useQuery({ ...documentVersionsQuery(document.id), staleTime: 0, refetchOnMount: 'always' });
  const newest = versions.data?.items[0];
  const other = useQuery({ ...documentQuery(newest?.id ?? document.id), enabled: newest !== undefined });
  return (
    <section className={classes.conflict} aria-label="Conflict with a newer version">
      <ProblemNote error={error} />
      {newest && newest.version !== basedOn && (
        <>
          <p>Version {newest.version} is by {authorOf(newest)}. Nothing of it is lost when you save: it stays in the list of versions.</p>
          <div className={classes.choices}>
            <Button size="compact-sm" variant="default" aria-expanded={isComparing} onClick={() => setComparing(!isComparing)}>{isComparing ? 'Hide the difference' : `What differs from version ${newest.version}`}</Button>
            <Button size="compact-sm" variant="light" loading={isSaving} onClick={() => onSaveOver(newest.version)}>Save mine as version {newest.version + 1}</Button>
          </div>
          {isComparing && other.data && <DiffView diff={diffBlocks(other.data.blocks, blocks)} />}
        </>
      )}
    </section>
  );
}
