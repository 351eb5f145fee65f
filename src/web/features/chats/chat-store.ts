import { chatEvent, presenceEvent, projectEvent, type ChatEvent, type PresenceEvent, type ProjectEvent } from '#contract/events.ts';
import type { Approval, Message } from '#contract/chats.ts';
import { asApiError, type ApiError } from '#web/api/api-error.ts';
import { follow, type LinkState } from '#web/api/follow.ts';
import type { Nameable } from '#web/features/people/mentions-in.ts';
import { addMessage, addPosted, applyEvent, fromSnapshot, type ChatState } from './chat-state.ts';
import { changeChat, loadChat, loadOlderMessages, postMessage, steerRun } from './queries.ts';

/** A message on its way: it is shown at once, and stays with its text when sending failed. */
export type Outgoing = { key: string; text: string; mentions: Nameable[]; error: ApiError | null; steers?: string | undefined };

export type ChatView =
  | { phase: 'loading' }
  | { phase: 'failed'; error: ApiError }
  | { phase: 'ready'; state: ChatState; link: LinkState; outgoing: Outgoing[]; people: PresenceEvent['people'] };

export type ChatStore = {
  subscribe: (listener: () => void) => () => void;
  get: () => ChatView;
  /** With the id of a run: words to the crew at work, instead of a request of their own. */
  send: (text: string, mentions?: Nameable[], steers?: string) => void;
  discard: (key: string) => void;
  /** Shown at once, and taken back when it could not be set. */
  setApproval: (approval: Approval) => Promise<void>;
  /** The reader has seen everything up to this time. */
  noteRead: (until: string) => void;
  loadOlder: () => Promise<void>;
  reload: () => void;
  /** Asks again what the chat itself is: it may have got an app that no event told of. */
  refreshChat: () => Promise<void>;
  close: () => void;
};

/** Events come in bursts (a replay is hundreds at once): they are applied together, at most once a frame. */
const flushMs = 16;

/** One open chat: its snapshot, then its events; `onEvent` hears each new one once, `onProject` what else the project tells. */
export function openChat(chatId: string, onEvent: (event: ChatEvent) => void, onProject: (event: ProjectEvent) => void): ChatStore {
  const listeners = new Set<() => void>();
  let view: ChatView = { phase: 'loading' };
  let loading = new AbortController();
  let stopFollowing: (() => void) | undefined;
  let waiting: { event: ChatEvent; cursor: string }[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let settled: Promise<unknown> = Promise.resolve();

  const show = (next: ChatView) => { view = next; for (const listener of listeners) listener(); };
  const change = (update: (ready: Extract<ChatView, { phase: 'ready' }>) => ChatView) => { if (view.phase === 'ready') show(update(view)); };

  const flush = () => {
    timer = undefined;
    const batch = waiting;
    waiting = [];
    const now = new Date().toISOString();
    change((ready) => ({ ...ready, state: batch.reduce((state, { event, cursor }) => applyEvent(state, event, { cursor, now }), ready.state) }));
    for (const { event } of batch) onEvent(event);
  };
  const take = (cursor: string, text: string) => {
    const data = parse(text);
    const presence = presenceEvent.safeParse(data);
    if (presence.success) return change((ready) => ({ ...ready, people: presence.data.people }));
    const ofProject = projectEvent.safeParse(data);
    if (ofProject.success) return onProject(ofProject.data);
    const event = chatEvent.safeParse(data);
    // An event type of a newer server is none of ours: skipping it is better than a broken chat.
    if (!event.success) return;
    waiting.push({ event: event.data, cursor });
    timer ??= setTimeout(flush, flushMs);
  };

  const load = async () => {
    loading.abort();
    loading = new AbortController();
    stopFollowing?.();
    const { signal } = loading;
    try {
      const snapshot = await loadChat(chatId, signal);
      if (signal.aborted) return;
      waiting = [];
      show({ phase: 'ready', state: fromSnapshot(snapshot), link: 'connecting', outgoing: view.phase === 'ready' ? view.outgoing : [], people: [] });
      stopFollowing = follow({
        url: `/api/chats/${chatId}/events?presence=true&project=true`,
        cursor: () => waiting.at(-1)?.cursor ?? (view.phase === 'ready' ? view.state.cursor : ''),
        onEvent: ({ id, text }) => take(id, text),
        // Who is there is told anew by every connection.
        onLink: (link) => change((ready) => (ready.link === link ? ready : { ...ready, link, people: [] })),
        onRefused: (error) => (error.status === 400 || error.status === 410 ? void load() : show({ phase: 'failed', error })),
      });
    } catch (error) {
      if (!signal.aborted) show({ phase: 'failed', error: asApiError(error) });
    }
  };

  const post = async ({ key, text, mentions, steers }: Outgoing) => {
    try {
      // What was set before it holds for it.
      await settled;
      if (steers !== undefined) {
        const message = await steerRun(steers, text, key);
        change((ready) => ({ ...ready, state: addMessage(ready.state, message), outgoing: ready.outgoing.filter((item) => item.key !== key) }));
        return;
      }
      const posted = await postMessage(chatId, text, key, mentions);
      change((ready) => ({ ...ready, state: addPosted(ready.state, posted), outgoing: ready.outgoing.filter((item) => item.key !== key) }));
    } catch (error) {
      change((ready) => ({ ...ready, outgoing: ready.outgoing.map((item) => (item.key === key ? { ...item, error: asApiError(error) } : item)) }));
    }
  };

  void load();
  return {
    subscribe: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
    get: () => view,
    send: (text, mentions = [], steers) => change((ready) => {
      // The same text after a failure is the same message: its key keeps it from being posted twice.
      const failed = ready.outgoing.find((item) => item.error !== null && item.text === text);
      const item: Outgoing = { key: failed?.steers === steers && failed ? failed.key : crypto.randomUUID(), text, mentions, error: null, steers };
      void post(item);
      return { ...ready, outgoing: [...ready.outgoing.filter((other) => other !== failed), item] };
    }),
    discard: (key) => change((ready) => ({ ...ready, outgoing: ready.outgoing.filter((item) => item.key !== key) })),
    setApproval: async (approval) => {
      const put = (next: Approval | null) => change((ready) => ({ ...ready, state: { ...ready.state, chat: { ...ready.state.chat, approval: next } } }));
      const before = view.phase === 'ready' ? view.state.chat.approval : null;
      put(approval);
      const setting = changeChat(chatId, { approval });
      settled = setting.catch(() => undefined);
      await setting.catch((error: unknown) => { put(before); throw error; });
    },
    noteRead: (until) => change((ready) => (ready.state.lastReadAt === until ? ready : { ...ready, state: { ...ready.state, lastReadAt: until } })),
    loadOlder: async () => {
      const cursor = view.phase === 'ready' ? view.state.previousCursor : null;
      if (cursor === null) return;
      const older = await loadOlderMessages(chatId, cursor);
      change((ready) => ({ ...ready, state: { ...ready.state, previousCursor: older.nextCursor, messages: prepend(older.items, ready.state.messages) } }));
    },
    reload: () => void load(),
    refreshChat: async () => {
      const { chat } = await loadChat(chatId, loading.signal);
      change((ready) => ({ ...ready, state: { ...ready.state, chat } }));
    },
    close: () => { loading.abort(); stopFollowing?.(); clearTimeout(timer); listeners.clear(); },
  };
}

function prepend(older: Message[], held: Message[]): Message[] {
  const known = new Set(held.map(({ id }) => id));
  return [...older.filter(({ id }) => !known.has(id)).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)), ...held];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
