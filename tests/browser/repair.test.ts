import { expect, test, vi } from 'vitest';
import { expectAccessible, takePictures } from '#tests/support/looking.ts';
import { repairScript } from '#tests/support/repair-script.ts';
import { scriptedModels, type Turn } from '#tests/support/scripted-model.ts';
import { studioInBrowser } from '#tests/support/studio-in-browser.ts';

// What a person sees of an app that the crew could not make right.
vi.stubEnv('CHROMIUM_PATH', 'none');
const broken = 'A loan can be added and is there after a reload.';
const report: Turn = { calls: [{ tool: 'report_finding', input: { title: 'Quality check', summary: 'Tried all criteria.', verdict: 'fail', items: [
  { text: 'All loans are listed.', ok: true, outcome: 'met', evidence: 'Count rows: there are 2.' },
  { text: 'Loans that are out are red.', ok: false, outcome: 'unchecked', evidence: 'A page without a screen has no colours.' },
  { text: broken, ok: false, outcome: 'not met', evidence: 'Count rows with “Camera”, expecting 1: there are 0.' },
] } }] };
const mending = repairScript(['idle filter', 'throwing button', 'throwing button']);
const { page, owner, projectId, complaints } = await studioInBrowser(scriptedModels((context, round) => (context.agent === 'quality' && round === 2 ? report : mending(context, round))));

test('a run that could not be mended asks for attention with the criteria, the repairs and the console', async () => {
  const chatId = (await owner.post<{ id: string }>(`/api/projects/${projectId}/chats`, {})).body.id;
  await page.goto(`/projects/${projectId}/chats/${chatId}`);
  const planFirst = page.getByRole('switch', { name: 'Plan first' });
  await planFirst.uncheck({ force: true });
  await page.getByLabel('Message to the crew').fill('Build a loan tracker');
  await page.keyboard.press('Enter');
  // What is written and set stays when the app gets its place beside the chat.
  await page.getByLabel('Message to the crew').fill('And then');
  await page.getByRole('tab', { name: 'Preview' }).waitFor();
  expect(await planFirst.isChecked()).toBe(false);
  expect(await page.getByLabel('Message to the crew').inputValue()).toBe('And then');

  const note = page.getByRole('note').filter({ hasText: 'Of 3 acceptance criteria: 1 met, 1 not met, 1 could not be checked.' });
  await note.waitFor({ timeout: 220_000 });
  await note.getByRole('listitem').getByText(broken).waitFor();
  await takePictures(page, 'needs-attention');
  await note.getByText(/repairs? w(as|ere) tried$/).click();
  await note.getByText(/^Round 1 of 3, about: /).waitFor();
  await note.getByText(/lines? of the console$/).click();
  await note.getByLabel('Console of the app').getByText('saving is broken').waitFor();
  await expectAccessible(page, 'needs attention');
  await takePictures(page, 'needs-attention-open', []);
}, 260_000);

test('the finding of the quality agent shows each criterion with its outcome', async () => {
  await page.getByRole('tab', { name: 'Documents' }).click();
  const app = page.getByRole('region', { name: 'App' });
  await app.getByRole('button', { name: /Quality check/ }).first().click();
  await app.getByText('All loans are listed.').waitFor();
  await app.getByRole('img', { name: 'could not be checked' }).waitFor();
  await expectAccessible(page, 'finding');
  await takePictures(page, 'finding', []);
  expect(complaints).toEqual([]);
});
