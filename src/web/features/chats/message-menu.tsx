import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconGitFork } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { showDone, showProblem } from '#web/ui/toasts.ts';
import { forkChat } from './queries.ts';
import classes from './message-menu.module.css';

/** What can be done from a message of the chat. */
export function MessageMenu({ chatId, messageId }: { chatId: string; messageId: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const fork = useMutation({
    mutationFn: () => forkChat(chatId, messageId),
    onSuccess: async (chat) => {
      void queries.invalidateQueries({ queryKey: ['projects', chat.projectId] });
      await navigate({ to: '/projects/$projectId/chats/$chatId', params: { projectId: chat.projectId, chatId: chat.id } });
      showDone('You go on in a copy of the chat. Its app begins without records.');
    },
    onError: showProblem,
  });
  return (
    <Menu position="bottom-end" width={250} withinPortal>
      <Menu.Target>
        <ActionIcon className={classes.button} variant="subtle" color="gray" size={26} loading={fork.isPending} aria-label="Menu of this message"><IconDots size={15} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconGitFork size={16} stroke={1.6} />} onClick={() => fork.mutate()}>Go on from here in a new chat</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
