import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { expectAccessible, takePictures } from '#tests/support/looking.ts';
import { startModelServer, type ModelServer } from '#tests/support/model-server/index.ts';
import { openInstance, type Instance } from './journey/instance.ts';

// An owner gives a workspace models of its own, and takes them away again.
const key = 'sk-canary-0123456789abcdef-wxyz';
let models: ModelServer;
let instance: Instance;
let browser: Browser;
let page: Page;
let projectId: string;
const complaints: string[] = [];

beforeAll(async () => {
  models = await startModelServer(() => ({ text: 'yes' }), { key });
  instance = await openInstance({ ALLOW_PRIVATE_MODEL_URLS: 'true' });
  browser = await chromium.launch({ executablePath: inject('chromium'), args: ['--no-sandbox'] });
  const context = await browser.newContext({ baseURL: instance.url, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  const post = async <T>(path: string, data: object) => (await (await page.request.post(path, { data, headers: { origin: instance.url } })).json()) as T;
  await post('/api/auth/sign-up/email', { name: 'Team Lead', email: 'lead@example.com', password: 'violet engine marble coast' });
  const workspace = await post<{ id: string }>('/api/workspaces', { name: 'Workshop', companyName: 'Workshop' });
  projectId = (await post<{ id: string }>(`/api/workspaces/${workspace.id}/projects`, { name: 'Tool lending' })).id;
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await instance?.close();
  await models?.close();
}, 60_000);

test('the project menu leads to the models, which say that the built-in builder answers', async () => {
  await page.goto(`/projects/${projectId}`);
  await page.getByText('Built-in builder').first().waitFor();
  await page.getByRole('button', { name: /switch project/ }).click();
  await page.getByRole('menuitem', { name: 'Models of Workshop' }).click();
  await page.getByRole('heading', { name: 'The built-in builder answers' }).waitFor();
  await page.getByText('This workspace has none of its own.').waitFor();
  await expectAccessible(page, 'models, none');
  await takePictures(page, 'models-none');
});

test('a key is tried before it is saved: a wrong one is refused in plain words, a good one answers', async () => {
  await page.getByRole('button', { name: 'Anthropic', exact: true }).click();
  const card = page.getByRole('region', { name: 'Anthropic' });
  await card.getByRole('button', { name: /Model of each agent/ }).click();
  await card.getByLabel('Address').fill(models.urls.anthropic);
  await card.getByRole('textbox', { name: 'Key' }).fill('sk-a-key-of-somebody-else');
  await card.getByRole('button', { name: 'Test' }).click();
  await card.getByText('The key was not accepted by Anthropic').waitFor();
  await card.getByRole('textbox', { name: 'Key' }).fill(key);
  await card.getByRole('button', { name: 'Test' }).click();
  await card.getByText(/claude-sonnet-5-5 answered in/).waitFor();
  await expectAccessible(page, 'models, tested');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Models of this workspace answer' }).waitFor();
  await card.getByText(/ends in wxyz/).waitFor();
  await takePictures(page, 'models-saved');
  expect(await page.content()).not.toContain(key);
});

test('a second provider stands in, and the order is changed by keyboard', async () => {
  await page.getByRole('button', { name: 'OpenAI-compatible server' }).click();
  const card = page.getByRole('region', { name: 'OpenAI-compatible server' });
  await page.getByRole('button', { name: 'Save' }).click();
  await card.getByText('Enter the address of the server.').waitFor();
  await card.getByLabel('Address').fill(models.urls['openai-compatible']);
  await card.getByLabel('Model', { exact: false }).first().fill('qwen3-coder:30b');
  await card.getByText('Stands in').waitFor();
  await card.getByRole('button', { name: 'Ask OpenAI-compatible server earlier' }).focus();
  await page.keyboard.press('Enter');
  await card.getByText('Answers').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('qwen3-coder:30b', { exact: true }).first().waitFor();
  await expectAccessible(page, 'models, two');
  await takePictures(page, 'models-two');
});

test('the composer says which model answers', async () => {
  await page.goto(`/projects/${projectId}`);
  await page.getByText('qwen3-coder:30b').waitFor();
  await takePictures(page, 'models-composer');
});

test('removing asks first; then the built-in builder answers again', async () => {
  await page.goBack();
  await page.getByRole('button', { name: 'Remove all' }).click();
  await page.getByText('Their keys are deleted and cannot be brought back.').waitFor();
  await expectAccessible(page, 'models, removing');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('heading', { name: 'The built-in builder answers' }).waitFor();
  expect(complaints).toEqual([]);
});
