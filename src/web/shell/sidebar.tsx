import { ActionIcon, Button, Kbd, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconAt, IconPencilPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChatList } from '#web/features/chats/chat-list.tsx';
import { unseenMentionsQuery } from '#web/features/people/queries.ts';
import { ProjectSwitcher } from '#web/features/projects/project-switcher.tsx';
import { Mark } from '#web/ui/mark.tsx';
import { modifier } from './modifier.ts';
import { ProfileMenu } from './profile-menu.tsx';
import classes from './sidebar.module.css';

type Props = { projectId: string | undefined; isNarrow?: boolean; onHelp: () => void; onSearch: () => void; onMentions: () => void; onNarrow: () => void };

export function Sidebar({ projectId, isNarrow = false, onHelp, onSearch, onMentions, onNarrow }: Props) {
  const unseen = useQuery(unseenMentionsQuery).data ?? 0;
  const mentionsLabel = unseen === 0 ? 'Mentions' : `Mentions, ${unseen} new`;
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
        <Tooltip label={`Search (${modifier} K)`} position="right">
          <ActionIcon variant="subtle" color="gray" size={36} onClick={onSearch} aria-label="Search"><IconSearch size={18} stroke={1.7} /></ActionIcon>
        </Tooltip>
        <Tooltip label={mentionsLabel} position="right">
          <ActionIcon className={classes.mentionsIcon} variant="subtle" color="gray" size={36} onClick={onMentions} aria-label={mentionsLabel} data-new={unseen > 0 || undefined}>
            <IconAt size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
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
      <UnstyledButton className={classes.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <IconSearch size={17} stroke={1.7} aria-hidden="true" /><span>Search</span><Kbd size="xs" aria-hidden="true">{modifier} K</Kbd>
      </UnstyledButton>
      <UnstyledButton className={classes.search} data-follows onClick={onMentions}>
        <IconAt size={17} stroke={1.7} aria-hidden="true" /><span>Mentions</span>{unseen > 0 && <b className={classes.unseen}>{unseen}<VisuallyHidden> new</VisuallyHidden></b>}
      </UnstyledButton>
      <div className={classes.list}>{projectId && <ChatList projectId={projectId} />}</div>
      <div className={classes.foot}><ProfileMenu onHelp={onHelp} /></div>
    </nav>
  );
}
