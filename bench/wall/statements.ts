import { idOf, personId } from './generate.ts';
import type { PersonName, Size } from './generate.ts';

/** What a statement is about, as SQL expressions. */
export type About = { chat: string; project: string; person: string };

/** A statement as the person sends it, or, `byHand`, for a role that no policy holds back, with the membership written into it. */
export type Statement = (about: About, byHand: boolean) => string;

// What the policies ask, written by hand: is the person active, a member with this rank, and does the project live.
const guard = (about: About, byHand: boolean, rank: number) => (byHand ? ` and exists (
  select from public.project_users pu
  join public.users u on u.id = pu.user_id and u.status = 'active' and u.deleted_at is null
  join public.projects p on p.id = pu.project_id and p.is_active and p.deleted_at is null
  join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null
  where pu.project_id = ${about.project} and pu.user_id = ${about.person} and pu.rank >= ${rank})` : '');

const content = `'{"parts": [{"type": "text", "text": "a new message"}]}'::jsonb`;

export const latest: Statement = (about, byHand) =>
  `select id, content, created_at from public.chat_messages where chat_id = ${about.chat}${guard(about, byHand, 1)} order by created_at desc limit 50`;
export const chatsOfProject: Statement = (about, byHand) =>
  `select id, title, updated_at from public.chat_sessions where project_id = ${about.project}${guard(about, byHand, 1)} order by updated_at desc limit 50`;
export const countChat: Statement = (about, byHand) =>
  `select count(*) from public.chat_messages where chat_id = ${about.chat}${guard(about, byHand, 1)}`;
export const renameChat: Statement = (about, byHand) =>
  `update public.chat_sessions set title = 'Renamed' where id = ${about.chat}${guard(about, byHand, 2)}`;
export const insertMessage: Statement = (about, byHand) => (byHand
  ? `insert into public.chat_messages (chat_id, project_id, content, message_type, created_by)
      select ${about.chat}, ${about.project}, ${content}, 'user', ${about.person} where true${guard(about, true, 2)}`
  : `insert into public.chat_messages (chat_id, project_id, content, message_type) values (${about.chat}, ${about.project}, ${content}, 'user')`);

/** The rows of the table: all about project 1, to which the light, the heavy and the power user belong. */
export function statementsOf(size: Size): { name: string; statement: Statement; chat: string; reads: boolean }[] {
  // What is written is taken back but leaves dead rows, so it goes where nothing is read.
  const [large, read, written] = [0, 1, 2].map((n) => idOf('chat', n * size.projects + 1)) as [string, string, string];
  return [
    { name: 'latest 50 messages of a chat', statement: latest, chat: read, reads: true },
    { name: 'chats of a project', statement: chatsOfProject, chat: read, reads: true },
    { name: 'insert one message', statement: insertMessage, chat: written, reads: false },
    { name: 'update a chat', statement: renameChat, chat: written, reads: false },
    { name: `count a chat of ${size.inChat.toLocaleString('en')} messages`, statement: countChat, chat: large, reads: true },
  ];
}

/** Everything about the person's question in project 1. */
export const aboutFirstProject = (name: PersonName, chat: string): About => ({ chat, project: idOf('project', 1), person: personId(name) });
