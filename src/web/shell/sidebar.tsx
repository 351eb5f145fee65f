import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconPencilPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ChatList } from '#web/features/chats/chat-list.tsx';
import { ProjectSwitcher } from '#web/features/projects/project-switcher.tsx';
import { Mark } from '#web/ui/mark.tsx';
import { ProfileMenu } from './profile-menu.tsx';
import classes from './sidebar.module.css';

type Props = { projectId: string | undefined; isNarrow?: boolean; onHelp: () => void; onNarrow: () => void };

export function Sidebar({ projectId, isNarrow = false, onHelp, onNarrow }: Props) {
  const label = isNarrow ? 'Show the sidebar' : 'Hide the sidebar';
  const toggle = (
    <Tooltip label={label} position="right">
      <ActionIcon variant="subtle" color="gray" size={32} onClick={onNarrow} aria-label={label}>
        {isNarrow ? <IconLayoutSidebarLeftExpand size={18} stroke={1.6} /> : <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  );
  if (isNarrow) {
    return (
      <nav className={classes.rail} aria-label="Studio">
        <Link to="/" aria-label="Ninefold, home"><Mark size={28} /></Link>
        {toggle}
        {projectId && (
          <Tooltip label="New app" position="right">
            <ActionIcon className={classes.new} size={36} aria-label="New app" renderRoot={(props) => <Link to="/projects/$projectId" params={{ projectId }} {...props} />}>
              <IconPencilPlus size={18} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        )}
        <span className={classes.gap} />
        <ProfileMenu isNarrow onHelp={onHelp} />
      </nav>
    );
  }
  return (
    <nav className={classes.sidebar} aria-label="Studio">
      <div className={classes.top}>
        <ProjectSwitcher projectId={projectId} />
        {toggle}
      </div>
      {projectId && (
        <Button
          className={classes.start} variant="default" justify="flex-start" leftSection={<IconPencilPlus size={17} stroke={1.7} />}
          renderRoot={(props) => <Link to="/projects/$projectId" params={{ projectId }} activeOptions={{ exact: true }} {...props} />}
        >
          New app
        </Button>
      )}
      <div className={classes.list}>{projectId && <ChatList projectId={projectId} />}</div>
      <div className={classes.foot}><ProfileMenu onHelp={onHelp} /></div>
    </nav>
  );
}
