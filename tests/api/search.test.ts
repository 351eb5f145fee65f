import { describe, expect, test } from 'vitest';
import type { Problem } from '#contract/errors.ts';
import type { SearchHit } from '#contract/search.ts';
import { problemOf } from './person.ts';
import type { Person } from './person.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';

const studio = await startStudio();
await studio.join('Administrator');
const { workspaceId, projectId, owner, viewer, outsider } = await makeTeam(studio);
type Page = { items: SearchHit[]; nextCursor: string | null };

const chat = (await owner.post<{ id: string }>(`/api/projects/${projectId}/chats`, { title: 'Depot planning' })).body.id;
const say = (text: string) => owner.post(`/api/chats/${chat}/messages`, { text });
for (const text of ['The depot needs <b>shelves</b> & labels', 'A second depot', 'Depot again', 'and a depot']) await say(text);

const search = (person: Person, query: Record<string, string>) => person.get<Page>(`/api/search?${new URLSearchParams(query)}`);

test('a member finds a message with its chat, project and what was found in pieces', async () => {
  const { status, body } = await search(viewer, { q: 'shelf OR shelves' });
  expect(status).toBe(200);
  expect(body.items).toMatchObject([{
    kind: 'message', title: 'Depot planning', chatId: chat, projectId, projectName: 'Project', workspaceId, workspaceName: null, documentKind: null,
    highlights: { title: [{ text: 'Depot planning', hit: false }] },
  }]);
  const { excerpt } = body.items[0]!.highlights;
  expect(excerpt.filter((part) => part.hit)).toEqual([{ text: 'shelves', hit: true }]);
  expect(JSON.stringify(excerpt)).not.toMatch(/[\uE000\uE001]/);
});

test('kinds narrow what is found, a workspace and a project as well', async () => {
  expect((await search(owner, { q: 'depot', kinds: 'chat' })).body.items.map((hit) => hit.kind)).toEqual(['chat']);
  expect((await search(owner, { q: 'team project', kinds: 'workspace,project' })).body.items).toEqual([]);
  expect((await search(owner, { q: 'team OR project', kinds: 'workspace,project', workspaceId })).body.items.map((hit) => hit.title).sort()).toEqual(['Project', 'Team']);
  expect((await search(owner, { q: 'depot', projectId })).body.items).toHaveLength(5);
  expect((await search(owner, { q: 'depot', workspaceId })).body.items).toHaveLength(5);
  expect((await search(owner, { q: 'depot', projectId: owner.personalProjectId })).body.items).toEqual([]);
});

test('pages follow each other without loss or repeat while messages are written', async () => {
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body }: { body: Page } = await search(viewer, { q: 'depot', limit: '2', ...(cursor === '' ? {} : { cursor }) });
    seen.push(...body.items.map((hit) => hit.id));
    cursor = body.nextCursor;
    await say('one more depot');
  }
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
});

test('a cursor is good for the search it came from', async () => {
  const { body } = await search(viewer, { q: 'depot', limit: '1' });
  expect(problemOf(await search(viewer, { q: 'planning', limit: '1', cursor: body.nextCursor! }))).toEqual({ status: 400, code: 'invalid_input' });
  expect(problemOf(await search(viewer, { q: 'depot', cursor: 'made up' }))).toEqual({ status: 400, code: 'invalid_input' });
});

describe('refused', () => {
  test('an outsider finds nothing, and a project or workspace of others is not there', async () => {
    expect((await search(outsider, { q: 'depot' })).body).toEqual({ items: [], nextCursor: null });
    expect(problemOf(await search(outsider, { q: 'depot', projectId }))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await search(outsider, { q: 'depot', workspaceId }))).toEqual({ status: 404, code: 'not_found' });
  });

  test('nobody searches without being signed in', async () => {
    expect(problemOf(await search(studio.nobody, { q: 'depot' }))).toEqual({ status: 401, code: 'not_signed_in' });
  });

  test.each([[{ q: 'x'.repeat(201) }, 'q'], [{}, 'q'], [{ q: 'depot', kinds: 'chat,secret' }, 'kinds.1'], [{ q: 'depot', projectId: 'x' }, 'projectId'], [{ q: 'depot', limit: '0' }, 'limit'], [{ q: 'depot', limit: '101' }, 'limit']] as [Record<string, string>, string][])(
    '%j names the value that is wrong', async (query, field) => {
      const answer = await search(owner, query);
      expect(problemOf(answer)).toEqual({ status: 400, code: 'invalid_input' });
      expect(Object.keys((answer.body as unknown as Problem).fields!)).toEqual([field]);
    });
});

test.each(['', ' ', 'the', '\0', 'depot\0', '"', `' or 1=1 --`, '-depot', '((((', '🙂'])('the query %j answers a page', async (q) => {
  const { status, body } = await search(owner, { q });
  expect(status).toBe(200);
  expect(body.items.length > 0).toBe(q === 'depot\0');
});
