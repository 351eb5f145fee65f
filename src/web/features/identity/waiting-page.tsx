import { Button, Group } from '@mantine/core';
import { IconClockHour4, IconUserOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { EntryPage } from './entry-page.tsx';
import { meQuery, signOut } from './queries.ts';
import classes from './entry-page.module.css';

const pages = {
  waiting: { title: 'You are on the waiting list', lead: 'An administrator of this instance lets people in. Nothing more is needed from you.', icon: IconClockHour4 },
  closed: { title: 'This account is not active', lead: 'Ask an administrator of this instance to activate it again.', icon: IconUserOff },
};

/** Where an account lands that is signed in but not active. */
export function WaitingPage() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const me = useQuery({ ...meQuery, refetchInterval: 20_000 });
  const isWaiting = me.data === undefined || me.data.user.status === 'waitlist' || me.data.user.status === 'invited';
  const { title, lead, icon: Icon } = isWaiting ? pages.waiting : pages.closed;
  const check = useMutation({
    mutationFn: () => me.refetch(),
    onSuccess: ({ data }) => { if (data?.user.status === 'active') void navigate({ to: '/' }); },
  });
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => { queries.clear(); await navigate({ to: '/sign-in' }); },
  });

  return (
    <EntryPage title={title} lead={lead}>
      <p className={classes.notice}>
        <Icon size={20} stroke={1.7} aria-hidden="true" style={{ flex: 'none' }} />
        <span>Signed in as <b>{me.data?.user.email ?? me.data?.user.displayName ?? '…'}</b></span>
      </p>
      <Group gap="sm">
        <Button onClick={() => check.mutate()} loading={check.isPending}>Check again</Button>
        <Button variant="default" onClick={() => leave.mutate()} loading={leave.isPending}>Sign out</Button>
      </Group>
    </EntryPage>
  );
}
