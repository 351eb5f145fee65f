import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { SearchPanel } from './search-panel.tsx';
import classes from './search-dialog.module.css';

type Props = { opened: boolean; onClose: () => void; projectId: string | undefined };

/** Search over everything, above the page; on small screens instead of it. */
export default function SearchDialog({ opened, onClose, projectId }: Props) {
  const isSmall = useMediaQuery('(max-width: 767px)', window.innerWidth < 768);
  return (
    <Modal.Root opened={opened} onClose={onClose} size={660} fullScreen={isSmall} radius={isSmall ? 0 : 'lg'} yOffset="11dvh" padding={0} classNames={{ content: classes.content }}>
      <Modal.Overlay backgroundOpacity={0.4} blur={2} />
      <Modal.Content aria-label="Search">
        <Modal.Body className={classes.body}><SearchPanel projectId={projectId} onClose={onClose} /></Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
