import { allow, managers, members, only, writers } from '../model.ts';
import type { TableRules } from '../model.ts';

const message = (columns: string, values: string) =>
  `insert into public.chat_messages (chat_id, project_id, content, ${columns}) values (:chat, :project, '{"parts": []}', ${values})`;
const run = (id: string) => `insert into public.agent_runs (id, message_id, chat_id, project_id) values (${id}, ${id}, :chat, :project)`;
const question = `{"agent": "coder", "questions": [{"text": "Which?", "kind": "text", "options": []}]}`;
const request = `insert into public.run_requests (id, run_id, chat_id, project_id, kind, payload) values (gen_random_uuid(), :run, :chat, :project, 'question', '${question}')`;
const seen = `insert into public.model_contexts (id, run_id, seq, chat_id, project_id, agent, model, sections)
  values (gen_random_uuid(), :run, (random() * 1e9)::integer, :chat, :project, 'coder', 'a model', '[]')`;
const part = `insert into public.model_context_parts (run_id, hash, chat_id, project_id, content) values (:run, repeat('a', 64), :chat, :project, 'a text')`;
const summary = `insert into public.chat_summaries (chat_id, project_id, summary, until_at, until_id) values (:chat, :project, 'Loans.', now(), gen_random_uuid())`;

export const chats: TableRules[] = [
  {
    table: 'chat_messages',
    about: '"Own": of type `user`, written by the caller. Messages of type `ai` and `system` are written by `service_role` only.',
    tenant: true,
    rules: {
      select: [allow(members)],
      insert: [only(writers, 'own rows only', ['own'])],
      update: [only(writers, 'own rows only', ['own'])],
      delete: [only(managers, 'any `user` message', ['own', 'of another']), only(['project contributor'], 'own rows only', ['own'])],
    },
    columns: { insert: ['id', 'chat_id', 'project_id', 'content', 'message_type', 'metadata', 'run_id'], update: ['content', 'metadata'] },
    rows: {
      own: `${message('message_type, created_by', `'user', :caller`)} returning id`,
      'of another': `${message('message_type, created_by', `'user', :bystander`)} returning id`,
      'of an agent': `${message('message_type, agent_type', `'ai', 'coder'`)} returning id`,
      'of the system': `${message('message_type', `'system'`)} returning id`,
    },
    inserts: {
      own: message('message_type', `'user'`),
      'of another': message('message_type, created_by', `'user', :bystander`),
      'of an agent': message('message_type, agent_type', `'ai', 'coder'`),
      'of the system': message('message_type', `'system'`),
    },
    change: `content = '{"parts": [{"type": "text", "text": "changed"}]}'`,
  },
  {
    table: 'chat_participants',
    about: 'The read mark moves forward only. Leaving the project ends participation.',
    tenant: true,
    rules: {
      select: [allow(members.filter((role) => role !== 'personal-project owner')), allow(['personal-project owner'], ['own'])],
      insert: [only(members, 'own rows only', ['own'])],
      update: [only(members, 'own rows only', ['own'])],
      delete: [only(members, 'own rows only', ['own'])],
    },
    columns: { insert: ['chat_id', 'project_id', 'user_id', 'last_read_at'], update: ['last_read_at', 'is_active'] },
    rows: {
      own: `insert into public.chat_participants (chat_id, project_id, user_id) select :chat, :project, :caller returning id`,
      another: `insert into public.chat_participants (chat_id, project_id, user_id) values (:chat, :project, :bystander) returning id`,
    },
    // For another person it would become a row of the caller's own: the trigger sees to that (tests/database).
    inserts: { own: `insert into public.chat_participants (chat_id, project_id, user_id) values (:chat, :project, :callerOrBystander)` },
    change: `is_active = false`,
  },
  {
    table: 'message_mentions',
    about: 'Written with the message, from what it says; nobody sees who else was mentioned, or looked.',
    tenant: true,
    rules: {
      select: [only(members, 'own rows only', ['own'])], insert: [],
      update: [only(members, '`seen_at` of own rows only', ['own'])], delete: [],
    },
    columns: { insert: [], update: ['seen_at'] },
    serverRefused: ['insert', 'update', 'delete'],
    rows: {
      own: `insert into public.message_mentions (message_id, chat_id, project_id, user_id) select :message, :chat, :project, :caller returning id`,
      another: `insert into public.message_mentions (message_id, chat_id, project_id, user_id) values (:message, :chat, :project, :bystander) returning id`,
    },
    inserts: { own: `insert into public.message_mentions (message_id, chat_id, project_id, user_id) values (:message, :chat, :project, :callerOrBystander)` },
    change: `seen_at = now()`,
  },
  {
    table: 'agent_runs',
    about: 'A run acts as whoever started it. Contributors start runs and may ask any run to stop; the rest is written by `service_role`.',
    tenant: true,
    rules: {
      select: [allow(members)], insert: [allow(writers)],
      update: [only(writers, '`cancel_requested_at` only', ['any', 'at work', 'failed'])], delete: [],
    },
    columns: { insert: ['id', 'chat_id', 'project_id', 'message_id', 'retries_run', 'retries_step'], update: ['cancel_requested_at'] },
    rows: {
      any: `${run(':message')} returning id`,
      'at work': `insert into public.agent_runs (id, message_id, chat_id, project_id, status, created_by) values (:message, :message, :chat, :project, 'running', :caller) returning id`,
      failed: `insert into public.agent_runs (id, message_id, chat_id, project_id, status, finished_at, plan, steps) values (:message, :message, :chat, :project, 'failed', now(),
        '{"title": "App", "kind": "build", "message": "On it."}', '[{"index": 0, "agent": "coder", "intent": "Write", "status": "failed"}]') returning id`,
    },
    inserts: { any: run(':message') },
    change: `cancel_requested_at = now()`,
  },
  {
    table: 'run_events',
    about: 'Append-only.',
    tenant: true,
    rules: { select: [allow(members)], insert: [], update: [], delete: [] },
    columns: { insert: [], update: [] },
    serverRefused: ['update'],
    rows: { any: `with r as (${run(':message')} returning id) insert into public.run_events (run_id, seq, chat_id, project_id, type, payload)
      select id, 1, :chat, :project, 'run.progress', '{}' from r returning id` },
    inserts: { any: `insert into public.run_events (run_id, seq, chat_id, project_id, type, payload) values (:run, 7, :chat, :project, 'run.progress', '{}')` },
    change: `type = 'changed'`,
  },
  {
    table: 'run_requests',
    about: 'What a run asks is written by `service_role`; contributors answer, once.',
    tenant: true,
    rules: { select: [allow(members)], insert: [], update: [only(writers, '`answer` only', ['any'])], delete: [] },
    columns: { insert: [], update: ['answer'] },
    // As it is when it is asked: its run waits.
    rows: { any: `with r as (update public.agent_runs set status = 'waiting' where id = :run) ${request} returning id` },
    inserts: { any: request },
    change: `answer = '{}'`,
  },
  {
    table: 'run_calls', about: 'The ledger of a run. Written by the server.', tenant: true,
    rules: { select: [allow(members)], insert: [], update: [], delete: [] },
    columns: { insert: [], update: [] },
    rows: { any: `with r as (${run(':message')} returning id) insert into public.run_calls (id, run_id, chat_id, project_id, kind, name, agent_type)
      select gen_random_uuid(), id, :chat, :project, 'tool', 'list_files', 'coder' from r returning id` },
    inserts: { any: `insert into public.run_calls (id, run_id, chat_id, project_id, kind, name, agent_type) values (gen_random_uuid(), :run, :chat, :project, 'tool', 'list_files', 'coder')` },
    change: `ok = true`,
  },
  {
    table: 'model_contexts',
    about: 'What a model saw, call by call. Append-only; deleted after 30 days.',
    tenant: true,
    rules: { select: [allow(members)], insert: [], update: [], delete: [] },
    columns: { insert: [], update: [] },
    serverRefused: ['update'],
    rows: { any: `${seen} returning id` },
    inserts: { any: seen },
    change: `model = 'changed'`,
  },
  {
    table: 'model_context_parts',
    about: 'The texts of `model_contexts`, each once per run.',
    tenant: true,
    rules: { select: [allow(members)], insert: [], update: [], delete: [] },
    columns: { insert: [], update: [] },
    serverRefused: ['update'],
    rows: { any: `${part} returning id` },
    inserts: { any: part },
    change: `content = 'changed'`,
  },
  {
    table: 'chat_summaries',
    about: 'What the older messages of a chat were about. Written by `service_role` only.',
    tenant: true,
    rules: { select: [allow(members)], insert: [], update: [], delete: [] },
    columns: { insert: [], update: [] },
    serverRefused: ['update'],
    rows: { any: `${summary} returning id` },
    inserts: { any: summary },
    change: `summary = 'changed'`,
  },
];
