import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { createChat, postMessage } from '#web/features/chats/queries.ts';
import { chatsQuery } from '#web/features/projects/queries.ts';
import { showProblem } from '#web/ui/toasts.ts';

/** Opens a chat with its first message. A second try after a failure goes on where the first stopped. */
export function useStartChat(projectId: string) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const begun = useRef<{ text: string; key: string; chatId?: string } | null>(null);

  return useMutation({
    mutationFn: async (text: string) => {
      const attempt = begun.current?.text === text ? begun.current : { text, key: crypto.randomUUID() };
      begun.current = attempt;
      attempt.chatId ??= (await createChat(projectId)).id;
      await postMessage(attempt.chatId, text, attempt.key);
      return attempt.chatId;
    },
    onSuccess: async (chatId) => {
      begun.current = null;
      void queries.invalidateQueries({ queryKey: chatsQuery(projectId).queryKey });
      await navigate({ to: '/projects/$projectId/chats/$chatId', params: { projectId, chatId } });
    },
    onError: showProblem,
  });
}
