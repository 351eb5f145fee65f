import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { expectAccessible, takePictures } from '#tests/support/looking.ts';
import { openInstance, type Instance } from './journey/instance.ts';

// A document from its first draft on; the crew follows a script. The tests build on each other, in this order.
let instance: Instance;
let browser: Browser;
let page: Page;
let chat: string;
const complaints: string[] = [];

const post = async <T>(path: string, data: object) => (await (await page.request.post(path, { data, headers: { origin: instance.url } })).json()) as T;
const get = async <T>(path: string) => (await (await page.request.get(path)).json()) as T;
type List<T> = { items: T[] };

beforeAll(async () => {
  instance = await openInstance({}, 'tests/browser/documents/host.ts');
  browser = await chromium.launch({ executablePath: inject('chromium'), args: ['--no-sandbox'] });
  const context = await browser.newContext({ baseURL: instance.url, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  await post('/api/auth/sign-up/email', { name: 'Team Lead', email: 'lead@example.com', password: 'violet engine marble coast' });
  const workspace = await post<{ id: string }>('/api/workspaces', { name: 'Workshop', companyName: 'Workshop' });
  const projectId = (await post<{ id: string }>(`/api/workspaces/${workspace.id}/projects`, { name: 'Lending' })).id;
  const chatId = (await post<{ id: string }>(`/api/projects/${projectId}/chats`, { title: 'Loans' })).id;
  // The plan is another test's matter.
  await page.request.patch(`/api/chats/${chatId}`, { data: { approval: 'just_do_it' }, headers: { origin: instance.url } });
  chat = `/projects/${projectId}/chats/${chatId}`;
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await instance?.close();
}, 30_000);

const button = (name: string | RegExp) => page.getByRole('button', { name });
const documentsOf = () => get<List<{ id: string; kind: string; version: number }>>(`/api${chat.replace(/\/chats.*/, '')}/documents`);
const requirements = async () => (await documentsOf()).items.find(({ kind }) => kind === 'requirements')!;

async function ask(text: string, nth: number): Promise<void> {
  await page.getByLabel('Message to the crew').fill(text);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Work of the crew' }).nth(nth).getByText(/^(Done|Needs attention)$/).waitFor({ timeout: 60_000 });
}

test('before anything is written, both views say what will be there', async () => {
  await page.goto(`${chat}?panel=documents`);
  await ask('Repaint it', 0);
  await page.getByText('No documents yet').waitFor();
  await page.getByText('Traceability', { exact: true }).click();
  await page.getByText('No criteria yet').waitFor();
  await expectAccessible(page, 'empty traceability');
  await takePictures(page, 'traces-empty');
});

test('what the crew wrote is a draft of an agent, edited by keyboard and saved as the next version', async () => {
  await ask('Build the loans', 1);
  await page.getByText('Documents', { exact: true }).last().click();
  await button(/requirements/).first().click();
  await page.getByText('Version 1 by Requirements agent for Team Lead').waitFor();
  await button('Edit').click();
  await page.getByLabel('Paragraph 1', { exact: true }).fill('Who has what, since when and until when.');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Everybody in the department sees it.');
  await page.getByLabel('Checklist item 5.3').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Loans can be exported.');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  expect(await page.getByLabel('Checklist item 5.4').count()).toBe(0);
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Control+Shift+z');
  expect(await page.getByLabel('Checklist item 5.4').inputValue()).toBe('Loans can be exported.');
  await expectAccessible(page, 'editor');
  await takePictures(page, 'document-editor', []);
  await page.keyboard.press('Control+s');
  await page.getByText('Saved as version 2, a draft.').waitFor();
  await page.getByText('Version 2 by Team Lead').waitFor();
});

test('it goes to review and back, to review and is approved; a change is a new draft', async () => {
  await button('Send to review').click();
  await page.getByText('Version 2 is in review.').waitFor();
  await button('Undo').last().click();
  await button('Send to review').click();
  await button('Approve').click();
  await page.getByRole('dialog', { name: 'Approve version 2?' }).getByRole('button', { name: 'Approve' }).click();
  await page.getByText('Approved', { exact: true }).waitFor();
  await page.getByText(/Approved by Team Lead/).waitFor();
  await expectAccessible(page, 'approved');
  await takePictures(page, 'document-approved');
  await button('Edit').click();
  await page.getByLabel('Checklist item 5.2').fill('A saved loan is in the list at once, and after a reload.');
  await button('Save as a new version').click();
  await page.getByText('Version 3 by Team Lead').waitFor();
  await page.getByText('Draft', { exact: true }).waitFor();
});

test('versions are listed and compared, block by block and word by word', async () => {
  await button('Version 3 of 3').click();
  const versions = page.getByRole('list', { name: 'Versions of the document' }).getByRole('listitem');
  expect(await versions.count()).toBe(3);
  await versions.nth(1).getByText('Approved', { exact: true }).waitFor();
  await expectAccessible(page, 'versions');
  await takePictures(page, 'document-versions', []);
  await versions.nth(0).getByRole('button', { name: 'What changed' }).click();
  const changed = page.getByRole('group', { name: 'Changed' });
  expect((await changed.locator('ins').allInnerTexts()).join('')).toContain('and after a reload');
  await page.getByLabel('From version').selectOption({ label: 'Version 1' });
  await page.getByRole('group', { name: 'Added' }).getByText('Everybody in the department sees it.').waitFor();
  await expectAccessible(page, 'diff');
  await takePictures(page, 'document-diff', []);
  await button('Back to the text').click();
});

test('an old version comes back as a new one, and undoing that brings the text back', async () => {
  await button('Version 3 of 3').click();
  await page.getByRole('listitem').filter({ hasText: 'Version 1' }).getByRole('button', { name: 'Restore' }).click();
  await page.getByText('Version 1 is back as version 4.').waitFor();
  await button('Undo').last().click();
  await page.getByText('Undone: version 5 reads as before.').waitFor();
  await page.getByText('Everybody in the department sees it.').waitFor();
});

test('what somebody else wrote meanwhile is shown, and nothing is lost', async () => {
  await button('Edit').click();
  await page.getByLabel('Paragraph 2', { exact: true }).fill('Everybody in the house sees it.');
  const { id, version } = await requirements();
  const { blocks } = await get<{ blocks: object[] }>(`/api/documents/${id}`);
  await post(`/api/documents/${id}/versions`, { basedOn: version, blocks: [...blocks, { type: 'paragraph', text: 'From the other window.' }] });
  await button('Save as a new version').click();
  await page.getByText('Version 6 was written while you worked on version 5.').waitFor();
  await button('What differs from version 6').click();
  await page.getByRole('group', { name: 'Removed' }).getByText('From the other window.').waitFor();
  await expectAccessible(page, 'conflict');
  await takePictures(page, 'document-conflict', []);
  expect(await page.getByLabel('Paragraph 2', { exact: true }).inputValue()).toBe('Everybody in the house sees it.');
  await page.reload();
  await button('Open the newest').click();
  await button('Edit').click();
  await page.getByText('These are your changes from before, not saved yet.').waitFor();
  await button('Save as a new version').click();
  await button('Save mine as version 7').click();
  await page.getByText('Version 7 by Team Lead').waitFor();
  await page.getByText('Everybody in the house sees it.').waitFor();
});

test('a comment on a paragraph is answered, and an agent resolves it in a run', async () => {
  await page.getByText('An overdue loan is shown in red.').hover();
  await button(/^Comment on: Saving without a borrower/).click();
  await page.getByLabel('Your comment').fill('Should people be told by e-mail, too?');
  await expectAccessible(page, 'writing a comment');
  await page.keyboard.press('Control+Enter');
  const thread = page.getByRole('region', { name: 'Comment by Team Lead' });
  await thread.getByRole('button', { name: 'Answer' }).click();
  await thread.getByLabel('Your answer').fill('Yes, the day before.');
  await thread.getByRole('button', { name: 'Answer' }).last().click();
  await thread.getByText('Yes, the day before.').waitFor();
  await page.getByText('1 open comment').waitFor();
  await expectAccessible(page, 'comments');
  await takePictures(page, 'document-comments', []);
  await ask('Settle the comments', 2);
  await page.getByText('Resolved by the Requirements agent for Team Lead').waitFor();
  await page.getByText('version 8 is the newest').waitFor();
  await button('What changed').click();
  await page.locator('ins').getByText('An e-mail is sent the day before a loan is due.').waitFor();
});

test('a criterion leads to its files and checks, and is stale once one of them changed', async () => {
  await button('Back to the text').click();
  await button('All documents').click();
  await page.getByText('Traceability', { exact: true }).click();
  const row = (id: string) => page.getByRole('row').filter({ hasText: new RegExp(`^${id} `) });
  await row('C1').getByText('Covered').waitFor();
  await row('C2').getByText('Unchecked').waitFor();
  await row('C3').getByText('Failing').waitFor();
  await expectAccessible(page, 'traceability');
  await takePictures(page, 'traces', []);
  await ask('Repaint it again', 3);
  await row('C1').getByText('Stale').waitFor();
  await row('C1').getByText('Changed since the check of version 2: app.tsx.').waitFor();
  await row('C3').getByText('Failing').waitFor();
  await page.getByRole('group', { name: 'Show only' }).getByRole('button', { name: /Stale/ }).click();
  expect(await row('C3').count()).toBe(0);
  await row('C1').getByRole('button', { name: 'app.tsx' }).click();
  await page.locator('.cm-content').getByText('again').waitFor();
});

test.each([[1440, 900], [390, 844]])('nothing is cut off sideways at %i × %i, in light and dark', async (width, height) => {
  await page.setViewportSize({ width, height });
  const { id } = await requirements();
  for (const scheme of ['light', 'dark']) {
    await page.evaluate((value) => localStorage.setItem('ninefold.color-scheme', value), scheme);
    for (const path of [`${chat}?panel=documents`, `${chat}?panel=documents&document=${id}`]) {
      await page.goto(path);
      await page.getByRole('region', { name: 'App' }).getByText(/^Version \d.* · |^Version \d+ by/).first().waitFor();
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([path, 0]);
      await expectAccessible(page, `${path} at ${width}, ${scheme}`);
    }
  }
});

test('no page threw an error on the whole way', () => {
  expect(complaints).toEqual([]);
});
