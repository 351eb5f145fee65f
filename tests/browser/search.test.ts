import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { expectAccessible } from '#tests/support/looking.ts';
import { openInstance, type Instance } from './journey/instance.ts';

let instance: Instance;
let browser: Browser;
let page: Page;
let projectId: string;
let chatId: string;
const complaints: string[] = [];
const password = 'violet engine marble coast';

beforeAll(async () => {
  instance = await openInstance();
  browser = await chromium.launch({ executablePath: inject('chromium'), args: ['--no-sandbox'] });
  const context = await browser.newContext({ baseURL: instance.url, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  const post = async <T>(path: string, data: object) => (await (await page.request.post(path, { data, headers: { origin: instance.url } })).json()) as T;
  await post('/api/auth/sign-up/email', { name: 'Team Lead', email: 'lead@example.com', password });
  const workspace = await post<{ id: string }>('/api/workspaces', { name: 'Workshop', companyName: 'Workshop' });
  projectId = (await post<{ id: string }>(`/api/workspaces/${workspace.id}/projects`, { name: 'Tool lending' })).id;
  chatId = (await post<{ id: string }>(`/api/projects/${projectId}/chats`, { title: 'Torque wrenches' })).id;
  await post(`/api/chats/${chatId}/messages`, { text: 'hello, is a wrench with <b>torque</b> <img src=x onerror="document.title = 1"> missing?' });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await instance?.close();
}, 30_000);

const field = () => page.getByRole('combobox', { name: 'Search' });
const option = (name: string | RegExp) => page.getByRole('option', { name });

test('Ctrl+K opens the search, also from the prompt, and Escape closes it', async () => {
  await page.goto(`/projects/${projectId}`);
  await page.getByLabel('Describe the app you need').focus();
  await page.keyboard.press('Control+K');
  await field().waitFor();
  await expectAccessible(page, 'search, empty');
  await page.keyboard.press('Escape');
  await field().waitFor({ state: 'detached' });
});

test('the beginning of a word finds chat and message by kind, marked, as text and never as HTML', async () => {
  await page.getByRole('button', { name: 'Search' }).click();
  await field().fill('wren');
  await page.getByRole('group', { name: 'Chats' }).getByRole('option').getByText('wrenches').waitFor();
  const message = page.getByRole('group', { name: 'Messages' }).getByRole('option').filter({ hasText: 'is a' });
  expect(await message.locator('mark').allTextContents()).toContain('wrench');
  expect(await message.locator('img, b').count()).toBe(0);
  await expectAccessible(page, 'search, found');
});

test('the arrows choose and Enter opens the message in its chat', async () => {
  const active = () => page.locator('[role=option][aria-selected=true]');
  expect(await active().count()).toBe(1);
  const first = await active().getAttribute('id');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  expect(await active().getAttribute('id')).toBe(first);
  expect(await field().getAttribute('aria-activedescendant')).toBe(first);
  await field().fill('missing');
  await option(/missing/).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`/projects/${projectId}/chats/${chatId}#message-`));
  await page.getByRole('article', { name: /^Request: hello, is a wrench/ }).waitFor();
});

test('a search is remembered, narrowed to a kind, and says when nothing was found', async () => {
  await page.keyboard.press('Control+K');
  await option('missing').click();
  expect(await field().inputValue()).toBe('missing');
  await option(/Torque wrenches/).waitFor();
  await page.getByRole('button', { name: 'Documents' }).click();
  await page.getByText('Nothing found for “missing”').waitFor();
  await expectAccessible(page, 'search, nothing');
  await page.getByRole('button', { name: 'Search everything' }).click();
  await option(/Torque wrenches/).waitFor();
  await field().fill('tool lend');
  await page.getByRole('group', { name: 'Projects' }).getByRole('option', { name: /Tool lending/ }).click();
  await page.waitForURL(new RegExp(`/projects/${projectId}$`));
});

test('a search that fails says so and can be tried again', async () => {
  await page.route('**/api/search?*', (route) => route.fulfill({ status: 400, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'x', status: 400, code: 'invalid_input', detail: 'It did not work.', requestId: 'x' }) }));
  await page.keyboard.press('Control+K');
  await field().fill('torque');
  await page.getByRole('alert').getByText('It did not work.').waitFor();
  await page.unroute('**/api/search?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await option(/Torque wrenches/).first().waitFor();
});

test('on a small screen it fills the screen, and nothing is cut off', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await field().fill('torque');
  await option(/Torque wrenches/).first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await expectAccessible(page, 'search, small');
  await page.getByRole('button', { name: 'Close' }).click();
  await field().waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});
