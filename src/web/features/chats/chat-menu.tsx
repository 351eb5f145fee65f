import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Chat } from '#contract/chats.ts';
import { chatsQuery } from '#web/features/projects/queries.ts';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { RenameDialog } from '#web/ui/rename-dialog.tsx';
import { showDone, showProblem } from '#web/ui/toasts.ts';
import { deleteChat, renameChat } from './queries.ts';

export function ChatMenu({ chat, className }: { chat: Chat; className?: string | undefined }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { chatId: openChatId } = useParams({ strict: false });
  const [isRenaming, renaming] = useDisclosure(false);
  const [isDeleting, deleting] = useDisclosure(false);
  const chats = chatsQuery(chat.projectId).queryKey;
  const rename = useMutation({
    mutationFn: (title: string) => renameChat(chat.id, title),
    onSuccess: (renamed) => {
      queries.setQueryData(chats, (held) => held && { ...held, items: held.items.map((item) => (item.id === renamed.id ? { ...item, ...renamed } : item)) });
      renaming.close();
    },
  });
  const remove = useMutation({
    mutationFn: () => deleteChat(chat.id),
    onSuccess: async () => {
      deleting.close();
      queries.setQueryData(chats, (held) => held && { ...held, items: held.items.filter((item) => item.id !== chat.id) });
      void queries.invalidateQueries({ queryKey: ['projects', chat.projectId] });
      if (openChatId === chat.id) await navigate({ to: '/projects/$projectId', params: { projectId: chat.projectId } });
      showDone('The chat is deleted.');
    },
    onError: (error) => { deleting.close(); showProblem(error); },
  });

  return (
    <>
      <Menu position="bottom-end" width={180} withinPortal>
        <Menu.Target>
          <ActionIcon className={className} variant="subtle" color="gray" size={28} aria-label={`Menu of the chat ${chat.title}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} stroke={1.6} />} onClick={renaming.open}>Rename</Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} stroke={1.6} />} color="red" onClick={deleting.open}>Delete</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isRenaming && (
        <RenameDialog title="Rename the chat" label="Title" value={chat.title} isSaving={rename.isPending} error={rename.error} onSave={(title) => rename.mutate(title)} onClose={renaming.close} />
      )}
      {isDeleting && (
        <ConfirmDialog
          title="Delete this chat?" action="Delete chat" isDangerous isWorking={remove.isPending}
          onConfirm={() => remove.mutate()} onClose={deleting.close}
        >
          “{chat.title}” and its messages are removed for everybody in the project. An app that was built in it stays, with all its versions and records.
        </ConfirmDialog>
      )}
    </>
  );
}
