import { Avatar, Menu, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSelector, IconSun, IconUserEdit } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ProfileDialog } from '#web/features/identity/profile-dialog.tsx';
import { forgetDrafts } from '#web/features/chats/use-draft.ts';
import { meQuery, signOut } from '#web/features/identity/queries.ts';
import { lastProject } from '#web/features/projects/last-project.ts';
import { initials } from '#web/ui/format.ts';
import { showProblem } from '#web/ui/toasts.ts';
import classes from './sidebar.module.css';

export function ProfileMenu({ isNarrow = false, onHelp }: { isNarrow?: boolean; onHelp: () => void }) {
  const me = useQuery(meQuery);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [isProfileOpen, profile] = useDisclosure(false);
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      lastProject.clear();
      forgetDrafts();
      await navigate({ to: '/sign-in' });
      queries.clear();
    },
    onError: showProblem,
  });
  const name = me.data?.user.displayName ?? '';
  const avatar = <Avatar size={30} radius="xl" classNames={{ placeholder: classes.avatar }} aria-hidden="true">{initials(name)}</Avatar>;

  return (
    <>
      <Menu position={isNarrow ? 'right-end' : 'top-start'} width={240} withinPortal>
        <Menu.Target>
          <UnstyledButton className={isNarrow ? undefined : classes.person}>
            {avatar}
            {isNarrow && <VisuallyHidden>{name}</VisuallyHidden>}
            {!isNarrow && (
              <>
                <span className={classes.names}>
                  <span className={classes.name}>{name}</span>
                  <span className={classes.address}>{me.data?.user.email}</span>
                </span>
                <IconSelector size={16} stroke={1.6} aria-hidden="true" color="var(--text-dim)" />
              </>
            )}
            <VisuallyHidden>, account menu</VisuallyHidden>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUserEdit size={16} stroke={1.6} />} onClick={profile.open}>Change your name</Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.6} />} onClick={onHelp}>Keyboard shortcuts</Menu.Item>
          <Menu.Divider />
          <Menu.Label>Appearance</Menu.Label>
          <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as typeof colorScheme)}>
            <Menu.RadioItem value="auto" rightSection={<IconDeviceDesktop size={16} stroke={1.6} />}>System</Menu.RadioItem>
            <Menu.RadioItem value="light" rightSection={<IconSun size={16} stroke={1.6} />}>Light</Menu.RadioItem>
            <Menu.RadioItem value="dark" rightSection={<IconMoon size={16} stroke={1.6} />}>Dark</Menu.RadioItem>
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => leave.mutate()}>Sign out</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {me.data && <ProfileDialog opened={isProfileOpen} onClose={profile.close} user={me.data.user} />}
    </>
  );
}
