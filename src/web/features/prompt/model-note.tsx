import { Tooltip } from '@mantine/core';
import { IconBolt, IconSparkles } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { modelQuery } from '#web/features/identity/queries.ts';
import classes from './model-note.module.css';

/** Which model answers, so that nobody takes the built-in builder for an AI model. */
export function ModelNote({ projectId }: { projectId: string }) {
  const model = useQuery(modelQuery(projectId));
  if (!model.data) return null;
  const { name, builtIn } = model.data;
  const note = (
    <span className={classes.note}>
      {builtIn ? <IconBolt size={14} stroke={1.8} aria-hidden="true" /> : <IconSparkles size={14} stroke={1.8} aria-hidden="true" />}
      <span>{builtIn ? 'Built-in builder' : name}{builtIn && ' · no AI model configured'}</span>
    </span>
  );
  if (!builtIn) return note;
  return (
    <Tooltip multiline w={280} label="Rules instead of an AI model: it needs no key, works offline and is free. Whoever runs this instance, or an owner or admin of the workspace, can set a model with its key.">
      {note}
    </Tooltip>
  );
}
