import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { expectAccessible, takePictures } from '#tests/support/looking.ts';
import { openInstance, type Instance } from './journey/instance.ts';

// The tests build on each other, in this order.
let instance: Instance;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  instance = await openInstance();
  browser = await chromium.launch({ executablePath: inject('chromium'), args: ['--no-sandbox'] });
  const context = await browser.newContext({ baseURL: instance.url, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(40_000);
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill('Team Lead');
  await page.getByLabel('Email').fill('lead@example.com');
  await page.getByLabel('Password', { exact: true }).fill('violet engine marble coast');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByLabel('Describe the app you need').waitFor();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await instance?.close();
}, 30_000);

const dialog = () => page.getByRole('dialog', { name: 'What did the model see?' });
const section = (title: string) => dialog().locator('summary', { hasText: title }).first();

test('a person sees what the model saw when the crew only answered', async () => {
  await page.getByLabel('Describe the app you need').fill('Hello, what can you do?');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'What did the model see?' }).click();
  await dialog().getByText('Hello, what can you do?').first().waitFor();
  await dialog().getByText(/: about [\d,]+ tokens/).waitFor();
  await section('Prompt').click();
  await dialog().getByText('You are the orchestrator agent of Ninefold.').waitFor();
  await expectAccessible(page, 'what the model saw');
  await takePictures(page, 'model-saw');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  // The focus is where it was.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('What did the model see?');

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'What did the model see?' }).click();
  await section('Prompt').waitFor();
  expect(await dialog().evaluate((element) => element.scrollWidth <= element.clientWidth + 1)).toBe(true);
  await expectAccessible(page, 'what the model saw');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('from the card of a step a person sees that agent\'s calls, and goes to those of others', async () => {
  await page.getByLabel('Message to the crew').fill('Build a list of books: title, author');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Work of the crew' }).getByText('Done', { exact: true }).waitFor({ timeout: 120_000 });
  await page.getByRole('region', { name: 'Work of the crew' }).getByRole('button', { name: /Done/ }).click();
  await page.getByRole('button', { name: /^Architect/ }).click();
  await page.getByRole('region', { name: 'Work of the crew' }).getByRole('button', { name: 'What did the model see?' }).click();
  const call = dialog().getByLabel('Call');
  expect(await call.locator('option:checked').textContent()).toMatch(/^Architect · step \d · call \d of \d · about [\d,]+ tokens$/);
  await section('define_collections').waitFor();
  const coder = await call.locator('option', { hasText: 'Coder' }).first().getAttribute('value');
  await call.selectOption(coder!);
  await section('Tools').click();
  await dialog().getByText(/publish_version:/).waitFor();
  await takePictures(page, 'model-saw-tools');
});
