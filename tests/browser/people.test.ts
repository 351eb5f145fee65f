import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { expectAccessible, takePictures } from '#tests/support/looking.ts';
import { openInstance, type Instance } from './journey/instance.ts';

// Three people in one chat: an owner, a contributor with a long name, and a viewer whose name runs right to left.
const names = { owner: 'Team Lead', contributor: 'Wilhelmina Featherstonehaugh-Cholmondeley of the Eastern Warehouse', viewer: 'ليلى حداد' } as const;
type Who = keyof typeof names;

let instance: Instance;
let browser: Browser;
let projectId: string;
let chatId: string;
const pages = {} as Record<Who, Page>;
const ids = {} as Record<Who, string>;
const complaints: string[] = [];
// A slow machine fails no test; what must be quick is measured elsewhere.
const patient = { timeout: 30_000 };
const password = 'violet engine marble coast';

const send = async <T>(who: Who, method: 'post' | 'get', path: string, data?: object) =>
  (await (await pages[who].request[method](path, { ...(data ? { data } : {}), headers: { origin: instance.url } })).json().catch(() => null)) as T;

beforeAll(async () => {
  instance = await openInstance();
  browser = await chromium.launch({ executablePath: inject('chromium'), args: ['--no-sandbox'] });
  for (const who of Object.keys(names) as Who[]) {
    const context = await browser.newContext({ baseURL: instance.url, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    const page = pages[who] = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => complaints.push(`${who}: ${error.message}`));
    ids[who] = (await send<{ user: { id: string } }>(who, 'post', '/api/auth/sign-up/email', { name: names[who], email: `${who}@example.com`, password })).user.id;
  }
  const workspace = await send<{ id: string }>('owner', 'post', '/api/workspaces', { name: 'Workshop', companyName: 'Workshop' });
  projectId = (await send<{ id: string }>('owner', 'post', `/api/workspaces/${workspace.id}/projects`, { name: 'Tool lending' })).id;
  for (const role of ['contributor', 'viewer'] as const) await send('owner', 'post', `/api/projects/${projectId}/members`, { userId: ids[role], role });
  chatId = (await send<{ id: string }>('owner', 'post', `/api/projects/${projectId}/chats`, { title: 'Loans' })).id;
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await instance?.close();
}, 30_000);

const chatOf = (id = chatId) => `/projects/${projectId}/chats/${id}`;
const composer = (who: Who) => pages[who].getByLabel('Message to the crew');
const here = (who: Who) => pages[who].getByRole('list', { name: 'Also here' });
const inSidebar = (who: Who, title: string | RegExp) => pages[who].getByRole('navigation', { name: 'Studio' }).getByRole('link', { name: title });
const present = (who: Who) => here(who).getByRole('img').evaluateAll((marks) => marks.map((mark) => mark.getAttribute('aria-label')));

test('people see who else is in the chat', async () => {
  for (const page of Object.values(pages)) await page.goto(chatOf());
  await expect.poll(() => present('owner'), patient).toEqual([names.contributor, names.viewer]);
  await expect.poll(() => present('viewer'), patient).toEqual([names.owner, names.contributor]);
});

test('others see who is writing, until nothing is left', async () => {
  await composer('contributor').fill('hello');
  await pages.viewer.getByRole('status').filter({ hasText: /Wilhelmina.*is writing/ }).waitFor();
  await takePictures(pages.viewer, 'typing');
  await composer('contributor').fill('');
  await pages.viewer.getByText('is writing').waitFor({ state: 'detached' });
});

test('a viewer reads, and cannot write', async () => {
  expect(await composer('viewer').isDisabled()).toBe(true);
  await pages.viewer.getByPlaceholder('You are a viewer of this project').waitFor();
  expect(await pages.viewer.getByRole('button', { name: /^Menu of the chat/ }).count()).toBe(0);
});

test('an @ offers the members, by keyboard, and the message shows whom it mentions', async () => {
  await composer('contributor').pressSequentially('hello @te');
  await pages.contributor.getByRole('option', { name: names.owner }).waitFor();
  await expectAccessible(pages.contributor, 'people to mention');
  await pages.contributor.keyboard.press('Escape');
  await pages.contributor.getByRole('listbox', { name: 'People to mention' }).waitFor({ state: 'detached' });
  await composer('contributor').fill('');
  await composer('contributor').pressSequentially('hello @');
  expect(await pages.contributor.getByRole('option').count()).toBe(2);
  await takePictures(pages.contributor, 'mention-list');
  await pages.contributor.keyboard.press('ArrowDown');
  await pages.contributor.keyboard.press('ArrowUp');
  await pages.contributor.keyboard.press('Enter');
  await composer('contributor').pressSequentially('and @ليل');
  await pages.contributor.keyboard.press('Tab');
  expect(await composer('contributor').inputValue()).toBe(`hello @${names.owner} and @${names.viewer} `);
  await pages.contributor.keyboard.press('Enter');
  await pages.owner.getByText(`@${names.owner}`, { exact: true }).and(pages.owner.locator('[data-me]')).waitFor();
  await pages.viewer.getByText(`@${names.viewer}`, { exact: true }).and(pages.viewer.locator('[data-me]')).waitFor();
});

test('own messages stand apart from those of others, which carry a name', async () => {
  const mine = await pages.contributor.locator('[id^="message-"]').first().boundingBox();
  const theirs = await pages.owner.locator('[id^="message-"]').first().boundingBox();
  expect(mine!.x).toBeGreaterThan(theirs!.x + 100);
  await pages.owner.getByText(names.contributor).first().waitFor();
  await expectAccessible(pages.owner, 'a chat of several people');
});

test('who is elsewhere sees in the list what is new, and it is read once it was seen', async () => {
  await pages.owner.goto(`/projects/${projectId}`);
  const { message } = await send<{ message: { id: string } }>('contributor', 'post', `/api/chats/${chatId}/messages`, {
    text: `thanks @${names.owner}`, mentions: [{ userId: ids.owner, name: names.owner }],
  });
  await inSidebar('owner', /Loans.*new, you are mentioned/).waitFor();
  await expect.poll(() => pages.owner.title(), patient).toMatch(/^\(\d+\) /);
  await pages.owner.getByRole('button', { name: /^Mentions\W+\d+\s+new/ }).click();
  await pages.owner.getByRole('dialog').getByRole('button', { name: /thanks @Team Lead/ }).waitFor();
  await expectAccessible(pages.owner, 'mentions');
  await takePictures(pages.owner, 'mentions');
  await pages.owner.getByRole('dialog').getByRole('button', { name: /thanks @Team Lead/ }).click();
  await pages.owner.locator(`#message-${message.id}`).waitFor();
  await inSidebar('owner', /^Loans((?!new).)*$/).waitFor();
  await pages.owner.getByRole('button', { name: 'Mentions', exact: true }).waitFor();
  await expect.poll(() => pages.owner.title(), patient).not.toMatch(/^\(/);
});

test('a line parts what is new from what was read, and what is below the view stays unread', async () => {
  const id = (await send<{ id: string }>('owner', 'post', `/api/projects/${projectId}/chats`, { title: 'Long talk' })).id;
  await send('owner', 'post', `/api/chats/${id}/messages`, { text: 'hello' });
  const tall = (n: number) => Array.from({ length: 22 }, (_, line) => `Paragraph ${n}, line ${line}`).join('\n');
  for (const n of [1, 2, 3, 4]) await send('contributor', 'post', `/api/chats/${id}/messages`, { text: tall(n) });
  await expect.poll(async () => (await send<{ items: { status: string }[] }>('owner', 'get', `/api/chats/${id}/runs`)).items.every(({ status }) => status === 'succeeded'), { timeout: 40_000 }).toBe(true);
  const unread = async () => (await send<{ items: { id: string; unread: number }[] }>('owner', 'get', `/api/projects/${projectId}/chats`)).items.find((chat) => chat.id === id)!.unread;
  const all = await unread();
  expect(all).toBeGreaterThan(4);
  await pages.owner.goto(chatOf(id));
  const line = pages.owner.getByRole('separator', { name: `${all} new` });
  await line.waitFor();
  expect((await line.boundingBox())!.y).toBeLessThan(300);
  await takePictures(pages.owner, 'new-line');
  await expect.poll(unread, patient).toBeLessThan(all);
  expect(await unread()).toBeGreaterThan(0);
  await pages.owner.getByRole('button', { name: /^\d+ new$/ }).click();
  await expect.poll(unread, patient).toBe(0);
  await pages.owner.reload();
  await pages.owner.getByText('Paragraph 4, line 21').waitFor();
  expect(await pages.owner.getByRole('separator', { name: /new$/ }).count()).toBe(0);
});

test('requests wait in a queue that all see; their authors take them out, and who leads the project', async () => {
  for (const page of Object.values(pages)) await page.goto(chatOf());
  // Enough of them that some still wait when the last look is taken.
  const things = ['loans', 'repairs', 'orders', 'bookings', 'returns', 'complaints'];
  for (const [index, thing] of things.entries()) {
    await send(index % 2 === 0 ? 'owner' : 'contributor', 'post', `/api/chats/${chatId}/messages`, { text: `Build a tracker for ${thing} with a due date` });
  }
  const queue = (who: Who) => pages[who].getByRole('region', { name: 'Queue of requests' });
  const rows = async (who: Who) => {
    await queue(who).getByText('complaints').waitFor();
    return queue(who).getByRole('listitem').evaluateAll((items) => items.map((item) => [item.querySelector('bdi')!.textContent, item.querySelector('button') !== null]));
  };
  expect((await rows('viewer')).every(([, canTakeOut]) => canTakeOut === false)).toBe(true);
  expect((await rows('contributor')).filter(([author, canTakeOut]) => canTakeOut !== (author === 'You'))).toEqual([]);
  expect((await rows('owner')).every(([, canTakeOut]) => canTakeOut === true)).toBe(true);
  expect(new Set((await rows('owner')).map(([author]) => author))).toEqual(new Set(['You', names.contributor]));
  await queue('owner').getByRole('button', { name: /complaints/ }).click();
  await queue('viewer').getByText('complaints').waitFor({ state: 'detached' });
  for (const who of ['owner', 'viewer', 'contributor'] as const) await takePictures(pages[who], `queue-${who}`);
  await expectAccessible(pages.owner, 'queue');
  const runs = (await send<{ items: { id: string }[] }>('owner', 'get', `/api/chats/${chatId}/runs`)).items;
  for (const { id } of runs) await send('owner', 'post', `/api/runs/${id}/cancel`, {});
  await queue('viewer').waitFor({ state: 'detached' });
}, 240_000);

test('on a small screen all of it has its place', async () => {
  await pages.contributor.setViewportSize({ width: 390, height: 844 });
  await composer('contributor').waitFor();
  await pages.contributor.getByRole('button', { name: 'Open the menu' }).click();
  await pages.contributor.getByRole('button', { name: /^Mentions/ }).click();
  await pages.contributor.getByText('Nobody has mentioned you yet').waitFor();
  await takePictures(pages.contributor, 'small-mentions');
  await expectAccessible(pages.contributor, 'mentions on a small screen');
  await pages.contributor.getByRole('button', { name: 'Close' }).click();
  await composer('contributor').pressSequentially('@');
  await pages.contributor.getByRole('listbox', { name: 'People to mention' }).waitFor();
  await takePictures(pages.contributor, 'small-list');
  const overflow = await pages.contributor.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await pages.contributor.setViewportSize({ width: 1440, height: 900 });
});

test('who closes the page is gone within seconds, and so is who lost the server', async () => {
  for (const page of Object.values(pages)) await page.goto(chatOf());
  await expect.poll(() => present('owner'), patient).toEqual([names.contributor, names.viewer]);
  await pages.viewer.goto('about:blank');
  await expect.poll(() => present('owner'), patient).toEqual([names.contributor]);
  expect(complaints).toEqual([]);
});
