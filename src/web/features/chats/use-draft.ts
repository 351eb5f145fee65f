import { useState } from 'react';

// Until the page is left: a chat moves in the layout when its app appears, and people look into another chat while they write.
const drafts = new Map<string, string>();

/** For whoever signs in next on this page. */
export function forgetDrafts(): void {
  drafts.clear();
}

/** What is written in a chat and not sent yet. */
export function useDraft(chatId: string): [string, (text: string) => void] {
  const [text, setText] = useState(drafts.get(chatId) ?? '');
  const change = (next: string) => {
    if (next === '') drafts.delete(chatId);
    else drafts.set(chatId, next);
    setText(next);
  };
  return [text, change];
}
