import { randomUUID } from 'node:crypto';
import { announce, subscribe } from '#server/platform/events/index.ts';

/** Who has a chat open, and who of them is writing. By id: names and rights are looked up by whoever tells a reader. */
export type Attendance = { userId: string; isTyping: boolean };

/**
 * Kept in memory only. Each process repeats who reads a chat through it, as `<chat>:<process>:<user>,<user>…`, and who
 * writes, as `<chat>#<user>:1`; what is not repeated expires. So all processes agree, and one that was killed takes its
 * people along within seconds.
 */
type Room = {
  /** Who reads through this process, and by how many streams. */
  own: Map<string, number>;
  /** What each process said, this one included, and until when it holds. */
  said: Map<string, { people: string[]; until: number }>;
  typing: Map<string, number>;
  listeners: Set<() => void>;
  stop: () => void;
  told: string;
};

const beatMs = 2000;
// Two beats may be lost.
const saidForMs = 5000;
const typingForMs = 6000;
/** A payload of NOTIFY holds less than 8,000 bytes, an id takes 37. */
const maxPeople = 200;

/** Anything that is no id would fail the look-up of names, and with it the streams of all who hear it. */
const isId = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);

const here = randomUUID();
const rooms = new Map<string, Room>();
let timer: NodeJS.Timeout | undefined;
let lastBeat = 0;

/** Notes that a person has the chat open until `leave` is called; `onChange` hears of every other change of who is there. */
export function attend(chatId: string, userId: string, onChange: () => void): () => void {
  const room = rooms.get(chatId) ?? openRoom(chatId);
  room.listeners.add(onChange);
  room.own.set(userId, (room.own.get(userId) ?? 0) + 1);
  if (room.own.get(userId) === 1) announce('chat_presence', [payloadOf(chatId, room)]);
  let isHere = true;
  return () => {
    if (!isHere) return;
    isHere = false;
    room.listeners.delete(onChange);
    const left = room.own.get(userId)! - 1;
    if (left > 0) return void room.own.set(userId, left);
    room.own.delete(userId);
    announce('chat_presence', [payloadOf(chatId, room)]);
    if (room.own.size === 0) closeRoom(chatId, room);
  };
}

/** Who is in a chat that `attend` was called for. */
export function listAttendance(chatId: string): Attendance[] {
  const room = rooms.get(chatId);
  if (!room) return [];
  const people = new Set([...room.said.values()].flatMap((said) => said.people));
  return [...people].sort().map((userId) => ({ userId, isTyping: room.typing.has(userId) }));
}

/** Tells everybody in the chat that a person is writing, or stopped; the first has to be repeated every few seconds. */
export function announceTyping(chatId: string, userId: string, isTyping: boolean): void {
  announce('chat_presence', [`${chatId}#${userId}:${isTyping ? 1 : 0}`]);
}

function openRoom(chatId: string): Room {
  const room: Room = { own: new Map(), said: new Map(), typing: new Map(), listeners: new Set(), told: '[]', stop: () => undefined };
  room.stop = subscribe('chat_presence', chatId, (payload) => hear(chatId, room, payload));
  rooms.set(chatId, room);
  timer ??= setInterval(beat, beatMs / 2).unref();
  return room;
}

function closeRoom(chatId: string, room: Room): void {
  room.stop();
  rooms.delete(chatId);
  if (rooms.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}

function hear(chatId: string, room: Room, payload: string | undefined): void {
  const said = payload?.slice(chatId.length + 1).split(':');
  if (!payload || said?.length !== 2) return;
  const [who, what] = said as [string, string];
  if (payload[chatId.length] === '#') {
    if (what === '1' && isId(who)) room.typing.set(who, Date.now() + typingForMs);
    else room.typing.delete(who);
  } else {
    room.said.set(who, { people: what.split(',').filter(isId), until: Date.now() + saidForMs });
  }
  tellChange(chatId, room);
}

function beat(): void {
  const now = Date.now();
  for (const [chatId, room] of rooms) {
    for (const [process, { until }] of room.said) if (until < now) room.said.delete(process);
    for (const [userId, until] of room.typing) if (until < now) room.typing.delete(userId);
    tellChange(chatId, room);
  }
  if (now - lastBeat < beatMs - beatMs / 4) return;
  lastBeat = now;
  announce('chat_presence', [...rooms].map(([chatId, room]) => payloadOf(chatId, room)));
}

function tellChange(chatId: string, room: Room): void {
  const now = JSON.stringify(listAttendance(chatId));
  if (now === room.told) return;
  room.told = now;
  for (const listener of [...room.listeners]) listener();
}

function payloadOf(chatId: string, room: Room): string {
  return `${chatId}:${here}:${[...room.own.keys()].slice(0, maxPeople).join(',')}`;
}
