import type { z } from 'zod';
import { run } from '#contract/agents.ts';
import { chat, chatSnapshot, message, postMessageResult, type Approval, type Chat, type ChatSnapshot, type Message } from '#contract/chats.ts';
import { page, type Page } from '#contract/json.ts';
import { answeredRequest, type RequestAnswer } from '#contract/requests.ts';
import { request } from '#web/api/request.ts';

export function loadChat(chatId: string, signal: AbortSignal): Promise<ChatSnapshot> {
  return request(`/api/chats/${chatId}`, { schema: chatSnapshot, signal });
}

/** The page of messages before those of the snapshot; `nextCursor` leads further back. */
export function loadOlderMessages(chatId: string, cursor: string): Promise<Page<Message>> {
  return request(`/api/chats/${chatId}/messages?cursor=${encodeURIComponent(cursor)}`, { schema: page(message) });
}

export function createChat(projectId: string, title?: string): Promise<Chat> {
  return request(`/api/projects/${projectId}/chats`, { method: 'POST', body: title === undefined ? {} : { title }, schema: chat });
}

export function renameChat(chatId: string, title: string): Promise<Chat> {
  return changeChat(chatId, { title });
}

export function changeChat(chatId: string, changes: { title?: string; approval?: Approval }): Promise<Chat> {
  return request(`/api/chats/${chatId}`, { method: 'PATCH', body: changes, schema: chat });
}

/** A new chat with the messages up to this one, and a copy of the app as it was then. */
export function forkChat(chatId: string, messageId: string): Promise<Chat> {
  return request(`/api/chats/${chatId}/fork`, { method: 'POST', body: { messageId }, schema: chat });
}

export function deleteChat(chatId: string): Promise<unknown> {
  return request(`/api/chats/${chatId}`, { method: 'DELETE' });
}

/** Posts a message; `key` makes a repeated send the same message. */
export function postMessage(chatId: string, text: string, key: string, mentions: { userId: string; name: string }[] = []): Promise<z.infer<typeof postMessageResult>> {
  return request(`/api/chats/${chatId}/messages`, { method: 'POST', body: { text, ...(mentions.length === 0 ? {} : { mentions }) }, schema: postMessageResult, idempotencyKey: key });
}

export function cancelRun(runId: string): Promise<z.infer<typeof run>> {
  return request(`/api/runs/${runId}/cancel`, { method: 'POST', body: {}, schema: run });
}

/** Says something to a run that works; `key` makes a repeated send the same message. */
export function steerRun(runId: string, text: string, key: string): Promise<Message> {
  return request(`/api/runs/${runId}/steer`, { method: 'POST', body: { text }, schema: message, idempotencyKey: key });
}

export function answerRequest(runId: string, requestId: string, answer: RequestAnswer): Promise<unknown> {
  return request(`/api/runs/${runId}/requests/${requestId}/answer`, { method: 'POST', body: answer, schema: answeredRequest });
}

export function retryStep(runId: string, index: number): Promise<z.infer<typeof postMessageResult>> {
  return request(`/api/runs/${runId}/steps/${index}/retry`, { method: 'POST', body: {}, schema: postMessageResult });
}
