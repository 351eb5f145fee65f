import { Loader, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBuilding, IconChartBar, IconCheck, IconFolderPlus, IconSelector, IconSparkles } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Mark } from '#web/ui/mark.tsx';
import { NewProjectDialog } from './new-project-dialog.tsx';
import { NewWorkspaceDialog } from './new-workspace-dialog.tsx';
import { projectQuery, workspaceProjectsQuery, workspacesQuery } from './queries.ts';
import classes from './project-switcher.module.css';

/** The open project; its menu leads to every other one, by workspace. */
export function ProjectSwitcher({ projectId }: { projectId: string | undefined }) {
  const navigate = useNavigate();
  const [isOpen, menu] = useDisclosure(false);
  const [isProjectOpen, projectDialog] = useDisclosure(false);
  const [isWorkspaceOpen, workspaceDialog] = useDisclosure(false);
  const project = useQuery({ ...projectQuery(projectId ?? ''), enabled: projectId !== undefined });
  const workspaces = useQuery(workspacesQuery);
  const items = workspaces.data?.items ?? [];
  const projects = useQueries({ queries: items.map(({ id }) => ({ ...workspaceProjectsQuery(id), enabled: isOpen })) });
  const workspace = items.find(({ id }) => id === project.data?.workspaceId);
  const workspaceName = workspace?.name;

  return (
    <>
      <Menu opened={isOpen} onChange={(open) => (open ? menu.open() : menu.close())} position="bottom-start" width={272} withinPortal>
        <Menu.Target>
          <UnstyledButton className={classes.button}>
            <Mark size={28} />
            <span className={classes.names}>
              <span className={classes.name}>{project.data?.name ?? 'Ninefold'}</span>
              <span className={classes.workspace}>{workspaceName ?? ' '}</span>
            </span>
            <VisuallyHidden>, switch project</VisuallyHidden>
            <IconSelector size={16} stroke={1.6} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah="70dvh" style={{ overflowY: 'auto' }}>
          {items.map(({ id, name }, index) => (
            <div key={id}>
              <Menu.Label>{name}</Menu.Label>
              {projects[index]?.isLoading && <Loader size="xs" type="dots" ml="sm" />}
              {projects[index]?.data?.items.length === 0 && <p className={classes.none}>No project yet</p>}
              {projects[index]?.data?.items.map((item) => (
                <Menu.Item
                  key={item.id}
                  aria-current={item.id === projectId ? 'page' : undefined}
                  rightSection={item.id === projectId ? <IconCheck size={16} aria-hidden="true" /> : undefined}
                  onClick={() => void navigate({ to: '/projects/$projectId', params: { projectId: item.id } })}
                >
                  <span className={classes.item}>{item.name}</span>
                </Menu.Item>
              ))}
            </div>
          ))}
          <Menu.Divider />
          {workspace && (
            <Menu.Item leftSection={<IconSparkles size={16} stroke={1.6} />} onClick={() => void navigate({ to: '/workspaces/$workspaceId/models', params: { workspaceId: workspace.id } })}>
              <span className={classes.item}>Models of {workspace.name}</span>
            </Menu.Item>
          )}
          {project.data && (
            <Menu.Item
              leftSection={<IconChartBar size={16} stroke={1.6} />}
              onClick={() => void navigate({ to: '/workspaces/$workspaceId/usage', params: { workspaceId: project.data.workspaceId } })}
            >
              Usage
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconFolderPlus size={16} stroke={1.6} />} onClick={projectDialog.open}>New project</Menu.Item>
          <Menu.Item leftSection={<IconBuilding size={16} stroke={1.6} />} onClick={workspaceDialog.open}>New workspace</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isProjectOpen && <NewProjectDialog onClose={projectDialog.close} workspaces={items} initialWorkspaceId={project.data?.workspaceId} />}
      {isWorkspaceOpen && <NewWorkspaceDialog onClose={workspaceDialog.close} />}
    </>
  );
}
