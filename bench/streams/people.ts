import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Person } from '#tests/api/person.ts';

/** One stream: a run of a chat, and the person who follows it. */
export type Stream = { runId: string; chatId: string; projectId: string; askerId: string; cookie: string };

const projectCount = 10;

/** Signs people up over HTTP; each owns a project in a workspace of their own and is a viewer of the next one's. */
export async function joinPeople(url: string): Promise<{ owner: Person; viewer: Person; projectId: string }[]> {
  // The first account of a studio is its super user: nobody here reads as such.
  await new Person(url).signUp('Administrator');
  const owners: { owner: Person; projectId: string }[] = [];
  for (let n = 0; n < projectCount; n++) {
    const person = new Person(url);
    await person.signUp(`Person ${n}`);
    const workspace = await person.post<{ id: string }>('/api/workspaces', { name: `Workspace ${n}`, companyName: `Company ${n}` });
    const project = await person.post<{ id: string }>(`/api/workspaces/${workspace.body.id}/projects`, { name: `Project ${n}` });
    owners.push({ owner: person, projectId: project.body.id });
  }
  return Promise.all(owners.map(async ({ owner, projectId }, n) => {
    const viewer = owners[(n + 1) % projectCount]!.owner;
    const { status } = await owner.post(`/api/projects/${projectId}/members`, { userId: viewer.id, role: 'viewer' });
    if (status !== 201) throw new Error(`Adding a member answered ${status}.`);
    return { owner, viewer, projectId };
  }));
}

/** A chat a stream, each with a run under way; owners and viewers follow in turn. */
export async function openChats(admin: pg.Client, projects: Awaited<ReturnType<typeof joinPeople>>, count: number): Promise<Stream[]> {
  const streams: Stream[] = [];
  for (let n = 0; n < count; n++) {
    const { owner, viewer, projectId } = projects[n % projects.length]!;
    const { body: chat } = await owner.post<{ id: string }>(`/api/projects/${projectId}/chats`);
    const runId = randomUUID();
    await admin.query(
      `with message as (insert into chat_messages (id, chat_id, project_id, message_type, content, run_id, created_by) values ($1, $2, $3, 'user', '{"parts": []}', $1, $4) returning id)
       insert into agent_runs (id, chat_id, project_id, message_id, created_by, status) select id, $2, $3, id, $4, 'running' from message`, [runId, chat.id, projectId, owner.id]);
    const reader = Math.floor(n / projects.length) % 2 === 0 ? owner : viewer;
    streams.push({ runId, chatId: chat.id, projectId, askerId: owner.id, cookie: reader.cookie });
  }
  return streams;
}
