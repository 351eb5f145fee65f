import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { expectAccessible, takePictures } from '#tests/support/looking.ts';
import { openInstance, type Instance } from './journey/instance.ts';

// One person's way through the studio: the tests build on each other, in this order.
let instance: Instance;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  instance = await openInstance();
  browser = await chromium.launch({ executablePath: inject('chromium'), args: ['--no-sandbox'] });
  context = await browser.newContext({ baseURL: instance.url, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(error.message));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await instance?.close();
}, 30_000);

const app = () => page.frameLocator('iframe').last();
const tab = (name: string) => page.getByRole('tab', { name }).click();
const prompt = () => page.getByLabel('Message to the crew');
const runOver = (nth: number) => page.getByRole('region', { name: 'Work of the crew' }).nth(nth).getByText('Done', { exact: true }).waitFor({ timeout: 60_000 });

test('the first visitor is told that the account will administer the instance, and a weak password is refused at its field', async () => {
  await page.goto('/sign-in');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await expectAccessible(page, 'sign-in');
  // Without any account, the start page leads to where the first one is made.
  await page.goto('/');
  await page.getByText('You are the first: this account will administer the instance.').waitFor();
  await expectAccessible(page, 'sign-up');
  await page.getByLabel('Name').fill('Team Lead');
  await page.getByLabel('Email').fill('lead@example.com');
  await page.getByLabel('Password', { exact: true }).fill('password1');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('This password is among the most used ones.').waitFor();
});

test('a new account lands in its personal project', async () => {
  await page.getByLabel('Password', { exact: true }).fill('violet engine marble coast');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'What shall we build, Team?' }).waitFor();
  await page.getByText('No apps yet.').waitFor();
  await expectAccessible(page, 'project home');
  await takePictures(page, 'home');
});

test('a prompt becomes a running app while the crew is seen at work', async () => {
  await page.getByLabel('Describe the app you need').fill('Build an equipment loan tracker: borrower, item, due date, returned or not. Show overdue loans in red.');
  await page.keyboard.press('Enter');
  await page.getByRole('progressbar', { name: 'Progress of the crew' }).waitFor();
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await page.getByRole('button', { name: /^Coder/ }).waitFor();
  await app().getByRole('button', { name: 'Add loan' }).first().waitFor({ timeout: 60_000 });
  await runOver(0);
  await page.getByText('9 agents · 8 steps').waitFor();
  await expectAccessible(page, 'chat');
  await takePictures(page, 'chat');
}, 90_000);

test('a record that is added in the app is there after a reload', async () => {
  await app().getByRole('button', { name: 'Add loan' }).first().click();
  await app().getByLabel('Borrower').fill('Reading room');
  await app().getByLabel('Item').fill('Projector 7');
  await app().getByRole('button', { name: /^(Add|Save|Create)/ }).last().click();
  await app().getByText('Projector 7').first().waitFor();
  await page.reload();
  await app().getByText('Projector 7').first().waitFor();
  await page.getByText('9 agents · 8 steps').waitFor();
});

test('a follow-up makes version 2 and keeps the records', async () => {
  await prompt().fill('add a priority field: low, medium, high');
  await page.keyboard.press('Enter');
  await runOver(1);
  await page.getByText('Version 2', { exact: true }).first().waitFor();
  await app().getByPlaceholder('Priority').first().waitFor();
  await app().getByText('Projector 7').first().waitFor();
}, 90_000);

test('code and documents can be read', async () => {
  await tab('Code');
  await page.getByRole('navigation', { name: 'Files' }).getByRole('button').first().waitFor();
  await page.locator('.cm-content').getByText('import').first().waitFor();
  await expectAccessible(page, 'code');
  await tab('Documents');
  await page.getByRole('button', { name: /Architecture|architecture/ }).first().click();
  await page.getByRole('img', { name: /loans/i }).waitFor();
  await expectAccessible(page, 'document');
  await page.getByRole('button', { name: 'All documents' }).click();
  await expectAccessible(page, 'documents');
  await takePictures(page, 'documents');
});

test('version 1 can be looked at and restored as version 3', async () => {
  await tab('Versions');
  await page.getByRole('listitem').filter({ hasText: 'Version 1' }).getByRole('button', { name: 'View' }).click();
  await page.getByText('You look at version 1.').waitFor();
  await app().getByText('Projector 7').first().waitFor();
  await expectAccessible(page, 'old version');
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('dialog', { name: 'Restore version 1?' }).getByRole('button', { name: 'Restore' }).click();
  await page.getByText('Version 3', { exact: true }).first().waitFor();
  await app().getByText('Projector 7').first().waitFor();
  await tab('Versions');
  await page.getByText('Restored from 1').waitFor();
  await expectAccessible(page, 'versions');
});

test('an error in the running app is shown with its cause and one action', async () => {
  await tab('Preview');
  await app().getByText('Projector 7').first().waitFor();
  const frame = page.frames().find((one) => one !== page.mainFrame());
  await frame?.evaluate(() => { setTimeout(() => { throw new Error('the scale is not connected'); }); });
  const card = page.getByRole('alert').filter({ hasText: 'Something in the app failed' });
  await card.getByText('the scale is not connected').waitFor();
  await expectAccessible(page, 'error card');
  await card.getByRole('button', { name: 'Let the crew fix it' }).waitFor();
  await card.getByRole('button', { name: 'Dismiss' }).click();
  await card.waitFor({ state: 'detached' });
});

test('a second window sees a new record appear', async () => {
  const second = await context.newPage();
  await second.goto(page.url());
  await second.frameLocator('iframe').last().getByText('Projector 7').first().waitFor();
  await app().getByRole('button', { name: 'Add loan' }).first().click();
  await app().getByLabel('Borrower').fill('Workshop');
  await app().getByLabel('Item').fill('Torque wrench');
  await app().getByRole('button', { name: /^(Add|Save|Create)/ }).last().click();
  await second.frameLocator('iframe').last().getByText('Torque wrench').first().waitFor();
  await second.close();
});

test('a killed server is told, and the chat goes on where it was when the server is back', async () => {
  await tab('Preview');
  await instance.kill();
  await page.getByText('Connection lost.').waitFor();
  await instance.start();
  await page.getByText('Connection lost.').waitFor({ state: 'detached', timeout: 30_000 });
  await prompt().fill('hello');
  await page.keyboard.press('Enter');
  await page.getByRole('article', { name: 'Request: hello' }).getByText(/built-in builder/i).first().waitFor();
  await page.getByRole('list', { name: 'Suggestions' }).getByRole('button').nth(2).waitFor();
}, 90_000);

test.each([[1440, 900], [1024, 768], [390, 844]])('nothing is cut off sideways at %i × %i', async (width, height) => {
  await page.setViewportSize({ width, height });
  const chat = new URL(page.url()).pathname;
  const home = chat.replace(/\/chats\/.*/, '');
  for (const path of [home, chat, `${chat}?panel=preview`, `${chat}?panel=code`, `${chat}?panel=documents`, `${chat}?panel=versions`]) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect([path, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([path, 0]);
  }
  await page.goto(chat);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expectAccessible(page, `chat at ${width}`);
});

test('the dark scheme keeps its contrasts', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: /account menu/ }).click();
  await expectAccessible(page, 'account menu');
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.keyboard.press('Escape');
  await expectAccessible(page, 'chat, dark');
  await page.reload();
  expect(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe('dark');
  await page.getByRole('link', { name: 'New app' }).click();
  await page.getByRole('heading', { name: 'What shall we build, Team?' }).waitFor();
  await expectAccessible(page, 'project home, dark');
});

test('a person signs out, is asked again, and a wrong password says so', async () => {
  await page.getByRole('button', { name: /account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('Email').fill('lead@example.com');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The email address or the password is wrong.').waitFor();
  await page.getByLabel('Password', { exact: true }).fill('violet engine marble coast');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'What shall we build, Team?' }).waitFor();
  await page.getByRole('link', { name: /Loan/ }).first().waitFor();
});

test('an address that has an account is led to the sign-in', async () => {
  const other = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await other.goto('/sign-up');
  await other.getByLabel('Name').fill('Somebody');
  await other.getByLabel('Email').fill('lead@example.com');
  await other.getByLabel('Password', { exact: true }).fill('violet engine marble coast');
  await other.getByRole('button', { name: 'Create account' }).click();
  await other.getByRole('link', { name: 'Sign in as lead@example.com' }).click();
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await other.getByLabel('Email').inputValue()).toBe('lead@example.com');
  await other.context().close();
});

test('a page that does not exist says so and leads home', async () => {
  await page.goto('/projects/00000000-0000-4000-8000-000000000000');
  await page.getByRole('heading', { name: 'Nothing here' }).waitFor();
  await expectAccessible(page, 'not found');
  await page.getByRole('link', { name: 'Go to your project' }).click();
  await page.getByRole('heading', { name: 'What shall we build, Team?' }).waitFor();
});

test('no page threw an error on the whole way but the one that was planted in the app', () => {
  expect(complaints).toEqual(['the scale is not connected']);
});
