/** Puts the cursor into the prompt box of the page, where there is one. */
export function focusPrompt(): void {
  document.querySelector<HTMLTextAreaElement>('textarea[data-prompt]:not(:disabled)')?.focus();
}
