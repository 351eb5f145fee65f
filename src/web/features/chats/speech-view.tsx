import { IconApps, IconFileText } from '@tabler/icons-react';
import type { Speech } from './turns.ts';
import type { OpenPanel } from './turn-view.tsx';
import { MessageMenu } from './message-menu.tsx';
import { Markdown } from '#web/ui/markdown.tsx';
import classes from './speech-view.module.css';

/** What the crew says, with links to what it made. */
export function SpeechView({ speech, onOpen, forkOf }: { speech: Speech; onOpen: OpenPanel; forkOf?: string | undefined }) {
  const text = speech.parts.filter((part) => part.type === 'text').map((part) => part.text).join('\n\n');
  const made = speech.parts.filter((part) => part.type === 'data-artifact' || part.type === 'data-document');
  if (text === '' && made.length === 0) return null;
  return (
    <div className={classes.speech} id={`message-${speech.id}`} data-writing={speech.isWriting || undefined}>
      <div className={classes.words}>
        <Markdown text={text} />
        {forkOf !== undefined && !speech.isWriting && <MessageMenu chatId={forkOf} messageId={speech.id} />}
      </div>
      {made.length > 0 && (
        <div className={classes.made}>
          {made.map((part) => (part.type === 'data-artifact' ? (
            <button key={part.data.artifactId} type="button" onClick={() => onOpen({ panel: 'preview', version: undefined })}>
              <IconApps size={16} stroke={1.7} aria-hidden="true" />{part.data.title}<small>version {part.data.version}</small>
            </button>
          ) : (
            <button key={part.data.documentId} type="button" onClick={() => onOpen({ panel: 'documents', document: part.data.documentId })}>
              <IconFileText size={16} stroke={1.7} aria-hidden="true" />{part.data.title}
            </button>
          )))}
        </div>
      )}
    </div>
  );
}
